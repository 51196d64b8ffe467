package dev.hato.benchmarks;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;

/** Batches of rows, each done on a connection by itself, by several threads. */
abstract class BareBatches implements Backlog {
    static final int BATCH = 500;

    private final DataSource pool;
    private final Workers workers;

    BareBatches(DurablePostgres server, int threads) {
        pool = server.pool(threads, "");
        workers = new Workers("bare", threads);
    }

    /** Does a batch and returns how many rows it had; 0 if none is left. */
    abstract int batch(Connection connection, int worker) throws SQLException;

    @Override
    public long work(int count) throws Exception {
        AtomicLong done = new AtomicLong();
        workers.run(index -> {
            try (Connection connection = pool.getConnection()) {
                int rows = batch(connection, index);
                while (rows > 0) {
                    done.addAndGet(rows);
                    rows = batch(connection, index);
                }
            }
        });
        return done.get();
    }

    @Override
    public void close() {
        workers.close();
    }
}
