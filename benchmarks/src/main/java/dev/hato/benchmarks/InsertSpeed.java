package dev.hato.benchmarks;

import dev.hato.contact.ContactId;
import dev.hato.delivery.DeliveryId;
import dev.hato.delivery.MailKind;
import dev.hato.delivery.Outbox;
import dev.hato.delivery.OutboxEntry;
import dev.hato.delivery.PlannedMail;
import dev.hato.delivery.SendKey;
import dev.hato.jdbc.JdbcStores;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Mails of a plan into the outbox, beside COPY and JDBC batches of the same rows into the same table. */
final class InsertSpeed implements Benchmark {
    private static final int PAGE = 2_000;
    private static final Instant DUE = Instant.parse("2026-04-01T00:00:00Z");
    private static final String FINGERPRINT = "0123456789abcdef".repeat(4);
    private static final String EMPTYING = "truncate hato_outbox";

    private static final String INSERT = """
            insert into hato_outbox (at, due, kind, state, source, step, contact, occurrence, fingerprint)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing
            """;

    private @Nullable DurablePostgres server;
    private @Nullable Path file;

    @Override
    public String name() {
        return "insert";
    }

    @Override
    public String description() {
        return "mails of a plan into the outbox in PostgreSQL (200,000; --quick 50,000)";
    }

    @Override
    public List<Row> prepare(Settings settings, Progress progress) {
        int rows = settings.quick() ? 50_000 : 200_000;
        DurablePostgres started = new DurablePostgres(progress);
        server = started;
        JdbcStores stores = JdbcStores.on(started.pool(4, ""));
        stores.schema().migrate();
        DeliveryId delivery = DeliveryId.random();
        add(stores.outbox(), delivery, rows);
        Path rowsOfTable;
        try {
            rowsOfTable = Files.createTempFile("hato-insert", ".copy");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        file = rowsOfTable;
        Mover mover = new Mover(started.pool(1, ""), "hato_outbox", rowsOfTable);
        mover.out();
        Runnable before = () -> started.execute(EMPTYING, "checkpoint");
        DataSource plain = started.pool(1, "");
        DataSource rewriting = started.pool(1, "&reWriteBatchedInserts=true");
        return List.of(
                new WriteRow("hato", rows, before, () -> add(stores.outbox(), delivery, rows), progress),
                new WriteRow("copy", rows, before, mover::in, progress),
                new WriteRow("jdbc-batch", rows, before, () -> batch(started, plain, delivery, rows), progress),
                new WriteRow(
                        "jdbc-batch-rewritten",
                        rows,
                        before,
                        () -> batch(started, rewriting, delivery, rows),
                        progress));
    }

    private static long add(Outbox outbox, DeliveryId delivery, int rows) {
        long added = 0;
        for (int from = 0; from < rows; from += PAGE) {
            List<OutboxEntry> page = new ArrayList<>(PAGE);
            for (int i = from; i < Math.min(rows, from + PAGE); i++) {
                ContactId contact = contact(i);
                page.add(OutboxEntry.planned(new PlannedMail(
                        SendKey.ofDelivery(delivery, contact), MailKind.GROUP, contact, DUE, FINGERPRINT, null)));
            }
            added += outbox.add(page).size();
        }
        return added;
    }

    private static ContactId contact(int number) {
        return ContactId.of("c" + (1_000_000 + number));
    }

    private static long batch(DurablePostgres server, DataSource pool, DeliveryId delivery, int rows) {
        long micros = DUE.getEpochSecond() * 1_000_000;
        byte[] fingerprint = new byte[33];
        fingerprint[0] = 1;
        try (Connection connection = pool.getConnection();
                PreparedStatement insert = connection.prepareStatement(INSERT)) {
            connection.setAutoCommit(false);
            for (int i = 0; i < rows; i++) {
                SendKey key = SendKey.ofDelivery(delivery, contact(i));
                insert.setLong(1, micros);
                insert.setLong(2, micros);
                insert.setInt(3, 50);
                insert.setInt(4, 1);
                insert.setString(5, key.source());
                insert.setString(6, key.step());
                insert.setString(7, contact(i).value());
                insert.setString(8, key.occurrence());
                insert.setBytes(9, fingerprint);
                insert.addBatch();
                if (i % PAGE == PAGE - 1 || i == rows - 1) {
                    insert.executeBatch();
                    connection.commit();
                }
            }
            connection.setAutoCommit(true);
        } catch (SQLException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
        return server.number("select count(*) from hato_outbox");
    }

    @Override
    public int warmUpRounds(Settings settings) {
        return 3;
    }

    @Override
    public int rounds(Settings settings) {
        return settings.quick() ? 5 : 9;
    }

    @Override
    public String summary(List<Result> results) {
        return new Ratios(results)
                .atLeast(0.4, "hato", "copy")
                .atLeast(1, "hato", "jdbc-batch", "jdbc-batch-rewritten")
                .toString();
    }

    @Override
    public void close() {
        if (server != null) {
            server.close();
        }
        if (file != null) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
