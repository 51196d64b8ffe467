package dev.hato.tracking.conversion;

import static dev.hato.segment.Conditions.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.hato.contact.Attribute;
import dev.hato.contact.Contact;
import dev.hato.contact.ContactId;
import dev.hato.contact.EmailAddress;
import dev.hato.contact.NumberAttribute;
import dev.hato.delivery.SendKey;
import dev.hato.event.ContactEvent;
import dev.hato.event.MailEvents;
import dev.hato.memory.MemoryStores;
import dev.hato.segment.EvaluationContext;
import dev.hato.testkit.MovableClock;
import dev.hato.tracking.hit.Hit;
import dev.hato.tracking.hit.HitEvents;
import dev.hato.tracking.hit.HitKind;
import dev.hato.tracking.hit.HitLog;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("R9.6")
class ConversionsTest {
    private static final ContactId HANAKO = ContactId.of("hanako");
    private static final NumberAttribute AMOUNT = Attribute.number("amount");
    private static final String BROWSER =
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:115.0) Gecko/20100101 Firefox/115.0";

    private final MovableClock clock = MovableClock.at("2026-04-01T00:00:00Z");
    private final MemoryStores stores = MemoryStores.create();
    private final HitLog hits = HitLog.into(stores).clock(clock).build();
    private final Conversions conversions = Conversions.over(stores).after(hits);

    ConversionsTest() {
        stores.contacts().save(Contact.of(HANAKO, EmailAddress.of("hanako@example.jp")));
    }

    private void click(String mail, String agent) {
        hits.add(
                HitKind.CLICK,
                new SendKey("mail", mail, HANAKO, ""),
                new Hit.Link(2, false, "https://shop.example/" + mail),
                new Hit.Client("GET", agent, ""));
    }

    private Conversion order(String number) {
        return Conversion.of(number, HANAKO, clock.instant()).worth(62_000, "JPY");
    }

    private List<ContactEvent> converted() {
        return stores.events()
                .find(
                        HANAKO,
                        Conversions.CONVERTED,
                        Instant.EPOCH,
                        clock.instant().plusSeconds(1));
    }

    @Test
    void lastHumanClick_getsTheConversion() {
        click("spring-sale", BROWSER);
        clock.advance(Duration.ofDays(2));
        click("summer-sale", BROWSER);
        clock.advance(Duration.ofDays(2));
        click("autumn-sale", "curl/8.5.0");

        assertThat(conversions.record(order("1042"))).isInstanceOf(Attribution.ToClick.class);
        ContactEvent event = converted().get(0);
        assertThat(event.properties().get(MailEvents.MAIL)).isEqualTo("summer-sale");
        assertThat(event.properties().get(HitEvents.LINK)).isEqualTo("https://shop.example/summer-sale");
        assertThat(event.properties().get(Conversions.VALUE)).isEqualByComparingTo("62000");
        assertThat(event.properties().get(Conversions.CURRENCY)).isEqualTo("JPY");
        assertThat(event.properties().get(Conversions.ORDER)).isEqualTo("1042");
    }

    @Test
    void order_countsOnce() {
        click("spring-sale", BROWSER);

        conversions.record(order("1042"));
        assertThat(conversions.record(order("1042"))).isInstanceOf(Attribution.Repeated.class);
        assertThat(conversions.record(order("1043"))).isInstanceOf(Attribution.ToClick.class);
        assertThat(converted()).hasSize(2);
    }

    @Test
    void window_includesItsEndAndNothingAfter() {
        click("spring-sale", BROWSER);
        clock.advance(Duration.ofDays(7));
        assertThat(conversions.record(order("1"))).isInstanceOf(Attribution.ToClick.class);
        clock.advance(Duration.ofNanos(1_000));
        assertThat(conversions.record(order("2"))).isInstanceOf(Attribution.Unattributed.class);
        assertThat(conversions.within(Duration.ofDays(30)).record(order("2"))).isInstanceOf(Attribution.ToClick.class);
    }

    @Test
    void clickAfterTheOrder_hasNotLedToIt() {
        Conversion order = order("1042");
        clock.advance(Duration.ofSeconds(1));
        click("spring-sale", BROWSER);

        assertThat(conversions.record(order)).isInstanceOf(Attribution.Unattributed.class);
        assertThat(converted()).isEmpty();
    }

    @Test
    void hostsOwnEvent_isAConversion() {
        click("spring-sale", BROWSER);
        ContactEvent purchase = ContactEvent.of(HANAKO, "purchase", clock.instant())
                .withId("order-1042")
                .with(AMOUNT, 1_200);
        stores.events().add(purchase);
        conversions.record(Conversion.of(purchase, AMOUNT, "JPY"));
        conversions.record(Conversion.of(purchase, AMOUNT, "JPY"));

        assertThat(stores.selector()
                        .count(
                                event(Conversions.CONVERTED)
                                        .where(MailEvents.MAIL.is("spring-sale"))
                                        .sum(Conversions.VALUE)
                                        .is(1_200),
                                EvaluationContext.at(clock.instant(), ZoneId.of("Asia/Tokyo"))))
                .isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a\nb", "a\u0000", "\uD800"})
    void ordersThatCannotBeKept_areRefused(String order) {
        assertThatIllegalArgumentException().isThrownBy(() -> Conversion.of(order, HANAKO, clock.instant()));
    }

    @Test
    void valuesAreChecked() {
        assertThatIllegalArgumentException().isThrownBy(() -> order("1").worth(1, "yen"));
        assertThatIllegalArgumentException().isThrownBy(() -> order("1").worth(new BigDecimal("1E999999"), "JPY"));
        assertThatIllegalArgumentException().isThrownBy(() -> conversions.within(Duration.ZERO));
    }

    @Test
    void momentsAndWindowsBeyondAllBounds_areRefusedOrHeld() {
        click("spring-sale", BROWSER);
        for (Instant moment : List.of(Instant.MIN, Instant.MAX, Instant.parse("0000-12-31T23:59:59Z"))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Conversion.of("1042", HANAKO, moment))
                    .withMessageContaining("years 1 to 9999");
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> conversions.within(Duration.ofSeconds(Long.MAX_VALUE)))
                .withMessageContaining("10,000 years");
        Conversions ever = conversions.within(Duration.ofDays(3_652_500));
        assertThat(ever.record(Conversion.of("1", HANAKO, Instant.parse("0001-01-01T00:00:00Z"))))
                .isInstanceOf(Attribution.Unattributed.class);
        assertThat(ever.record(Conversion.of("2", HANAKO, Instant.parse("9999-12-31T23:59:59Z"))))
                .isInstanceOf(Attribution.ToClick.class);
        assertThat(ever.record(order("3"))).isInstanceOf(Attribution.ToClick.class);
    }
}
