package dev.hato.jdbc;

import dev.hato.delivery.Claim;
import dev.hato.delivery.SendKey;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A statement on PostgreSQL that changes the rows of claims which still hold, whatever their number. Mails of one
 * delivery differ only in their contact, so that the rest of the key travels once. Immutable and thread-safe.
 */
final class PostgresChange {
    private static final String ANY_KEY = """
            {rows c: n bigint, fence bigint, contact text{further}, source text, step text, occurrence text}
            where o.source = c.source and o.step = c.step and o.contact = c.contact and o.occurrence = c.occurrence
                and o.fence = c.fence""";

    private static final String SAME_STEP = """
            {rows c: n bigint, fence bigint, contact text{further}}
            where o.source = ? and o.step = ? and o.occurrence = ? and o.contact = c.contact and o.fence = c.fence""";

    private final String anyKey;
    private final String sameStep;
    private final String[] types;

    /**
     * @param statement with <code>{held}</code> where the rows {@code c} and their condition go, returning {@code c.n}
     * @param columns what the rows have beside the claim, each {@code name type}
     */
    PostgresChange(String statement, String... columns) {
        String further = Arrays.stream(columns).map(column -> ", " + column).collect(Collectors.joining());
        anyKey = statement.replace("{held}", ANY_KEY.replace("{further}", further));
        sameStep = statement.replace("{held}", SAME_STEP.replace("{further}", further));
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
     * @param claim the claim of a change
     * @param further the values of a change's further columns
     * @param before binds what stands before the rows
     * @param after binds what stands behind them
     * @return the positions of the changes that were done
     */
    <T> BitSet run(
            Session session,
            List<T> changes,
            Function<T, Claim> claim,
            Function<T, @Nullable Object[]> further,
            Binder before,
            Binder after)
            throws SQLException {
        SendKey first = claim.apply(changes.get(0)).key();
        boolean same = changes.stream()
                .allMatch(change -> isSameStep(claim.apply(change).key(), first));
        int columns = types.length + (same ? 0 : 3);
        Rows rows = new Rows(changes.size());
        for (T change : changes) {
            SendKey key = claim.apply(change).key();
            @Nullable Object[] row = new Object[columns];
            row[0] = (long) rows.size();
            row[1] = claim.apply(change).fence();
            row[2] = OutboxRow.contact(key);
            @Nullable Object[] values = further.apply(change);
            System.arraycopy(values, 0, row, 3, values.length);
            if (!same) {
                row[columns - 3] = key.source();
                row[columns - 2] = key.step();
                row[columns - 1] = key.occurrence();
            }
            rows.add(row);
        }
        BitSet done = new BitSet();
        session.list(
                same ? sameStep : anyKey,
                parameters -> {
                    before.bind(parameters);
                    parameters.rows(rows, same ? types : withKey(types));
                    if (same) {
                        parameters.text(first.source()).text(first.step()).text(first.occurrence());
                    }
                    after.bind(parameters);
                },
                row -> {
                    done.set(row.count(1));
                    return true;
                });
        return done;
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
