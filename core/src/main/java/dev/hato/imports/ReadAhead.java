package dev.hato.imports;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a batch while the one before it is written, where there is an executor to do so; one batch ahead at most.
 *
 * <p>What the executor has not begun when it is needed, is read by the thread that needs it: a busy executor, or one
 * that refuses, costs time only. Used by one thread, which closes it before it closes the file.
 *
 * @param <B> a batch
 */
final class ReadAhead<B> implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ReadAhead.class);

    private final @Nullable Executor executor;
    private final Callable<B> reader;
    private @Nullable FutureTask<B> next;
    private volatile boolean closed;

    ReadAhead(@Nullable Executor executor, Callable<B> reader) {
        this.executor = executor;
        this.reader = reader;
    }

    /** Returns what the reader gives next. */
    B next() throws IOException {
        FutureTask<B> task = next == null ? task() : next;
        next = null;
        task.run(); // nothing happens if it runs or has run
        try {
            return result(task);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            if (cause instanceof RuntimeException unchecked) {
                throw unchecked;
            }
            if (cause instanceof Error error) {
                throw error;
            }
            throw cause instanceof IOException io ? io : new IOException(cause);
        }
    }

    /** Has the executor read what comes next. */
    void start() {
        if (executor == null) {
            return;
        }
        FutureTask<B> task = task();
        next = task;
        try {
            executor.execute(task);
        } catch (RejectedExecutionException e) {
            LOG.debug("The executor refuses to read ahead; the import reads by itself.", e);
        }
    }

    private FutureTask<B> task() {
        return new FutureTask<>(() -> {
            if (closed) {
                throw new CancellationException();
            }
            return reader.call();
        });
    }

    /** Waits for it whatever happens: nobody else may use the file before. */
    private static <B> B result(FutureTask<B> task) throws ExecutionException {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return task.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Returns when nobody reads any more. */
    @Override
    public void close() {
        closed = true;
        FutureTask<B> task = next;
        if (task != null) {
            next = null;
            task.run();
            try {
                result(task);
            } catch (ExecutionException e) {
                LOG.debug("What was read ahead is not needed any more.", e);
            }
        }
    }
}
