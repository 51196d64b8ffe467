package dev.hato.benchmarks;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * What steps in PostgreSQL cost at least: batches are claimed, a row is inserted for each, and its next time written, in
 * one transaction.
 */
final class BareSteps extends BareBatches {
    private static final String CLAIM = """
            with chosen as materialized (
                select ctid as place from bare_step where done is null and due <= now()
                order by due limit ? for update skip locked)
            update bare_step s set revision = s.revision + 1, claimed_by = ? from chosen c where s.ctid = c.place
            returning s.contact
            """;

    private static final String INSERT = """
            insert into bare_mail (id, due, content)
            select 'follow-up/' || c.contact || '/first', now(), ? from unnest(?) as c(contact) on conflict do nothing
            """;

    private static final String NEXT = """
            update bare_step s set revision = s.revision + 1, claimed_by = null, step = 'second',
                due = now() + interval '3 days', history = 'first mailed'
            from unnest(?) as c(contact)
            where s.scenario = 'follow-up' and s.contact = c.contact and s.occurrence = 1
            """;

    private final DurablePostgres server;

    BareSteps(DurablePostgres server, int threads) {
        super(server, threads);
        this.server = server;
        server.execute(
                """
                create table bare_step (
                    scenario varchar(80) collate "C" not null, contact varchar(200) collate "C" not null,
                    occurrence integer not null, revision bigint not null, step varchar(100) not null,
                    due timestamptz not null, done timestamptz, claimed_by integer, history text not null,
                    primary key (scenario, contact, occurrence)) with (fillfactor = 70)
                """, "create index on bare_step (due) where done is null", """
                create table bare_mail (
                    id varchar(400) collate "C" primary key, due timestamptz not null, content bytea not null)
                """, "create index on bare_mail (due)");
    }

    @Override
    public void fill(int count) {
        server.execute("insert into bare_step select 'follow-up', 'c' || n, 1, 0, 'first', now(), null, null, ''"
                + " from generate_series(1, " + count + ") n");
    }

    @Override
    int batch(Connection connection, int worker) throws SQLException {
        connection.setAutoCommit(false);
        try (PreparedStatement claim = connection.prepareStatement(CLAIM);
                PreparedStatement insert = connection.prepareStatement(INSERT);
                PreparedStatement next = connection.prepareStatement(NEXT)) {
            claim.setInt(1, BATCH);
            claim.setInt(2, worker);
            List<String> claimed = new ArrayList<>();
            try (ResultSet results = claim.executeQuery()) {
                while (results.next()) {
                    claimed.add(results.getString(1));
                }
            }
            if (!claimed.isEmpty()) {
                Array contacts = connection.createArrayOf("text", claimed.toArray());
                insert.setBytes(1, StepRows.CONTENT);
                insert.setArray(2, contacts);
                insert.executeUpdate();
                next.setArray(1, contacts);
                next.executeUpdate();
            }
            connection.commit();
            return claimed.size();
        } finally {
            connection.setAutoCommit(true);
        }
    }

    @Override
    public void clear() {
        server.execute("truncate bare_step, bare_mail");
    }
}
