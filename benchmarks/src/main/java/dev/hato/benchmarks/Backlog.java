package dev.hato.benchmarks;

/** Things to do that are all due, and who does them. */
interface Backlog extends AutoCloseable {
    /** Makes so many due, without doing any. */
    void fill(int count) throws Exception;

    /** Does them all and returns when the last one is done, with the number that were done. */
    long work(int count) throws Exception;

    /** Removes what is left of them. */
    void clear() throws Exception;

    @Override
    void close();
}
