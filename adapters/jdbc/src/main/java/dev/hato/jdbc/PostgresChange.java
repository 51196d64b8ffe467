package dev.hato.jdbc;

import dev.hato.delivery.Claim;
import dev.hato.delivery.SendKey;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A statement on PostgreSQL that changes the rows of claims which still hold, whatever their number. Mails of one
 * delivery differ only in their contact, so that the rest of the key travels once.
 *
 * <p>Each row is looked up by its whole key, and changed where it was found. A plain join would be planned by what the
 * table's statistics say, and those of a delivery that was planned a minute ago say that it has no mails: all of them
 * would be read for each claim. Where all rows were seen before they are changed at their places, without a look.
 * Immutable and thread-safe but for the places, which are a hint.
 */
final class PostgresChange {
    /** A row that is renewed between the look and the change is not where it was; the next attempt sees it. */
    private static final int ATTEMPTS = 3;

    private static final String ANY_KEY = """
            with c as materialized (
                select r.*, m.place
                from {rows r: n bigint, fence bigint, contact text{further}, source text, step text, occurrence text}
                cross join lateral (
                    select o.ctid as place from {outbox} o
                    where o.source = r.source and o.step = r.step and o.contact = r.contact
                        and o.occurrence = r.occurrence and o.fence = r.fence
                    limit 1) m
            )
            """;

    private static final String SAME_STEP = """
            with c as materialized (
                select r.*, m.place
                from {rows r: n bigint, fence bigint, contact text{further}}
                cross join lateral (
                    select o.ctid as place from {outbox} o
                    where o.source = ? and o.step = ? and o.contact = r.contact and o.occurrence = ?
                        and o.fence = r.fence
                    limit 1) m
            )
            """;

    private static final String AT_PLACE = """
            with c as materialized (
                select r.*, cast(r.seen as tid) as place
                from {rows r: n bigint, fence bigint, seen text{further}}
            )
            """;

    private final String atPlace;
    private final String anyKey;
    private final String sameStep;
    private final String[] types;

    /**
     * Makes it.
     *
     * @param statement of the rows {@code c} joined to the outbox {@code o} at their {@code place} and fence, returning
     *     {@code c.n} and where the row is now
     * @param columns what the rows have beside the claim, each {@code name type}
     */
    PostgresChange(String statement, String... columns) {
        String further = Arrays.stream(columns).map(column -> ", " + column).collect(Collectors.joining());
        atPlace = AT_PLACE.replace("{further}", further) + statement;
        anyKey = ANY_KEY.replace("{further}", further) + statement;
        sameStep = SAME_STEP.replace("{further}", further) + statement;
        types = new String[3 + columns.length];
        types[0] = "bigint";
        types[1] = "bigint";
        types[2] = "text";
        for (int i = 0; i < columns.length; i++) {
            types[3 + i] = columns[i].split(" ", 2)[1];
        }
    }

    /**
     * Runs it.
     *
     * @param places where rows were seen, and are noted
     * @param claim the claim of a change
     * @param further the values of a change's further columns
     * @param own binds what the statement itself asks for
     * @return the positions of the changes that were done
     */
    <T> BitSet run(
            Session session,
            Places places,
            List<T> changes,
            Function<T, Claim> claim,
            Function<T, @Nullable Object[]> further,
            Binder own)
            throws SQLException {
        BitSet done = new BitSet();
        SqlFunction<Row, Boolean> reader = row -> {
            int n = row.count(1);
            done.set(n);
            places.put(claim.apply(changes.get(n)).fence(), row.text(2));
            return true;
        };
        List<@Nullable String> seen = new ArrayList<>(changes.size());
        for (T change : changes) {
            seen.add(places.get(claim.apply(change).fence()));
        }
        if (!seen.contains(null)) {
            Rows rows = rows(changes, done, claim, further, 0, seen::get);
            session.list(atPlace, parameters -> own.bind(parameters.rows(rows, types)), reader);
        }
        for (int attempt = 1; attempt <= ATTEMPTS && done.cardinality() < changes.size(); attempt++) {
            runOnce(session, changes, claim, further, own, done, reader);
        }
        return done;
    }

    private <T> void runOnce(
            Session session,
            List<T> changes,
            Function<T, Claim> claim,
            Function<T, @Nullable Object[]> further,
            Binder own,
            BitSet done,
            SqlFunction<Row, Boolean> reader)
            throws SQLException {
        SendKey first = claim.apply(changes.get(0)).key();
        boolean same = changes.stream()
                .allMatch(change -> isSameStep(claim.apply(change).key(), first));
        Rows rows = rows(
                changes,
                done,
                claim,
                further,
                same ? 0 : 3,
                n -> OutboxRow.contact(claim.apply(changes.get(n)).key()));
        session.list(
                same ? sameStep : anyKey,
                parameters -> {
                    parameters.rows(rows, same ? types : withKey(types));
                    if (same) {
                        parameters.text(first.source()).text(first.step()).text(first.occurrence());
                    }
                    own.bind(parameters);
                },
                reader);
    }

    /** Returns a row for each change that is not done: position, fence, how it is found, what is new, further columns. */
    private <T> Rows rows(
            List<T> changes,
            BitSet done,
            Function<T, Claim> claim,
            Function<T, @Nullable Object[]> further,
            int ofKey,
            IntFunction<@Nullable String> found) {
        int columns = types.length + ofKey;
        Rows rows = new Rows(changes.size());
        for (int n = done.nextClearBit(0); n < changes.size(); n = done.nextClearBit(n + 1)) {
            T change = changes.get(n);
            @Nullable Object[] row = new Object[columns];
            row[0] = (long) n;
            row[1] = claim.apply(change).fence();
            row[2] = found.apply(n);
            @Nullable Object[] values = further.apply(change);
            System.arraycopy(values, 0, row, 3, values.length);
            if (ofKey > 0) {
                SendKey key = claim.apply(change).key();
                row[columns - 3] = key.source();
                row[columns - 2] = key.step();
                row[columns - 1] = key.occurrence();
            }
            rows.add(row);
        }
        return rows;
    }

    private static boolean isSameStep(SendKey one, SendKey other) {
        return one.source().equals(other.source())
                && one.step().equals(other.step())
                && one.occurrence().equals(other.occurrence());
    }

    private static String[] withKey(String[] types) {
        String[] all = Arrays.copyOf(types, types.length + 3);
        Arrays.fill(all, types.length, all.length, "text");
        return all;
    }
}
