package dev.hato.jdbc;

import dev.hato.delivery.OutboxEntry;
import java.sql.SQLException;
import java.util.List;

/** The outbox on H2. */
final class H2OutboxSql extends StepwiseOutboxSql {
    private static final int DUPLICATE_KEY = 23505;
    private static final int ATTEMPTS = 10;

    private static final String ADD = """
            merge into {outbox} o
            using (select * from {rows n: source text, step text, contact text, occurrence text, recipient text,
                                  kind bigint, state bigint, reason bigint, at bigint, due bigint, attempts bigint,
                                  uncertain boolean, fingerprint bytea, detail text, content bytea}) n
            on o.source = n.source and o.step = n.step and o.contact = n.contact and o.occurrence = n.occurrence
            when not matched then insert
                (at, due, attempts, kind, state, reason, uncertain,
                 source, step, contact, occurrence, recipient, fingerprint, detail, content)
                values (n.at, n.due, n.attempts, n.kind, n.state, n.reason,
                        n.uncertain, n.source, n.step, n.contact, n.occurrence, n.recipient, n.fingerprint, n.detail,
                        n.content)
            """;

    H2OutboxSql() {
        // told to sort and to lock, H2 locks all that could be chosen; it walks the index in order anyway
        super("bigint", "'{outbox_fence}'", "");
    }

    /** A merge does not see what another transaction is just inserting; its refusal undoes this statement alone. */
    @Override
    public int add(Session session, List<OutboxEntry> entries) throws SQLException {
        Rows rows = OutboxRow.added(entries);
        for (int attempt = 1; ; attempt++) {
            try {
                return session.update(ADD, parameters -> parameters.rows(rows, OutboxRow.ADDED));
            } catch (SQLException e) {
                if (e.getErrorCode() != DUPLICATE_KEY) {
                    throw e;
                }
                if (attempt == ATTEMPTS) {
                    throw new StoreException(
                            "A mail with one of these keys was written by another transaction, and this one does not "
                                    + "see it; roll back and do it again, or let the transaction be READ COMMITTED.",
                            e);
                }
            }
        }
    }
}
