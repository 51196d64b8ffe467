package dev.hato.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The threads of a lane, one for each connection. */
final class Workers implements AutoCloseable {
    private final int count;
    private final ExecutorService threads;

    Workers(String name, int count) {
        this.count = count;
        this.threads = Executors.newFixedThreadPool(count, task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Does the work on all threads and waits for the last one. */
    void run(Work work) throws Exception {
        List<Future<?>> running = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int index = i;
            running.add(threads.submit(() -> {
                work.run(index);
                return null;
            }));
        }
        Exception failure = null;
        for (Future<?> each : running) {
            try {
                each.get();
            } catch (ExecutionException e) {
                failure = new IllegalStateException("A connection failed: " + e.getCause(), e.getCause());
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    /** Waits for something to be closed. */
    static void await(Future<?> closing) throws IOException {
        try {
            closing.get(10, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    /** What one thread does. */
    @FunctionalInterface
    interface Work {
        /** Does it; {@code index} counts the threads from 0. */
        void run(int index) throws Exception;
    }
}
