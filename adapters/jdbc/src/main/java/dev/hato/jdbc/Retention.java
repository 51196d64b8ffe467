package dev.hato.jdbc;

import dev.hato.delivery.MailState;
import dev.hato.enrolment.EnrolmentKey;
import dev.hato.enrolment.StoredScenario;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Deletes what is older than the host wants to keep; counts of deliveries outlive their mails.
 *
 * <pre>{@code
 * stores.retention().keepEvents(Duration.ofDays(730)).keepMails(Duration.ofDays(180)).run();
 * }</pre>
 *
 * <p>It never deletes contacts, subscriptions and their history, states of addresses, deliveries and their templates,
 * tombstones, scenarios, or mails and enrolments of which something is still to come.
 *
 * <p>It works in small batches, each in a transaction of its own, and locks nothing but the rows of a batch. It may be
 * stopped at any time and run again, also by several nodes at once. What it reads grows with the tables, so run it at a
 * quiet hour. A key of a mail that was deleted is free again. Configure it once, then run it; not for use by several
 * threads.
 */
public final class Retention {
    private static final int BATCH = 1_000;
    private static final Duration LONGEST = Duration.ofDays(3_652_500);

    private static final String OLD_EVENTS = """
            select id from {event} where id > ? and at < ? order by id limit ?
            """;

    private static final String OLD_MAILS = """
            select source, step, contact, occurrence from {outbox}
            where source = ? and (step > ? or (step = ? and (contact > ? or (contact = ? and occurrence > ?))))
                and state > 10 and fence is null and at < ?
            order by source, step, contact, occurrence limit ?
            """;

    private static final String NEXT_SCENARIO = "select min(scenario) from {enrolment} where scenario > ?";

    private static final String OLD_ENROLMENTS = """
            select e.scenario, e.contact, e.occurrence from {enrolment} e
            where e.scenario = ? and e.contact >= ? and (e.contact > ? or e.occurrence > ?) and e.ended_at < ?
                and not exists (select 1 from {enrolment} n where n.scenario = e.scenario and n.contact = e.contact
                    and n.occurrence > e.occurrence and (n.ended_at is null or n.ended_at >= ?))
            order by e.scenario, e.contact, e.occurrence limit ?
            """;

    private static final String DELETE_ENROLMENT = """
            delete from {enrolment} where scenario = ? and contact = ? and occurrence = ? and ended_at < ?
            """;

    private static final String NEXT_SOURCE = "select min(source) from {outbox} where source > ?";

    private static final String LOCKED_MAILS = """
            select o.source, o.step, o.contact, o.occurrence, o.state, coalesce(o.reason, 0), o.at
            from {rows r: source text, step text, contact text, occurrence text}
            join {outbox} as o on o.source = r.source and o.step = r.step and o.contact = r.contact
                and o.occurrence = r.occurrence
            where o.state > 10 and o.fence is null and o.at < ?
            order by o.source, o.step, o.contact, o.occurrence
            """;

    private static final String COUNT_MORE = """
            update {outbox_tally} set mails = mails + ?, last_at = greatest(last_at, ?)
            where source = ? and step = ? and state = ? and reason = ?
            """;

    private static final Insertion COUNT = new Insertion(
            "outbox_tally",
            "source, step, state, reason, mails, last_at",
            "source text, step text, state bigint, reason bigint, mails bigint, last_at bigint",
            "r.source, r.step, r.state, r.reason, r.mails, r.last_at",
            List.of(List.of("source", "step", "state", "reason")),
            "1 = 1");

    /** How far a run is: what it has deleted so far. */
    public record Progress(long events, long mails, long enrolments, long coupons) {}

    /** A count that outlives its mails. */
    private record Count(String source, String step, long state, long reason) implements Comparable<Count> {
        private static final Comparator<Count> ORDER = Comparator.comparing(Count::source)
                .thenComparing(Count::step)
                .thenComparingLong(Count::state)
                .thenComparingLong(Count::reason);

        /** Returns the count of such a mail: by step where there are few, as scenarios have. */
        static Count of(String source, String step, long state, long reason) {
            return new Count(source, StoredScenario.ofSource(source) == null ? "" : step, state, reason);
        }

        @Override
        public int compareTo(Count other) {
            return ORDER.compare(this, other);
        }
    }

    /** So many mails, and when the last of them ended. */
    private record Sum(long mails, long last) {
        Sum plus(Sum more) {
            return new Sum(mails + more.mails, Math.max(last, more.last));
        }
    }

