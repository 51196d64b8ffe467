package dev.hato.segment;

import dev.hato.consent.SubscriptionStatus;
import dev.hato.contact.Attribute;
import dev.hato.contact.AttributeType;
import dev.hato.contact.Contact;
import dev.hato.event.ContactEvent;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the rules say, word by word, and as slow as that. Shares no code with the engine. */
record NaiveInterpreter(
        Map<Attribute<?>, Object> attributes,
        Map<String, SubscriptionStatus> lists,
        List<ContactEvent> events,
        Map<String, Condition> segments,
        Instant now,
        ZoneId zone)
        implements ConditionVisitor<Boolean> {

    static NaiveInterpreter of(
            Contact contact,
            Map<String, SubscriptionStatus> lists,
            List<ContactEvent> events,
            Map<String, Condition> segments,
            Instant now,
            ZoneId zone) {
        return new NaiveInterpreter(contact.attributes().toMap(), lists, events, segments, now, zone);
    }

    private NaiveInterpreter asking(ContactEvent event) {
        return new NaiveInterpreter(event.properties().toMap(), Map.of(), List.of(), Map.of(), now, zone);
    }

    @Override
    public Boolean allOf(Condition.AllOf condition) {
        return condition.conditions().stream().allMatch(part -> part.accept(this));
    }

    @Override
    public Boolean anyOf(Condition.AnyOf condition) {
        return condition.conditions().stream().anyMatch(part -> part.accept(this));
    }

    @Override
    public Boolean not(Condition.Not condition) {
        return !condition.condition().accept(this);
    }

    @Override
    public Boolean present(Condition.Present condition) {
        return attributes.containsKey(condition.attribute());
    }

    private <T> Optional<T> value(Attribute<T> attribute) {
        @SuppressWarnings("unchecked")
        T value = (T) attributes.get(attribute);
        return Optional.ofNullable(value);
    }

    @Override
    public Boolean textIn(Condition.TextIn condition) {
        return value(condition.attribute()).filter(condition.values()::contains).isPresent();
    }

    @Override
    public Boolean textMatches(Condition.TextMatches condition) {
        String wanted = condition.text();
        return value(condition.attribute())
                .map(text -> switch (condition.match()) {
                    case STARTS_WITH -> text.indexOf(wanted) == 0;
                    case ENDS_WITH ->
                        text.length() >= wanted.length()
                                && text.substring(text.length() - wanted.length())
                                        .equals(wanted);
                    case CONTAINS -> text.indexOf(wanted) >= 0;
                })
                .orElse(false);
    }

    private static boolean compare(Comparison comparison, BigDecimal value, BigDecimal bound) {
        int sign = value.subtract(bound).signum();
        return switch (comparison) {
            case LESS_THAN -> sign == -1;
            case AT_MOST -> sign != 1;
            case IS -> sign == 0;
            case AT_LEAST -> sign != -1;
            case MORE_THAN -> sign == 1;
        };
    }

    @Override
    public Boolean numberIs(Condition.NumberIs condition) {
        return value(condition.attribute())
                .map(value -> compare(condition.comparison(), value, condition.bound()))
                .orElse(false);
    }

    @Override
    public Boolean booleanIs(Condition.BooleanIs condition) {
        return value(condition.attribute())
                .map(value -> value == condition.value())
                .orElse(false);
    }

    @Override
    public Boolean timeIs(Condition.TimeIs condition) {
        Object value = attributes.get(condition.attribute());
        if (condition.attribute().type() == AttributeType.INSTANT) {
            return compare(condition.comparison(), (Instant) value, condition.moment());
        }
        if (value == null) {
            return false;
        }
        int sign = Integer.signum(((LocalDate) value).compareTo(dateOf(condition.moment())));
        return switch (condition.comparison()) {
            case BEFORE -> sign < 0;
            case NOT_AFTER -> sign <= 0;
            case ON -> sign == 0;
            case NOT_BEFORE -> sign >= 0;
            case AFTER -> sign > 0;
        };
    }

    private boolean compare(TimeComparison comparison, @Nullable Instant exact, Moment moment) {
        if (exact == null) {
            return false;
        }
        Instant value = exact.truncatedTo(ChronoUnit.MICROS);
        LocalDate day = dateOf(moment);
        Instant dayStart = resolve(day.atStartOfDay());
        Instant dayEnd = resolve(day.plusDays(1).atStartOfDay());
        boolean onDay = !value.isBefore(dayStart) && value.isBefore(dayEnd);
        boolean wholeDay = moment instanceof Moment.On;
        Instant point = instantOf(moment);
        return switch (comparison) {
            case BEFORE -> value.isBefore(point);
            case NOT_BEFORE -> !value.isBefore(point);
            case ON -> onDay;
            case AFTER -> wholeDay ? !value.isBefore(dayEnd) : value.isAfter(point);
            case NOT_AFTER -> wholeDay ? value.isBefore(dayEnd) : !value.isAfter(point);
        };
    }

    private Instant instantOf(Moment moment) {
        if (moment instanceof Moment.At at) {
            return at.instant();
        }
        if (moment instanceof Moment.On on) {
            return resolve(on.date().atStartOfDay());
        }
        if (moment instanceof Moment.Elapsed elapsed) {
            return now.plus(elapsed.offset());
        }
        Moment.Calendar calendar = (Moment.Calendar) moment;
        return calendar.offset().isZero()
                ? now
                : resolve(now.atZone(zone).toLocalDateTime().plus(calendar.offset()));
    }

    private LocalDate dateOf(Moment moment) {
        if (moment instanceof Moment.On on) {
            return on.date();
        }
        if (moment instanceof Moment.Calendar calendar) {
            return now.atZone(zone).toLocalDate().plus(calendar.offset());
        }
        return instantOf(moment).atZone(zone).toLocalDate();
    }

    private Instant resolve(LocalDateTime local) {
        return zone.getRules().getValidOffsets(local).stream()
                .map(local::toInstant)
                .min(Comparator.naturalOrder())
                .orElseGet(() -> zone.getRules().getTransition(local).getInstant());
    }

    @Override
    public Boolean setContains(Condition.SetContains condition) {
        Set<String> wanted = condition.values();
        return value(condition.attribute())
                .map(set -> condition.all()
                        ? set.containsAll(wanted)
                        : wanted.stream().anyMatch(set::contains))
                .orElse(false);
    }

    @Override
    public Boolean onList(Condition.OnList condition) {
        return condition.statuses().stream().anyMatch(status -> status == lists.get(condition.list()));
    }

    private Stream<ContactEvent> events(EventQuery query) {
        return events.stream()
                .filter(event -> event.type().equals(query.type()))
                .filter(event -> query.since() == null || !event.at().isBefore(instantOf(query.since())))
                .filter(event -> query.until() == null || event.at().isBefore(instantOf(query.until())))
                .filter(event -> query.where() == null || query.where().accept(asking(event)));
    }

    @Override
    public Boolean eventCount(Condition.EventCount condition) {
        return compare(
                condition.comparison(),
                BigDecimal.valueOf(events(condition.events()).count()),
                BigDecimal.valueOf(condition.bound()));
    }

    @Override
    public Boolean eventNumber(Condition.EventNumber condition) {
        List<BigDecimal> numbers = events(condition.events())
                .map(event -> event.properties().get(condition.property()))
                .filter(value -> value != null)
                .toList();
        BigDecimal sum = numbers.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
        Optional<BigDecimal> result = switch (condition.aggregate()) {
            case SUM -> Optional.of(sum);
            case MIN -> numbers.stream().min(Comparator.naturalOrder());
            case MAX -> numbers.stream().max(Comparator.naturalOrder());
            case AVERAGE ->
                numbers.isEmpty()
                        ? Optional.empty()
                        : Optional.of(sum.divide(BigDecimal.valueOf(numbers.size()), 60, RoundingMode.HALF_EVEN));
        };
        return result.map(value -> compare(condition.comparison(), value, condition.bound()))
                .orElse(false);
    }

    @Override
    public Boolean eventTime(Condition.EventTime condition) {
        Stream<Instant> times = events(condition.events()).map(ContactEvent::at).sorted();
        Instant time = condition.edge() == Condition.Edge.FIRST
                ? times.findFirst().orElse(null)
                : times.reduce((a, b) -> b).orElse(null);
        return compare(condition.comparison(), time, condition.moment());
    }

    @Override
    public Boolean followed(Condition.Followed condition) {
        Optional<Instant> last = events(condition.first()).map(ContactEvent::at).max(Comparator.naturalOrder());
        return last.isPresent()
                && events(condition.then()).anyMatch(event -> !event.at().isBefore(last.get()));
    }

    @Override
    public Boolean inSegment(Condition.InSegment condition) {
        return Objects.requireNonNull(segments.get(condition.name())).accept(this);
    }
}
