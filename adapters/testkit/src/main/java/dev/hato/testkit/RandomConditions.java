package dev.hato.testkit;

import static dev.hato.testkit.RandomShop.AMOUNT;
import static dev.hato.testkit.RandomShop.BIRTHDAY;
import static dev.hato.testkit.RandomShop.CITY;
import static dev.hato.testkit.RandomShop.COLOURS;
import static dev.hato.testkit.RandomShop.GIFT;
import static dev.hato.testkit.RandomShop.ITEM;
import static dev.hato.testkit.RandomShop.MEMBER;
import static dev.hato.testkit.RandomShop.POINTS;
import static dev.hato.testkit.RandomShop.POINTS_AS_TEXT;
import static dev.hato.testkit.RandomShop.SEEN;
import static dev.hato.testkit.RandomShop.SHIPPED;
import static dev.hato.testkit.RandomShop.TAGS;

import dev.hato.consent.SubscriptionStatus;
import dev.hato.contact.Attribute;
import dev.hato.contact.NumberAttribute;
import dev.hato.contact.TextAttribute;
import dev.hato.contact.TextSetAttribute;
import dev.hato.segment.Comparison;
import dev.hato.segment.Condition;
import dev.hato.segment.Condition.Aggregate;
import dev.hato.segment.Condition.Edge;
import dev.hato.segment.Condition.TextMatch;
import dev.hato.segment.Conditions;
import dev.hato.segment.EventQuery;
import dev.hato.segment.Moment;
import dev.hato.segment.TimeComparison;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Period;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Conditions by chance about the contacts of a {@link RandomShop}: every kind there is, with bounds of every size. */
final class RandomConditions {
    /** The names of segments that conditions may ask for; the test defines them. */
    static final List<String> SEGMENTS = List.of("one", "two");

    private static final Attribute<?>[] ATTRIBUTES = {
        CITY, POINTS, MEMBER, BIRTHDAY, SEEN, TAGS, POINTS_AS_TEXT, Attribute.text("nobody's")
    };
    private static final Attribute<?>[] PROPERTIES = {ITEM, AMOUNT, GIFT, SHIPPED, COLOURS, Attribute.number("item")};

    /** Texts that no database keeps, and one that is half of a character. */
    private static final String[] IMPOSSIBLE = {"\u0000", "a\u0000", "\uD83D", "\uDD4A", "東京都\uD83D"};

    private final RandomShop shop;

    RandomConditions(RandomShop shop) {
        this.shop = shop;
    }

    /** Returns a condition whose nodes are at most so deep. */
    Condition condition(int depth) {
        if (depth == 0 || shop.chance(30)) {
            return shop.chance(50) ? attribute() : shop.chance(90) ? event() : other();
        }
        return switch (shop.below(4)) {
            case 0 -> Conditions.not(condition(depth - 1));
            case 1 -> Conditions.allOf(conditions(depth));
            case 2 -> Conditions.anyOf(conditions(depth));
            default -> shop.chance(20) ? Conditions.allOf() : shop.chance(30) ? Conditions.anyOf() : sameEvents();
        };
    }

    private List<Condition> conditions(int depth) {
        List<Condition> conditions = new ArrayList<>();
        for (int i = 1 + shop.below(3); i > 0; i--) {
            conditions.add(condition(depth - 1));
        }
        return conditions;
    }

    private Condition other() {
        return switch (shop.below(3)) {
            case 0 -> Conditions.inSegment(SEGMENTS.get(shop.below(SEGMENTS.size())));
            case 1 -> Conditions.subscription(shop.chance(80) ? "news" : "nothing").exists();
            default -> {
                EnumSet<SubscriptionStatus> statuses =
                        EnumSet.noneOf(SubscriptionStatus.class);
                for (int i = shop.below(3); i > 0; i--) {
                    statuses.add(shop.status());
                }
                yield new Condition.OnList(shop.chance(80) ? "news" : "sales", statuses);
            }
        };
    }

    private Condition attribute() {
        return switch (shop.below(9)) {
            case 0, 1 -> text(shop.chance(90) ? CITY : POINTS_AS_TEXT);
            case 2, 3 -> number(POINTS);
            case 4 -> MEMBER.is(shop.chance(50));
            case 5 -> new Condition.TimeIs(BIRTHDAY, timeComparison(), moment());
            case 6 -> new Condition.TimeIs(SEEN, timeComparison(), moment());
            case 7 -> set(TAGS);
            default -> new Condition.Present(ATTRIBUTES[shop.below(ATTRIBUTES.length)]);
        };
    }

