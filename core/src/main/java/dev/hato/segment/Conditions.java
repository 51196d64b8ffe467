package dev.hato.segment;

import dev.hato.consent.MailingList;
import dev.hato.consent.SubscriptionStatus;
import dev.hato.contact.NumberAttribute;
import dev.hato.event.MailEvents;
import java.time.Duration;
import java.time.Period;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * The words that conditions are written with, for static import; those on attributes are methods of
 * the attributes.
 *
 * <pre>{@code
 * Segment lapsedRegulars = Segment.of("lapsed-regulars", allOf(
 *     PREFECTURE.in("東京都", "大阪府"),
 *     event("purchase").sum(AMOUNT).atLeast(50_000),
 *     event("purchase").last().before(daysAgo(90)),
 *     not(TAGS.contains("staff"))));
 * }</pre>
 */
public final class Conditions {
    private Conditions() {}

    /** Is true if all are; of nothing, for everyone. */
    public static Condition allOf(Condition... conditions) {
        return new Condition.AllOf(List.of(conditions));
    }

    /** Is true if all are; of nothing, for everyone. */
    public static Condition allOf(Collection<Condition> conditions) {
        return new Condition.AllOf(List.copyOf(conditions));
    }

    /** Is true if one is; of nothing, for no one. */
    public static Condition anyOf(Condition... conditions) {
        return new Condition.AnyOf(List.of(conditions));
    }

    /** Is true if one is; of nothing, for no one. */
    public static Condition anyOf(Collection<Condition> conditions) {
        return new Condition.AnyOf(List.copyOf(conditions));
    }

    /** Is true if the condition is false, which it also is where a value is missing. */
    public static Condition not(Condition condition) {
        return new Condition.Not(condition);
    }

    /** Returns the contact's events of this type. */
    public static EventQuery event(String type) {
        return new EventQuery(type, null, null, null);
    }

    /** Starts a condition on the contact's reaction to the mail of this name. */
    public static MailQuery mail(String name) {
        return new MailQuery(name);
    }

    /** Is true if the contact clicked a link in the mail of this name. */
    public static Condition clicked(String mail) {
        return mail(mail).clicked();
    }

    /** Is true if the contact opened the mail of this name. */
    public static Condition opened(String mail) {
        return mail(mail).opened();
    }

    /** Is true if the contact is an {@link SubscriptionStatus#ACTIVE} subscriber of the list of this name. */
    public static Condition subscribedTo(String list) {
        return subscription(list).is(SubscriptionStatus.ACTIVE);
    }

    /** Is true if the contact is an {@link SubscriptionStatus#ACTIVE} subscriber of the list. */
    public static Condition subscribedTo(MailingList list) {
        return subscribedTo(list.name());
    }

    /** Starts a condition on the contact's standing with the list of this name. */
    public static SubscriptionQuery subscription(String list) {
        return new SubscriptionQuery(list);
    }

    /** Starts a condition on the contact's standing with the list. */
    public static SubscriptionQuery subscription(MailingList list) {
        return subscription(list.name());
    }

    /** Is true if the contact is in the segment of this name. */
    public static Condition inSegment(String name) {
        return new Condition.InSegment(name);
    }

    /** Is true if the contact had such events, but none within the span: they went dormant (休眠). */
    public static Condition dormant(String event, Period span) {
        return event(event).last().before(Moment.ago(span));
    }

    /** Starts a comparison of what the contact's events ever brought: the sum of a number over all of them. */
    public static EventQuery.Measure lifetimeValue(String event, NumberAttribute value) {
        return event(event).sum(value);
    }

    /** Is true if the contact did the one and, at the moment of the last time or later, not the other. */
    public static Condition didAndNotSince(EventQuery did, EventQuery notSince) {
        return allOf(did.happened(), not(did.followedBy(notSince)));
    }

    /** Returns the moment of evaluation. */
    public static Moment now() {
        return daysAgo(0);
    }

    /** Returns the same local time this many calendar days before the evaluation. */
    public static Moment daysAgo(int days) {
        return Moment.ago(Period.ofDays(days));
    }

    /** Returns the same local time this many calendar days after the evaluation. */
    public static Moment daysFromNow(int days) {
        return Moment.fromNow(Period.ofDays(days));
    }

    /** Returns the same local time this many months before the evaluation, clamped to the month's end. */
    public static Moment monthsAgo(int months) {
        return Moment.ago(Period.ofMonths(months));
    }

    /** Returns the moment this many hours before the evaluation. */
    public static Moment hoursAgo(int hours) {
        return Moment.ago(Duration.ofHours(hours));
    }

    /** A contact's standing with one list, waiting for the statuses to compare with. */
    public record SubscriptionQuery(String list) {
        /** Is true if the standing is this. */
        public Condition is(SubscriptionStatus status) {
            return in(status);
        }

        /** Is true if the standing is one of these. */
        public Condition in(SubscriptionStatus... statuses) {
            return new Condition.OnList(list, new LinkedHashSet<>(Arrays.asList(statuses)));
        }

        /** Is true if the contact has any standing with the list. */
        public Condition exists() {
            return new Condition.OnList(list, EnumSet.allOf(SubscriptionStatus.class));
        }
    }

    /** A contact's reactions to one mail, by the events of {@link MailEvents}. */
    public record MailQuery(String name) {
        /** Is true if the mail was handed over for the contact. */
        public Condition sent() {
            return events(MailEvents.SENT).happened();
        }

        /** Is true if the contact opened the mail. */
        public Condition opened() {
            return events(MailEvents.OPENED).happened();
        }

        /** Is true if the contact clicked a link in the mail. */
        public Condition clicked() {
            return events(MailEvents.CLICKED).happened();
        }

        /** Returns the contact's events of this type about the mail. */
        public EventQuery events(String type) {
            return event(type).where(MailEvents.MAIL.is(name));
        }
    }
}