    private final Database database;
    private InstantSource clock = InstantSource.system();
    private Consumer<? super Progress> listener = progress -> {};
    private @Nullable Duration events;
    private @Nullable Duration mails;
    private @Nullable Duration enrolments;
    private @Nullable Duration coupons;
    private long eventsDeleted;
    private long mailsDeleted;
    private long enrolmentsDeleted;
    private long couponsDeleted;

    Retention(Database database) {
        this.database = database.unhurried();
    }

    /**
     * Deletes events that are older; by default all are kept.
     *
     * @throws IllegalArgumentException if the duration is not positive, or longer than 10,000 years
     */
    public Retention keepEvents(Duration age) {
        events = require(age);
        return this;
    }

    /**
     * Deletes mails that ended ({@link MailState#isOpen()} is false) before; by default all are kept. Choose it longer
     * than anything is sent under the same key again.
     *
     * @throws IllegalArgumentException if the duration is not positive, or longer than 10,000 years
     */
    public Retention keepMails(Duration age) {
        mails = require(age);
        return this;
    }

    /**
     * Deletes enrolments in scenarios that ended before, with their histories; by default all are kept. A contact whose
     * enrolment was deleted counts as never enrolled: in funnels, and for the rule of re-enrolment; one that begins again
     * is kept with all that went before. No mail is sent again that is still kept, so choose this no shorter than that of
     * mails.
     *
     * @throws IllegalArgumentException if the duration is not positive, or longer than 10,000 years
     */
    public Retention keepEnrolments(Duration age) {
        enrolments = require(age);
        return this;
    }

    /**
     * Deletes coupons that were issued before, with the uses of their own codes, and uses of shared codes before; by default all
     * are kept. The last use of a shared code stays, so that its limit holds. Who has used one before that may use it again, so
     * choose it longer than offers last.
     *
     * @throws IllegalArgumentException if the duration is not positive, or longer than 10,000 years
     */
    public Retention keepCoupons(Duration age) {
        coupons = require(age);
        return this;
    }

    private static Duration require(Duration age) {
        if (age.isNegative() || age.isZero()) {
            throw new IllegalArgumentException("What is kept for " + age + " is never there; give a positive time.");
        }
        if (age.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("Nothing is older than " + age
                    + "; give a time of 10,000 years at most, " + "or leave it out to keep all.");
        }
        return age;
    }

    /** Takes the time from this clock; by default the system's. */
    public Retention clock(InstantSource source) {
        clock = Objects.requireNonNull(source, "source");
        return this;
    }

    /** Tells the listener after each batch what was deleted so far, on the calling thread. What it throws ends the run. */
    public Retention progress(Consumer<? super Progress> told) {
        listener = Objects.requireNonNull(told, "told");
        return this;
    }

    /**
     * Deletes what is too old, and returns how much that was when there is no more.
     *
     * @throws StoreException if the database refuses; what was deleted before stays so
     */
    public Progress run() {
        eventsDeleted = 0;
        mailsDeleted = 0;
        enrolmentsDeleted = 0;
        couponsDeleted = 0;
        Instant now = clock.instant();
        if (events != null) {
            deleteEvents(Micros.of(now.minus(events)));
        }
        if (mails != null) {
            deleteMails(Micros.of(now.minus(mails)));
        }
        if (enrolments != null) {
            deleteEnrolments(Micros.of(now.minus(enrolments)));
        }
        if (coupons != null) {
            new CouponRetention(database, BATCH).run(Micros.of(now.minus(coupons)), deleted -> {
                couponsDeleted += deleted;
                listener.accept(progress());
            });
        }
        return progress();
    }

    private Progress progress() {
        return new Progress(eventsDeleted, mailsDeleted, enrolmentsDeleted, couponsDeleted);
    }

    private void deleteEnrolments(long before) {
        String scenario = following(NEXT_SCENARIO, "");
        while (!scenario.isEmpty()) {
            deleteEnrolments(scenario, before);
            scenario = following(NEXT_SCENARIO, scenario);
        }
    }

