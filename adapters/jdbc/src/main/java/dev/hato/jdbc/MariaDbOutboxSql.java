package dev.hato.jdbc;

import dev.hato.delivery.OutboxEntry;
import dev.hato.delivery.SendKey;
import java.sql.SQLException;
import java.util.List;

/** The outbox on MariaDB. */
final class MariaDbOutboxSql extends StepwiseOutboxSql {
    private static final String ADD = """
            insert ignore into {outbox} (at, due, attempts, kind, state, reason, uncertain,
                                         source, step, contact, occurrence, recipient, fingerprint, detail, content)
            select n.at, n.due, n.attempts, n.kind, n.state, n.reason,
                   n.uncertain, n.source, n.step, n.contact, n.occurrence, n.recipient, unhex(n.fingerprint), n.detail,
                   unhex(n.content)
            from {rows n: source text, step text, contact text, occurrence text, recipient text, kind bigint,
                  state bigint, reason bigint, at bigint, due bigint, attempts bigint, uncertain boolean,
                  fingerprint bytea, detail text, content bytea}
            """;

    MariaDbOutboxSql() {
        super("signed", "{outbox_fence}", "order by o.at");
    }

    @Override
    public int add(Session session, List<OutboxEntry> entries) throws SQLException {
        return session.update(ADD, parameters -> parameters.rows(OutboxRow.added(entries), OutboxRow.ADDED));
    }

    /** A read that locks sees what is committed, also under REPEATABLE READ, which is MariaDB's default. */
    @Override
    public List<OutboxEntry> findNow(Session session, List<SendKey> keys) throws SQLException {
        return find(session, FIND + " lock in share mode", keys);
    }
}
