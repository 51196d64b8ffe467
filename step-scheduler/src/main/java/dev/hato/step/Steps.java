package dev.hato.step;

import dev.hato.calendar.BusinessDayShift;
import dev.hato.calendar.LeapDay;
import dev.hato.consent.MailingList;
import dev.hato.contact.Attribute;
import dev.hato.contact.NumberAttribute;
import dev.hato.contact.TimeAttribute;
import dev.hato.message.MessageTemplate;
import dev.hato.segment.Condition;
import dev.hato.segment.EventQuery;
import dev.hato.step.Anchor.AnchorDate;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Period;
import java.util.Map;

/**
 * The words that scenarios are written with, for static import beside {@link dev.hato.segment.Conditions}; see
 * {@link Scenario}.
 */
public final class Steps {
    private Steps() {}

    /** Is due at the moment of enrolment. */
    public static Offset immediately() {
        return Offset.ZERO;
    }

    /**
     * Is due this many days after enrolment, at the same local time; behind {@link #from} or a wait, just the distance.
     */
    public static Offset days(int days) {
        return Offset.of(Period.ofDays(days));
    }

    /**
     * Is due this many business days after enrolment, at the same local time: neither Saturdays nor Sundays count, nor the
     * scheduler's {@link StepScheduler.Builder#holidays holidays}, nor the day of enrolment itself.
     */
    public static Offset businessDays(int days) {
        return Offset.ofBusinessDays(days);
    }

    /** Is due this many weeks after enrolment, on the same day of the week. */
    public static Offset weeks(int weeks) {
        return Offset.of(Period.ofWeeks(weeks));
    }

    /** Is due this many months after enrolment, clamped to the month's end. */
    public static Offset months(int months) {
        return Offset.of(Period.ofMonths(months));
    }

    /** Is due this many hours of elapsed time after enrolment. */
    public static Offset hours(int hours) {
        return Offset.of(Duration.ofHours(hours));
    }

    /** Is due this many minutes after enrolment. */
    public static Offset minutes(int minutes) {
        return Offset.of(Duration.ofMinutes(minutes));
    }

    /** Is due at this distance from the moment at which the step before was done. */
    public static Timing afterPrevious(Offset offset) {
        return new Timing(Anchor.PREVIOUS_STEP, offset, null, BusinessDayShift.NONE);
    }

    /** Is due at this distance from a date or moment that the contact has; once, unless it is made yearly. */
    public static Timing from(TimeAttribute<?> attribute, Offset offset) {
        return new Timing(new AnchorDate(attribute, false, LeapDay.FEB_28), offset, null, BusinessDayShift.NONE);
    }

    /** Sends the mail. */
    public static Action mail(MessageTemplate template) {
        return mail(TemplateRef.of(template));
    }

    /** Sends the mail; see {@link #template}. */
    public static Action mail(TemplateRef template) {
        return new Action.SendMail(template);
    }

    /** Names a template that the catalogue given to the builder knows. */
    public static TemplateRef template(String name) {
        return TemplateRef.named(name);
    }

    /** Gives the contact's attribute this value. */
    public static <T> Action set(Attribute<T> attribute, T value) {
        return new Action.SetAttribute(attribute, value);
    }

    /** Gives the contact's attribute this value. */
    public static Action set(NumberAttribute attribute, long value) {
        return new Action.SetAttribute(attribute, BigDecimal.valueOf(value));
    }

    /** Subscribes the contact to the list. */
    public static Action subscribe(MailingList list) {
        return new Action.Subscribe(list.name());
    }

    /** Stops the contact's subscription to the list. */
    public static Action stopSubscription(MailingList list) {
        return new Action.StopSubscription(list.name());
    }

    /** Adds points, which may be negative, to the contact's score of this name. */
    public static Action addScore(String score, long points) {
        return new Action.AddScore(score, points);
    }

    /** Calls the webhook that the engine knows by this name. */
    public static Action webhook(String name) {
        return new Action.CallWebhook(name);
    }

    /** Tells the team about the contact. */
    public static Action notifyStaff(String team, String note) {
        return new Action.NotifyStaff(team, note);
    }

    /** Hands the contact over to another channel. */
    public static Action handOver(String channel, String message) {
        return new Action.HandOver(channel, message);
    }

    /** Calls what the host has registered under this name. */
    public static Action action(String name) {
        return new Action.Host(name, Map.of());
    }

    /** Calls what the host has registered under this name, with parameters. */
    public static Action action(String name, Map<String, String> parameters) {
        return new Action.Host(name, parameters);
    }

    /** Parts the ways: {@code branch(inSegment("vip")).to("vip-offer").otherwise("offer")}. */
    public static Action.Branch branch(Condition condition) {
        return new Action.Branch(condition, null, null);
    }

    /** Waits for the event: {@code waitFor(event("reply")).upTo(days(5)).onDeadline("remind")}. */
    public static Action.WaitFor waitFor(EventQuery event) {
        return new Action.WaitFor(event, null, null, null);
    }

    /** Goes to a later step. */
    public static Action goTo(String step) {
        return new Action.GoTo(step);
    }

    /** Completes the enrolment. */
    public static Action end() {
        return new Action.End();
    }

    /** Starts when the attribute gets another value. */
    public static Trigger changeOf(Attribute<?> attribute) {
        return new Trigger.AttributeChanged(attribute);
    }

    /**
     * Starts when the contact enters the segment: at once where an event or a change of its data does it that goes through
     * {@link StepScheduler#signal} or {@link StepScheduler#save}, and where time alone does it, as with "no purchase for 90
     * days", at the next look ({@link StepScheduler.Builder#lookingEvery}), with the enrolment dated to the second at which
     * it happened. Those who are in the segment before the scenario is are not enrolled.
     *
     * <p>Looks reckon from what is known now: whoever entered and left again between two looks is not seen, and what other
     * ways than these two write into the stores, or a segment that is defined anew, fires nothing.
     */
    public static Trigger entering(String segment) {
        return new Trigger.SegmentEntered(segment);
    }

    /** Starts when the contact leaves the segment, by the same rules as {@link #entering}. */
    public static Trigger leaving(String segment) {
        return new Trigger.SegmentLeft(segment);
    }

    /**
     * Starts when a moment counted from one of the contact's dates has come, once for each date or, yearly, for each year:
     * {@code dateReached(from(BIRTHDAY, days(-7)).at(9, 0).yearly())}. With {@link ReEnrolment#IGNORE}, only the first year
     * starts anything; {@link ReEnrolment#RESTART} is meant for yearly ones.
     *
     * <p>A date is reached on time, by the contact's clocks; a moment at the next look ({@link
     * StepScheduler.Builder#lookingEvery}), with the enrolment dated to the moment itself. What came while nothing ran is
     * made up for by the first look afterwards, back to the scenario's horizon; what came before the scenario was there, or
     * before the contact's date was known, by more than ten minutes, does not start anything.
     */
    public static Trigger dateReached(Timing timing) {
        return new Trigger.DateReached(timing);
    }

    /** Ends when the contact leaves the segment. */
    public static Exit outOf(String segment) {
        return new Exit.SegmentLeft(segment);
    }

    /** Ends when the contact stops the subscription. */
    public static Exit unsubscribing() {
        return new Exit.Unsubscribed();
    }
}
