package dev.hato.jdbc;

import dev.hato.contact.ContactId;
import dev.hato.enrolment.Enrolment;
import dev.hato.enrolment.EnrolmentKey;
import dev.hato.enrolment.EnrolmentStatus;
import dev.hato.enrolment.EnrolmentTimes;
import dev.hato.enrolment.Standing;
import dev.hato.enrolment.StepRecord;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Enrolments as rows of the table {@code enrolment}. */
final class EnrolmentRow {
    private static final String KEY = "scenario, contact, occurrence";

    private static final String CHANGING =
            "version, revision, status, step, step_occurrence, due, late, detail, previous_at, caught_up_at, paused, "
                    + "paused_at, pause_seen_at, ended_at, history, owner, lease_until, enrolled_at";

    /** The bound rows, {@code name type, …}; {@link #rows} gives their values. */
    static final String ROW_COLUMNS =
            "scenario text, contact text, occurrence bigint, version bigint, revision bigint, "
                    + "status bigint, step text, step_occurrence text, due bigint, late boolean, detail text, "
                    + "previous_at bigint, caught_up_at bigint, paused bigint, paused_at bigint, pause_seen_at bigint, "
                    + "ended_at bigint, history text, owner text, lease_until bigint, enrolled_at bigint";

    /** The columns in the order in which {@link #read} takes them, under the alias {@code e}. */
    static final String COLUMNS = prefixed("e.", KEY + ", " + CHANGING);

    static final Insertion INSERTION = new Insertion(
            "enrolment",
            KEY + ", " + CHANGING,
            ROW_COLUMNS,
            prefixed("r.", KEY + ", " + CHANGING),
            List.of(List.of("scenario", "contact", "occurrence")),
            "1 = 1");

    static final String[] TYPES = INSERTION.types();

    /** What an update assigns of the bound rows {@code r}. */
    static final String ASSIGNMENTS =
            Stream.of(CHANGING.split(", ")).map(name -> name + " = r." + name).collect(Collectors.joining(", "));

    /** What an update of one row assigns of single values, in the order of {@link #bindChanging}. */
    static final String SINGLE_ASSIGNMENTS =
            Stream.of(CHANGING.split(", ")).map(name -> name + " = ?").collect(Collectors.joining(", "));

    private EnrolmentRow() {}

    private static String prefixed(String prefix, String names) {
        return Stream.of(names.split(", ")).map(name -> prefix + name).collect(Collectors.joining(", "));
    }

    static Enrolment read(Row row) throws SQLException {
        EnrolmentStatus status = StepCodes.status(row.number(6));
        Standing standing = new Standing(
                status, row.textOrNull(7), row.textOr("", 8), row.instantOrNull(9), row.flag(10), row.textOr("", 11));
        EnrolmentTimes times = new EnrolmentTimes(
                row.instant(21),
                row.instant(12),
                row.instantOrNull(13),
                Duration.of(row.number(14), ChronoUnit.MICROS),
                row.instantOrNull(15),
                row.instantOrNull(16));
        String owner = row.textOrNull(19);
        return new Enrolment(
                key(row),
                new Enrolment.Revision(row.count(4), row.number(5)),
                standing,
                times,
                EnrolmentJson.history(row.textOrNull(18)),
                owner == null ? null : new Enrolment.Lease(owner, row.instant(20)));
    }

    /** Reads the first three columns. */
    static EnrolmentKey key(Row row) throws SQLException {
        return new EnrolmentKey(row.text(1), ContactId.of(row.text(2)), row.count(3));
    }

    static Rows rows(List<Enrolment> enrolments) {
        Rows rows = new Rows(enrolments.size());
        enrolments.forEach(enrolment -> rows.add(values(enrolment)));
        return rows;
    }

    private static @Nullable Object[] values(Enrolment enrolment) {
        Standing standing = enrolment.standing();
        EnrolmentTimes times = enrolment.times();
        String step = standing.step();
        Enrolment.Lease lease = enrolment.lease();
        return new @Nullable Object[] {
            enrolment.key().scenario(),
            enrolment.key().contact().value(),
            (long) enrolment.key().occurrence(),
            (long) enrolment.course().scenarioVersion(),
            enrolment.revision(),
            StepCodes.code(standing.status()),
            step == null ? null : StorableText.require("The step of an enrolment", step),
            StorableText.require("The occurrence of a step", standing.occurrence()),
            micros(standing.due()),
            standing.late(),
            StorableText.require("The detail of an enrolment", standing.detail()),
            micros(times.previous()),
            micros(times.caughtUp()),
            micros(times.paused()),
            micros(times.pausedAt()),
            micros(times.pauseSeen()),
            ended(enrolment),
            EnrolmentJson.history(enrolment.history()),
            lease == null ? null : StorableText.require("The owner of a lease", lease.owner()),
            lease == null ? null : (Long) Micros.notBefore(lease.until()),
            micros(times.enrolled())
        };
    }

    /** Binds what {@link #SINGLE_ASSIGNMENTS} takes. */
    static Parameters bindChanging(Parameters parameters, Enrolment enrolment) throws SQLException {
        @Nullable Object[] values = values(enrolment);
        String[] types = TYPES;
        for (int i = 3; i < values.length; i++) {
            Object value = values[i];
            switch (types[i]) {
                case "text" -> parameters.text((String) value);
                case "bigint" -> parameters.number((Long) value);
                default -> parameters.flag(Boolean.TRUE.equals(value));
            }
        }
        return parameters;
    }

    /** Binds scenario, contact and number. */
    static Parameters bindKey(Parameters parameters, EnrolmentKey key) throws SQLException {
        return parameters.text(key.scenario()).text(key.contact().value()).number(key.occurrence());
    }

    /** Returns when the enrolment has ended as far as it tells, or null if it has not. */
    private static @Nullable Long ended(Enrolment enrolment) {
        if (enrolment.isOpen()) {
            return null;
        }
        List<StepRecord> history = enrolment.history();
        Instant previous = enrolment.times().previous();
        Instant last =
                history.isEmpty() ? previous : history.get(history.size() - 1).at();
        return micros(last.isAfter(previous) ? last : previous);
    }

    private static @Nullable Long micros(@Nullable Instant instant) {
        return instant == null ? null : (Long) Micros.of(instant);
    }

    private static Long micros(Duration span) {
        return Math.addExact(Math.multiplyExact(span.getSeconds(), 1_000_000L), span.getNano() / 1_000);
    }
}
