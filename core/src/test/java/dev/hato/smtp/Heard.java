package dev.hato.smtp;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Writes down what a listener is told. */
final class Heard implements RouteListener {
    private final List<String> lines = new ArrayList<>();

    @Override
    public synchronized void paused(String route, Instant until, String reason) {
        lines.add("paused " + route + " until " + until + ": " + reason);
    }

    @Override
    public synchronized void resumed(String route) {
        lines.add("resumed " + route);
    }

    @Override
    public synchronized void failedOver(String from, String to, String detail) {
        lines.add(from + " -> " + to + ": " + detail);
    }

    synchronized List<String> lines() {
        return List.copyOf(lines);
    }
}
