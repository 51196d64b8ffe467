package dev.hato.benchmarks;

import java.io.IOException;

/** A way of sending the mails of the fixture to one server over connections that it keeps. */
interface Lane extends AutoCloseable {
    /**
     * Sends mails until the tickets run out, and returns how many, each of which the server accepted.
     *
     * @throws Exception if one was not
     */
    int send(Tickets tickets) throws Exception;

    /** Closes the connections. */
    @Override
    void close() throws IOException;

    /** Opens a lane. */
    @FunctionalInterface
    interface Opener {
        /** Returns the lane with that many connections. */
        Lane open(Destination destination, int connections) throws Exception;
    }

    /** Where the mails go. */
    record Destination(String host, int port) {}
}
