package dev.hato.jdbc.nodes;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A node in a process of its own, which can be killed and frozen. */
final class NodeProcess implements AutoCloseable {
    private final Process process;
    private final Queue<String> output = new ConcurrentLinkedQueue<>();
    private final CountDownLatch ready = new CountDownLatch(1);

    private NodeProcess(Process process) {
        this.process = process;
        Thread reader = new Thread(this::read, "node-" + process.pid());
        reader.setDaemon(true);
        reader.start();
    }

    /** Starts a program of the test's class path. */
    static NodeProcess start(Class<?> program, Object... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx256m",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                "-cp",
                System.getProperty("java.class.path"),
                program.getName()));
        Arrays.stream(arguments).map(String::valueOf).forEach(command::add);
        try {
            return new NodeProcess(
                    new ProcessBuilder(command).redirectErrorStream(true).start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void read() {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            String line = lines.readLine();
            while (line != null) {
                output.add(line);
                if (line.equals("ready")) {
                    ready.countDown();
                }
                line = lines.readLine();
            }
        } catch (IOException e) {
            // it was killed in the middle of a line
        }
        ready.countDown();
    }

    /** Waits until the node has said that it works. */
    NodeProcess awaitReady() throws InterruptedException {
        if (!ready.await(1, TimeUnit.MINUTES) || !process.isAlive()) {
            throw new IllegalStateException("The node did not start: " + output);
        }
        return this;
    }

    /** Waits until the node has printed this line. */
    void awaitLine(String line) {
        long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
        while (!output.contains(line)) {
            if (System.nanoTime() > deadline || !process.isAlive()) {
                throw new IllegalStateException("The node did not say '" + line + "': " + output);
            }
            LockSupport.parkNanos(5_000_000);
        }
    }

    boolean isReady() {
        return ready.getCount() == 0;
    }

    /** Ends it at once, as {@code kill -9} does. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Freezes it. */
    void freeze() {
        signal("-STOP");
    }

    /** Lets it go on. */
    void thaw() {
        signal("-CONT");
    }

    private void signal(String name) {
        try {
            int exit = new ProcessBuilder("kill", name, String.valueOf(process.pid()))
                    .inheritIO()
                    .start()
                    .waitFor();
            if (exit != 0) {
                throw new IllegalStateException("kill " + name + " ended with " + exit + ".");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Returns what it printed so far. */
    List<String> output() {
        return List.copyOf(output);
    }

    /** Asks it to end, and waits for it. */
    @Override
    public void close() {
        try {
            process.getOutputStream().close();
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException("The node did not end: " + output);
            }
        } catch (IOException e) {
            process.destroyForcibly();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
