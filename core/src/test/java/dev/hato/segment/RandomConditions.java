package dev.hato.segment;

import dev.hato.consent.SubscriptionStatus;
import dev.hato.contact.Attribute;
import dev.hato.contact.AttributeType;
import dev.hato.contact.BooleanAttribute;
import dev.hato.contact.DateAttribute;
import dev.hato.contact.InstantAttribute;
import dev.hato.contact.NumberAttribute;
import dev.hato.contact.TextAttribute;
import dev.hato.contact.TextSetAttribute;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Conditions from a seed, over few names and values so that they meet each other. */
final class RandomConditions {
    static final List<String> NAMES = List.of("x", "y", "z");
    static final List<String> TEXTS = List.of(
            "", "a", "A", "ab", "ＡＢ", "Ａ", "東京都", "東京", "京都", "ｶﾞ", "ガ", "が", "\u0130", "i", "😀", "😀a", "é",
            "e\u0301");
    static final List<BigDecimal> NUMBERS = List.of(
            BigDecimal.ZERO,
            BigDecimal.ONE,
            new BigDecimal("1.5"),
            new BigDecimal("-0.1"),
            new BigDecimal("0.30"),
            new BigDecimal("100"),
            new BigDecimal("9223372036854775807"),
            new BigDecimal("1234567890123456789012.123456789"));
    static final List<String> EVENTS = List.of("buy", "see", "mail.opened");
    static final List<String> LISTS = List.of("news", "お知らせ");

    private final Random random;
    private final Instant now;

    RandomConditions(Random random, Instant now) {
        this.random = random;
        this.now = now;
    }

    <T> T pick(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    <T> T pick(T[] values) {
        return values[random.nextInt(values.length)];
    }

    <T> Set<T> some(List<T> values) {
        Set<T> some = new LinkedHashSet<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            some.add(pick(values));
        }
        return some;
    }

    Condition condition(int depth) {
        if (depth > 0 && random.nextInt(5) < 3) {
            return switch (random.nextInt(3)) {
                case 0 -> new Condition.AllOf(several(depth - 1));
                case 1 -> new Condition.AnyOf(several(depth - 1));
                default -> new Condition.Not(condition(depth - 1));
            };
        }
        return switch (random.nextInt(8)) {
            case 0 -> new Condition.OnList(pick(LISTS), some(List.of(SubscriptionStatus.values())));
            case 1 -> new Condition.EventCount(query(), pick(Comparison.values()), random.nextInt(5) - 1);
            case 2 ->
                new Condition.EventNumber(
                        query(),
                        pick(Condition.Aggregate.values()),
                        number(),
                        pick(Comparison.values()),
                        pick(NUMBERS));
            case 3 ->
                new Condition.EventTime(
                        query(), pick(Condition.Edge.values()), pick(TimeComparison.values()), moment());
            case 4 -> new Condition.Followed(query(), query());
            case 5 -> new Condition.InSegment(pick(List.of("one", "two")));
            default -> attribute();
        };
    }

    private List<Condition> several(int depth) {
        List<Condition> several = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            several.add(condition(depth));
        }
        return several;
    }

    private NumberAttribute number() {
        return Attribute.number(pick(NAMES));
    }

    Condition attribute() {
        String name = pick(NAMES);
        return switch (random.nextInt(7)) {
            case 0 -> new Condition.Present(Attribute.of(name, pick(AttributeType.values())));
            case 1 -> new Condition.TextIn(Attribute.text(name), some(TEXTS));
            case 2 -> new Condition.TextMatches(Attribute.text(name), pick(Condition.TextMatch.values()), pick(TEXTS));
            case 3 -> new Condition.NumberIs(Attribute.number(name), pick(Comparison.values()), pick(NUMBERS));
            case 4 -> new Condition.BooleanIs(Attribute.bool(name), random.nextBoolean());
            case 5 ->
                new Condition.TimeIs(
                        random.nextBoolean() ? Attribute.date(name) : Attribute.instant(name),
                        pick(TimeComparison.values()),
                        moment());
            default -> new Condition.SetContains(Attribute.textSet(name), random.nextBoolean(), some(TEXTS));
        };
    }

    private Condition properties(int depth) {
        if (depth == 0 || random.nextBoolean()) {
            return attribute();
        }
        List<Condition> parts = List.of(properties(depth - 1), properties(depth - 1));
        return switch (random.nextInt(3)) {
            case 0 -> new Condition.AllOf(parts);
            case 1 -> new Condition.AnyOf(parts);
            default -> new Condition.Not(parts.get(0));
        };
    }

    EventQuery query() {
        return new EventQuery(
                pick(EVENTS),
                random.nextInt(3) == 0 ? moment() : null,
                random.nextInt(3) == 0 ? moment() : null,
                random.nextInt(3) == 0 ? properties(2) : null);
    }

    Moment moment() {
        return switch (random.nextInt(5)) {
            case 0 -> Moment.at(instant());
            case 1 -> Moment.on(date());
            case 2 -> Moment.fromNow(Duration.ofHours(random.nextInt(97) - 72));
            case 3 -> Moment.ago(Period.of(0, random.nextInt(3), random.nextInt(5) - 1));
            default -> Moment.ago(Period.ofDays(random.nextInt(6) - 1));
        };
    }

    /** Returns a moment near now, often on the hour or at midnight somewhere. */
    Instant instant() {
        Instant instant = now.plus(Duration.ofHours(random.nextInt(145) - 120));
        return switch (random.nextInt(3)) {
            case 0 -> instant;
            case 1 -> instant.plusNanos(random.nextInt(3) * 1_000L - 1_000L);
            default -> instant.truncatedTo(ChronoUnit.HOURS).minus(Duration.ofMinutes(random.nextInt(2) * 30L));
        };
    }

    LocalDate date() {
        return LocalDate.ofInstant(now, ZoneOffset.UTC).plusDays(random.nextInt(9) - 6);
    }

    /** Returns a value of the attribute's type. */
    Object value(Attribute<?> attribute) {
        if (attribute instanceof TextAttribute) {
            return pick(TEXTS);
        }
        if (attribute instanceof NumberAttribute) {
            return pick(NUMBERS);
        }
        if (attribute instanceof BooleanAttribute) {
            return random.nextBoolean();
        }
        if (attribute instanceof DateAttribute) {
            return date();
        }
        if (attribute instanceof InstantAttribute) {
            return instant();
        }
        if (attribute instanceof TextSetAttribute) {
            return some(TEXTS);
        }
        throw new AssertionError(attribute);
    }
}
