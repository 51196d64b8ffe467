package dev.hato.imports;

import java.util.function.Supplier;

/**
 * Runs work in one transaction of the host's or of the stores: all of it happens or none.
 *
 * <p>It is generic, so give a method: {@code stores::transaction}.
 */
public interface TransactionRunner {
    /** Runs the work once and returns its result; if the work throws, what it wrote is taken back and the exception goes on. */
    <T> T run(Supplier<T> work);
}