    private Condition text(TextAttribute attribute) {
        if (shop.chance(50)) {
            TextMatch match = TextMatch.values()[shop.below(TextMatch.values().length)];
            return new Condition.TextMatches(attribute, match, wanted());
        }
        Set<String> texts = new LinkedHashSet<>();
        for (int i = shop.chance(10) ? 40 : shop.below(4); i > 0; i--) {
            texts.add(wanted());
        }
        return attribute.in(texts);
    }

    private String wanted() {
        return shop.chance(3) ? IMPOSSIBLE[shop.below(IMPOSSIBLE.length)] : shop.text();
    }

    private Condition set(TextSetAttribute attribute) {
        Set<String> texts = new LinkedHashSet<>(shop.texts());
        if (shop.chance(5)) {
            texts.add(wanted());
        }
        return new Condition.SetContains(attribute, shop.chance(40), texts);
    }

    private Condition number(NumberAttribute attribute) {
        return new Condition.NumberIs(attribute, comparison(), bound());
    }

    private Comparison comparison() {
        return Comparison.values()[shop.below(Comparison.values().length)];
    }

    private TimeComparison timeComparison() {
        return TimeComparison.values()[shop.below(TimeComparison.values().length)];
    }

    /** Returns a number that is stored, lies between two that are, or is beyond all. */
    private BigDecimal bound() {
        BigDecimal number = shop.number();
        return switch (shop.below(12)) {
            case 0 -> number.add(new BigDecimal("1E-31"));
            case 1 -> number.subtract(new BigDecimal("1E-100"));
            case 2 -> shop.chance(50) ? new BigDecimal("1E+150") : new BigDecimal("-1E+36");
            case 3 -> number.add(shop.number());
            default -> number;
        };
    }

    private Moment moment() {
        return switch (shop.below(6)) {
            case 0 -> Moment.on(shop.date());
            case 1 -> Moment.at(shop.moment());
            case 2 -> Conditions.daysAgo(shop.below(60));
            case 3 -> Moment.ago(Duration.ofHours(shop.below(1_000)));
            case 4 -> Moment.ago(shop.chance(90) ? Period.ofMonths(shop.below(3)) : Period.ofYears(1_000));
            default -> Conditions.now();
        };
    }

    private EventQuery events() {
        EventQuery query = Conditions.event(shop.eventType());
        query = shop.chance(30) ? query.since(moment()) : query;
        query = shop.chance(30) ? query.until(moment()) : query;
        return shop.chance(30) ? query.where(properties(2)) : query;
    }

    private Condition event() {
        return event(events());
    }

    /** Returns several questions about one set of events, which a selector may answer together. */
    private Condition sameEvents() {
        EventQuery events = events();
        List<Condition> conditions = new ArrayList<>();
        for (int i = 2 + shop.below(2); i > 0; i--) {
            conditions.add(shop.chance(70) ? event(events) : Conditions.not(event(events)));
        }
        return shop.chance(50) ? Conditions.allOf(conditions) : Conditions.anyOf(conditions);
    }

    private Condition event(EventQuery events) {
        return switch (shop.below(8)) {
            case 0 -> events.happened();
            case 1 -> events.neverHappened();
            case 2, 3 -> new Condition.EventCount(events, comparison(), shop.below(6) - 1);
            case 4, 5 ->
                new Condition.EventNumber(
                        events,
                        Aggregate.values()[shop.below(Aggregate.values().length)],
                        AMOUNT,
                        comparison(),
                        bound());
            case 6 -> new Condition.EventTime(events, shop.chance(50) ? Edge.FIRST : Edge.LAST, timeComparison(), moment());
            default -> events.followedBy(events());
        };
    }

    private Condition properties(int depth) {
        if (depth > 0 && shop.chance(40)) {
            Condition one = properties(depth - 1);
            Condition other = properties(depth - 1);
            return switch (shop.below(4)) {
                case 0 -> Conditions.allOf(one, other);
                case 1 -> Conditions.anyOf(one, other);
                case 2 -> Conditions.not(one);
                default -> shop.chance(50) ? Conditions.allOf() : Conditions.anyOf();
            };
        }
        return switch (shop.below(6)) {
            case 0 -> text(ITEM);
            case 1 -> number(AMOUNT);
            case 2 -> GIFT.is(shop.chance(50));
            case 3 -> new Condition.TimeIs(SHIPPED, timeComparison(), moment());
            case 4 -> set(COLOURS);
            default -> new Condition.Present(PROPERTIES[shop.below(PROPERTIES.length)]);
        };
    }
}
