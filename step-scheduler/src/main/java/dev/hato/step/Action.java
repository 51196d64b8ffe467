package dev.hato.step;

import dev.hato.calendar.HolidayCalendar;
import dev.hato.contact.Attribute;
import dev.hato.segment.Condition;
import dev.hato.segment.EventQuery;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a step does. {@link Branch}, {@link WaitFor}, {@link GoTo} and {@link End} lead the way; the others act.
 *
 * <p>{@link Steps} makes them; the records here are what engines and tools read.
 */
public sealed interface Action extends StepContent {
    /** Calls the visitor's method for this kind of action and returns its result. */
    <R> R accept(ActionVisitor<R> visitor);

    /** Returns this action for those only of whom the condition is true when the step is due. */
    default ConditionalAction onlyIf(Condition condition) {
        return new ConditionalAction(this, condition);
    }

    @Override
    default Action action() {
        return this;
    }

    @Override
    default @Nullable Condition condition() {
        return null;
    }

    /** Sends the mail to the contact. */
    record SendMail(TemplateRef template) implements Action {
        /** Checks that nothing is missing. */
        public SendMail {
            Objects.requireNonNull(template, "template");
        }

        @Override
        public <R> R accept(ActionVisitor<R> visitor) {
            return visitor.sendMail(this);
        }

        @Override
        public String toString() {
            return "mail \"" + template.name() + '"';
        }
    }

    /** Gives the contact's attribute this value. */
    record SetAttribute(Attribute<?> attribute, Object value) implements Action {
        /** Checks the value's type and brings it to its canonical form. */
        public SetAttribute {
            value = attribute.check(value);
        }

        @Override
        public <R> R accept(ActionVisitor<R> visitor) {
            return visitor.setAttribute(this);
        }

        @Override
        public String toString() {
            return "set " + attribute + " to " + value;
        }
    }

    /** Subscribes the contact to the list of this name. Consent only tightens: who has stopped stays so. */
    record Subscribe(String list) implements Action {
        /** Checks the name. */
        public Subscribe {
            Names.require("Mailing list name", list, 100);
        }

        @Override
        public <R> R accept(ActionVisitor<R> visitor) {
            return visitor.subscribe(this);
        }

        @Override
        public String toString() {
            return "subscribe to \"" + list + '"';
        }
    }

    /** Stops the contact's subscription to the list of this name. */
    record StopSubscription(String list) implements Action {
        /** Checks the name. */
        public StopSubscription {
            Names.require("Mailing list name", list, 100);
        }

        @Override
        public <R> R accept(ActionVisitor<R> visitor) {
            return visitor.stopSubscription(this);
        }

        @Override
        public String toString() {
            return "stop subscription to \"" + list + '"';
        }
    }

    /** Adds points, which may be negative, to the contact's score of this name. */
    record AddScore(String score, long points) implements Action {
        /** Checks the name, and that the score changes. */
        public AddScore {
            Names.require("Score name", score, 100);
            if (points == 0) {
                throw new IllegalArgumentException("Score " + Names.quote(score) + " is changed by 0; leave it out.");
            }
        }

        @Override
        public <R> R accept(ActionVisitor<R> visitor) {
            return visitor.addScore(this);
        }

        @Override
        public String toString() {
            return (points > 0 ? "add " + points : "take " + Math.abs(points)) + " points of score \"" + score + '"';
        }
    }

    /** Calls the webhook that the engine knows by this name. */
    record CallWebhook(String webhook) implements Action {
        /** Checks the name. */
        public CallWebhook {
            Names.require("Webhook name", webhook, 100);
        }

        @Override
        public <R> R accept(ActionVisitor<R> visitor) {
            return visitor.callWebhook(this);
        }

        @Override
        public String toString() {
            return "call webhook \"" + webhook + '"';
        }
    }

    /** Tells the staff about the contact (来訪通知): who, and what. */
    record NotifyStaff(String team, String note) implements Action {
        /** Checks both texts. */
        public NotifyStaff {
            Names.require("Team name", team, 100);
            Names.require("Note", note, 1_000);
        }

        @Override
        public <R> R accept(ActionVisitor<R> visitor) {
            return visitor.notifyStaff(this);
        }

        @Override
        public String toString() {
            return "notify \"" + team + "\": " + note;
        }
    }

    /** Hands the contact over to another channel, such as push, with the name of the message there. */
    record HandOver(String channel, String message) implements Action {
        /** Checks both names. */
        public HandOver {
            Names.require("Channel name", channel, 100);
            Names.require("Message name", message, 200);
        }

        @Override
        public <R> R accept(ActionVisitor<R> visitor) {
            return visitor.handOver(this);
        }

        @Override
        public String toString() {
            return "hand over to \"" + channel + "\": \"" + message + '"';
        }
    }

