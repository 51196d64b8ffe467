package dev.hato.tracking;

import dev.hato.delivery.DeliveryState;
import dev.hato.event.MailEvents;
import dev.hato.report.DeliveryHistory;
import dev.hato.report.DeliveryRow;
import dev.hato.report.HistoryRow;
import dev.hato.segment.Condition;
import dev.hato.segment.Conditions;
import dev.hato.segment.EventQuery;
import dev.hato.tracking.hit.Hit;
import dev.hato.tracking.hit.HitEvents;
import java.time.Duration;
import java.time.Period;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Conditions on what contacts did with mails, for static import; no word is one of {@link Conditions}. They are made of conditions on events, so that every store
 * executes them; they see the opens and clicks that count, which are people's.
 *
 * <pre>{@code
 * Segment.of("warm", anyOf(
 *     openedMail("spring-sale").within(Period.ofDays(30)),
 *     clickedLink("https://shop.example/sale").ever()))
 * }</pre>
 */
public final class Engagement {
    private Engagement() {}

    /** Begins a condition on opens of the mail of this name. */
    public static Reaction openedMail(String mail) {
        return new Reaction(Conditions.mail(mail).events(MailEvents.OPENED));
    }

    /** Begins a condition on clicks in the mail of this name. */
    public static Reaction clickedMail(String mail) {
        return new Reaction(Conditions.mail(mail).events(MailEvents.CLICKED));
    }

    /** Begins a condition on opens of any mail. */
    public static Reaction openedAny() {
        return new Reaction(Conditions.event(MailEvents.OPENED));
    }

    /** Begins a condition on clicks in any mail. */
    public static Reaction clickedAny() {
        return new Reaction(Conditions.event(MailEvents.CLICKED));
    }

    /**
     * Begins a condition on clicks on links to this URL, in whatever mail.
     *
     * @param url where the link leads, with the parameters that the tracking adds; of URLs longer than {@value
     *     Hit.Link#LONGEST_TARGET} characters so many are compared
     */
    public static Reaction clickedLink(String url) {
        String kept = Objects.requireNonNull(new Hit.Link(0, false, url).target(), "url");
        return new Reaction(Conditions.event(MailEvents.CLICKED).where(HitEvents.LINK.is(kept)));
    }

    /** Begins a condition on clicks on the URL that is registered under this number, in whatever mail. */
    public static Reaction clickedRegistered(int number) {
        return new Reaction(Conditions.event(MailEvents.CLICKED)
                .where(HitEvents.REGISTERED.is(true))
                .where(HitEvents.LINK_NUMBER.is(number)));
    }

    /**
     * Is true for contacts to whom each of the last deliveries went and who opened none of them.
     *
     * <p>Which those are is looked up now, and stands in the condition by their ids; make it anew after the next delivery.
     * Deliveries that are not completed, and mails of plain text, whose opens cannot be measured, are passed over. If there are
     * fewer, it is true for no one.
     *
     * @param deliveries how many, at least 1
     * @throws IllegalArgumentException if it is fewer
     */
    public static Condition notOpenedLast(int deliveries, DeliveryHistory history) {
        if (deliveries < 1) {
            throw new IllegalArgumentException("Nobody opens the last " + deliveries + " mails; give at least 1.");
        }
        List<DeliveryRow> rows = history.rows().stream()
                .filter(row ->
                        row.state() == DeliveryState.COMPLETED && row.content().format() == HistoryRow.Format.HTML)
                .toList();
        if (rows.size() < deliveries) {
            return Conditions.anyOf();
        }
        List<Condition> all = new ArrayList<>();
        for (DeliveryRow row : rows.subList(rows.size() - deliveries, rows.size())) {
            all.add(ofDelivery(MailEvents.SENT, row).happened());
            all.add(ofDelivery(MailEvents.OPENED, row).neverHappened());
        }
        return Conditions.allOf(all);
    }

    /** Returns events of one delivery: a newsletter may have the same name every week. */
    private static EventQuery ofDelivery(String type, DeliveryRow row) {
        return Conditions.event(type).where(MailEvents.SOURCE.is(row.id().source()));
    }

    /**
     * What contacts may have done, waiting for when and how often.
     *
     * @param events the events that say so
     */
    public record Reaction(EventQuery events) {
        /** Is true if the contact did it at all. */
        public Condition ever() {
            return events.happened();
        }

        /** Is true if the contact never did it. */
        public Condition never() {
            return events.neverHappened();
        }

        /** Is true if the contact did it not longer ago than this, by the calendar. */
        public Condition within(Period period) {
            return events.within(period).happened();
        }

        /** Is true if the contact did it not longer ago than this. */
        public Condition within(Duration duration) {
            return events.within(duration).happened();
        }

        /** Is true if the contact did it this often or more. */
        public Condition atLeast(int times) {
            return events.count().atLeast(times);
        }
    }
}
