package dev.hato.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A {@link FastSink} in a process of its own, which ends when this one does. */
final class SinkProcess implements AutoCloseable {
    private final Process process;
    private final BufferedReader output;
    private final Writer input;
    private final Lane.Destination destination;

    private SinkProcess(Process process, String host) throws IOException {
        this.process = process;
        output = process.inputReader(StandardCharsets.US_ASCII);
        input = process.outputWriter(StandardCharsets.US_ASCII);
        destination = new Lane.Destination(host, Integer.parseInt(answer("port ")));
    }

    /**
     * Starts a sink.
     *
     * @param prefix what comes before {@code java}, to run it elsewhere
     * @param host the address to listen on
     * @param delayMicros by how much each octet comes later, in each direction
     */
    static SinkProcess start(List<String> prefix, String host, int delayMicros) throws IOException {
        List<String> command = new ArrayList<>(prefix);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx64m",
                "-cp",
                System.getProperty("java.class.path"),
                FastSink.class.getName(),
                host));
        if (delayMicros > 0) {
            command.add(Integer.toString(delayMicros));
        }
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            return new SinkProcess(process, host);
        } catch (IOException | RuntimeException e) {
            process.destroy();
            throw e;
        }
    }

    Lane.Destination destination() {
        return destination;
    }

    /** Returns how many mails were accepted so far, and how many octets came. */
    Count count() {
        try {
            input.write("count\n");
            input.flush();
            String[] numbers = answer("count ").split(" ", 2);
            return new Count(Long.parseLong(numbers[0]), Long.parseLong(numbers[1]));
        } catch (IOException e) {
            throw new UncheckedIOException("The sink's process has ended.", e);
        }
    }

    private String answer(String word) throws IOException {
        String line = output.readLine();
        if (line == null || !line.startsWith(word)) {
            throw new IOException("The sink's process answered '" + line + "' instead of '" + word + "…'.");
        }
        return line.substring(word.length());
    }

    @Override
    public void close() {
        try {
            input.close();
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            process.destroyForcibly();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    /** What a sink has seen. */
    record Count(long mails, long octets) {}
}
