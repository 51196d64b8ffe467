package dev.hato.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hato.contact.Attribute;
import dev.hato.contact.ContactId;
import dev.hato.contact.NumberAttribute;
import dev.hato.contact.TextAttribute;
import dev.hato.event.ContactEvent;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("R4.2")
class EventLogTest {
    private static final ContactId CONTACT = ContactId.of(1);
    private static final NumberAttribute AMOUNT = Attribute.number("amount");
    private static final NumberAttribute TAX = Attribute.number("tax");
    private static final TextAttribute ITEM = Attribute.text("amount");
    private static final List<BigDecimal> NUMBERS = List.of(
            BigDecimal.ZERO,
            BigDecimal.valueOf(50_000),
            new BigDecimal("-0.5"),
            new BigDecimal("0.123456789012345678"),
            new BigDecimal("1e-30"),
            BigDecimal.valueOf(999_999_999_999_999_999L),
            BigDecimal.valueOf(Long.MAX_VALUE),
            BigDecimal.valueOf(Long.MIN_VALUE),
            new BigDecimal("123456789012345678901234567890.5"));

    private static ContactEvent event(Random random, int id, int numbers) {
        ContactEvent event = ContactEvent.of(CONTACT, "purchase", Instant.ofEpochSecond(random.nextInt(20) - 10, 5_000))
                .withId("e" + id);
        if (random.nextInt(4) > 0) {
            event = event.with(AMOUNT, NUMBERS.get(random.nextInt(numbers)));
        }
        if (random.nextInt(3) == 0) {
            event = event.with(TAX, random.nextInt(9));
        }
        return random.nextInt(3) == 0 ? event.with(ITEM, random.nextInt(6) == 0 ? "雀" : "鳩") : event;
    }

    @Test
    void addAndRemove_atRandom_actLikeASortedList() {
        Comparator<ContactEvent> order = Comparator.comparing(ContactEvent::at).thenComparing(ContactEvent::id);
        for (int round = 0; round < 400; round++) {
            Random random = new Random(round);
            int numbers = 1 + random.nextInt(NUMBERS.size());
            EventLog log = new EventLog("purchase");
            List<ContactEvent> model = new ArrayList<>();
            for (int step = 0; step < 40; step++) {
                if (!model.isEmpty() && random.nextInt(4) == 0) {
                    String id = model.remove(random.nextInt(model.size())).id();
                    log.remove(id);
                    log.remove(id);
                } else {
                    ContactEvent event = event(random, step, numbers);
                    model.add(event);
                    log.add(event);
                }
                model.sort(order);
                check(log, model, random);
            }
        }
    }

    private static void check(EventLog log, List<ContactEvent> model, Random random) {
        assertThat(log.size()).isEqualTo(model.size());
        for (int i = 0; i < model.size(); i++) {
            assertThat(log.event(CONTACT, i)).isEqualTo(model.get(i));
            assertThat(log.value(i, AMOUNT)).isEqualTo(model.get(i).properties().get(AMOUNT));
            assertThat(log.value(i, ITEM)).isEqualTo(model.get(i).properties().get(ITEM));
        }
        int from = random.nextInt(model.size() + 1);
        int to = from + random.nextInt(model.size() + 1 - from);
        for (NumberAttribute property : List.of(AMOUNT, TAX)) {
            BigDecimal expected = model.subList(from, to).stream()
                    .map(event -> event.properties().get(property))
                    .filter(value -> value != null)
                    .reduce(BigDecimal::add)
                    .orElse(null);
            BigDecimal sum = log.sum(property, from, to);
            if (expected == null) {
                assertThat(sum).isNull();
            } else {
                assertThat(sum).isEqualByComparingTo(expected);
            }
        }
    }

    @Test
    void sum_beyondALong_isExact() {
        EventLog log = new EventLog("purchase");
        BigDecimal large = BigDecimal.valueOf(999_999_999_999_999_999L);
        for (int i = 0; i < 20; i++) {
            log.add(ContactEvent.of(CONTACT, "purchase", Instant.EPOCH).with(AMOUNT, large));
        }

        assertThat(log.sum(AMOUNT, 0, 20)).isEqualByComparingTo(large.multiply(BigDecimal.valueOf(20)));
    }

    @Test
    void sum_ofDecimals_hasNoRoundingError() {
        EventLog log = new EventLog("purchase");
        for (int i = 0; i < 10; i++) {
            log.add(ContactEvent.of(CONTACT, "purchase", Instant.EPOCH).with(AMOUNT, new BigDecimal("0.1")));
        }

        assertThat(log.sum(AMOUNT, 0, 10)).isEqualByComparingTo("1");
        assertThat(log.sum(AMOUNT, 5, 3)).isNull();
    }
}