    /** Calls what the host has registered under this name. */
    record Host(String name, Map<String, String> parameters) implements Action {
        /** Checks the name and copies the parameters, keeping their order. */
        public Host {
            Names.require("Action name", name, 100);
            Map<String, String> copy = new LinkedHashMap<>();
            parameters.forEach((key, value) ->
                    copy.put(Names.require("Parameter name", key, 100), Objects.requireNonNull(value, key)));
            parameters = Collections.unmodifiableMap(copy);
        }

        @Override
        public <R> R accept(ActionVisitor<R> visitor) {
            return visitor.host(this);
        }

        @Override
        public String toString() {
            return "do \"" + name + '"' + (parameters.isEmpty() ? "" : " with " + parameters);
        }
    }

    /** Goes one way if the condition is true, and another if not; a missing way is that to the next step. */
    record Branch(
            Condition test, @Nullable String then, @Nullable String otherwise) implements Action {
        /** Checks that nothing is missing. */
        public Branch {
            Objects.requireNonNull(test, "test");
        }

        /** Returns this branch with the step for those of whom the condition is true. */
        public Branch to(String step) {
            return new Branch(test, step, otherwise);
        }

        /** Returns this branch with the step for the others. */
        public Branch otherwise(String step) {
            return new Branch(test, then, step);
        }

        @Override
        public <R> R accept(ActionVisitor<R> visitor) {
            return visitor.branch(this);
        }

        @Override
        public String toString() {
            return "if " + test + " " + way(then) + ", otherwise " + way(otherwise);
        }
    }

    /**
     * Waits until the event happens, at or after enrolment, or until the deadline: at the same instant, the event
     * wins. If
     * it has happened already, the contact passes at once.
     */
    record WaitFor(
            EventQuery event,
            @Nullable Offset upTo,
            @Nullable String onEvent,
            @Nullable String onDeadline) implements Action {
        /** Checks that the events have no window of their own. */
        public WaitFor {
            Trigger.requireNoWindow("waitFor", event);
        }

        /** How a wait stands. */
        public enum Outcome {
            /** The event happened in time. */
            EVENT,
            /** The deadline has passed without it. */
            DEADLINE,
            /** Neither has come. */
            WAITING
        }

        /**
         * Returns when a wait that began then is over.
         *
         * @throws IllegalStateException if it has no end, which a scenario does not allow
         */
        public Instant deadline(Instant begun, ZoneId zone, HolidayCalendar holidays) {
            if (upTo == null) {
                throw new IllegalStateException("The wait for " + event + " has no end; add .upTo(days(5)).");
            }
            return upTo.from(begun, zone, holidays);
        }

        /**
         * Returns how a wait stands with this deadline.
         *
         * @param happened when the first such event at or after enrolment happened; null if none has
         */
        public static Outcome outcome(Instant deadline, @Nullable Instant happened, Instant now) {
            if (happened != null && !happened.isAfter(deadline) && !happened.isAfter(now)) {
                return Outcome.EVENT;
            }
            return now.isBefore(deadline) ? Outcome.WAITING : Outcome.DEADLINE;
        }

        /** Returns this wait with a deadline, counted from when it begins. */
        public WaitFor upTo(Offset deadline) {
            return new WaitFor(event, deadline, onEvent, onDeadline);
        }

        /** Returns this wait with the step to go to when the event happens. */
        public WaitFor onEvent(String step) {
            return new WaitFor(event, upTo, step, onDeadline);
        }

        /** Returns this wait with the step to go to when the deadline has passed. */
        public WaitFor onDeadline(String step) {
            return new WaitFor(event, upTo, onEvent, step);
        }

        @Override
        public <R> R accept(ActionVisitor<R> visitor) {
            return visitor.waitFor(this);
        }

        @Override
        public String toString() {
            return "wait for " + event + (upTo == null ? " without an end" : " up to " + upTo) + " (then "
                    + way(onEvent) + ", at the deadline " + way(onDeadline) + ")";
        }
    }

    /** Goes to a later step. */
    record GoTo(String step) implements Action {
        /** Checks the key. */
        public GoTo {
            Names.require("Step key", step, Step.MAX_KEY_LENGTH);
        }

        @Override
        public <R> R accept(ActionVisitor<R> visitor) {
            return visitor.goTo(this);
        }

        @Override
        public String toString() {
            return way(step);
        }
    }

    /** Completes the enrolment. */
    record End() implements Action {
        @Override
        public <R> R accept(ActionVisitor<R> visitor) {
            return visitor.end(this);
        }

        @Override
        public String toString() {
            return "end";
        }
    }

    private static String way(@Nullable String step) {
        return step == null ? "go on" : "go to \"" + step + '"';
    }
}