    private void deleteEnrolments(String scenario, long before) {
        EnrolmentKey after = null;
        while (true) {
            String contact = after == null ? "" : after.contact().value();
            int occurrence = after == null ? 0 : after.occurrence();
            List<EnrolmentKey> keys = database.read(session -> session.list(
                    OLD_ENROLMENTS,
                    parameters -> parameters
                            .text(scenario)
                            .text(contact)
                            .text(contact)
                            .number(occurrence)
                            .number(before)
                            .number(before)
                            .number(BATCH),
                    EnrolmentRow::key));
            if (keys.isEmpty()) {
                return;
            }
            enrolmentsDeleted += database.write(session -> sum(session.updateAll(
                    DELETE_ENROLMENT,
                    keys.stream()
                            .map(key -> (Binder) parameters ->
                                    EnrolmentRow.bindKey(parameters, key).number(before))
                            .toList())));
            listener.accept(progress());
            after = keys.get(keys.size() - 1);
        }
    }

    /** Returns the least text that is greater, or an empty one. */
    private String following(String text, String last) {
        return database.read(
                session -> session.list(text, parameters -> parameters.text(last), row -> row.textOr("", 1))
                        .get(0));
    }

    private void deleteEvents(long before) {
        String after = "";
        while (true) {
            String from = after;
            List<String> ids = database.read(session -> session.list(
                    OLD_EVENTS,
                    parameters -> parameters.text(from).number(before).number(BATCH),
                    row -> row.text(1)));
            if (ids.isEmpty()) {
                return;
            }
            eventsDeleted += database.write(session -> sum(session.updateAll(
                    "delete from {event} where id = ? and at < ?",
                    ids.stream()
                            .map(id ->
                                    (Binder) parameters -> parameters.text(id).number(before))
                            .toList())));
            listener.accept(progress());
            after = ids.get(ids.size() - 1);
        }
    }

    private static long sum(int[] counts) {
        long sum = 0;
        for (int count : counts) {
            sum += count;
        }
        return sum;
    }

    private void deleteMails(long before) {
        String source = following(NEXT_SOURCE, "");
        while (!source.isEmpty()) {
            deleteMails(source, before);
            source = following(NEXT_SOURCE, source);
        }
    }

    private void deleteMails(String source, long before) {
        List<String> after = List.of(source, "", "", "");
        while (true) {
            List<String> from = after;
            List<List<String>> keys = database.read(session -> session.list(
                    OLD_MAILS,
                    parameters -> parameters
                            .text(from.get(0))
                            .text(from.get(1))
                            .text(from.get(1))
                            .text(from.get(2))
                            .text(from.get(2))
                            .text(from.get(3))
                            .number(before)
                            .number(BATCH),
                    row -> row.texts(4)));
            if (keys.isEmpty()) {
                return;
            }
            mailsDeleted += database.write(session -> delete(session, keys, before));
            listener.accept(progress());
            after = keys.get(keys.size() - 1);
        }
    }

    /** Deletes and counts in one transaction, so that the sum is the same at any time. */
    private static long delete(Session session, List<List<String>> keys, long before) throws SQLException {
        Rows rows = new Rows(keys.size());
        keys.forEach(key -> rows.add(key.get(0), key.get(1), key.get(2), key.get(3)));
        Map<Count, Sum> counts = new TreeMap<>();
        List<Binder> gone = new ArrayList<>();
        session.list(
                LOCKED_MAILS + session.dialect().lock("o"),
                parameters ->
                        parameters.rows(rows, "text", "text", "text", "text").number(before),
                row -> {
                    List<String> key = row.texts(4);
                    gone.add(parameters -> parameters
                            .text(key.get(0))
                            .text(key.get(1))
                            .text(key.get(2))
                            .text(key.get(3)));
                    return counts.merge(
                            Count.of(key.get(0), key.get(1), row.number(5), row.number(6)),
                            new Sum(1, row.number(7)),
                            Sum::plus);
                });
        if (gone.isEmpty()) {
            return 0;
        }
        session.updateAll(
                "delete from {outbox} where source = ? and step = ? and contact = ? and occurrence = ?", gone);
        for (Map.Entry<Count, Sum> count : counts.entrySet()) {
            add(session, count.getKey(), count.getValue());
        }
        return gone.size();
    }

    private static void add(Session session, Count count, Sum sum) throws SQLException {
        Binder more = parameters -> parameters
                .number(sum.mails)
                .number(sum.last)
                .text(count.source)
                .text(count.step)
                .number(count.state)
                .number(count.reason);
        if (session.update(COUNT_MORE, more) > 0) {
            return;
        }
        Rows rows = new Rows(1).add(count.source, count.step, count.state, count.reason, sum.mails, sum.last);
        if (session.dialect().insertNew(session, COUNT, rows).isEmpty()) {
            session.update(COUNT_MORE, more); // another node was first
        }
    }
}
