package dev.hato.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Postfix's {@code smtp-source}, which sends the same octets over and over: a process for each measurement. */
final class SmtpSourceLane implements Lane {
    private static final List<Path> PLACES = List.of(Path.of("/usr/sbin/smtp-source"), Path.of("/usr/bin/smtp-source"));
    private static final int FIRST = 200;

    private final Path program;
    private final Destination to;
    private final int connections;
    private final int mailSize;
    private double mailsPerSecond;

    SmtpSourceLane(Path program, int mailSize, Destination to, int connections) {
        this.program = program;
        this.mailSize = mailSize;
        this.to = to;
        this.connections = connections;
    }

    /** Returns the program, or null where it is not installed. */
    static @Nullable Path program() {
        return PLACES.stream().filter(Files::isExecutable).findFirst().orElse(null);
    }

    /** Sends as many mails as should take the time, and again what is missing: the program knows no time. */
    @Override
    public int send(Tickets tickets) throws Exception {
        long whole = tickets.nanosLeft();
        int sent = 0;
        while (sent < tickets.limit() && tickets.nanosLeft() > whole / 10) {
            double seconds = tickets.nanosLeft() / 1e9;
            int count = mailsPerSecond == 0 ? FIRST : (int) Math.ceil(mailsPerSecond * seconds);
            count = Math.min(Math.max(count, connections), tickets.limit() - sent);
            long start = System.nanoTime();
            run(count);
            mailsPerSecond = count * 1e9 / (System.nanoTime() - start);
            sent += count;
        }
        return sent;
    }

    private void run(int count) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        program.toString(),
                        "-d", // keeps its connections
                        "-s",
                        Integer.toString(connections),
                        "-m",
                        Integer.toString(count),
                        "-l",
                        Integer.toString(mailSize),
                        "-f",
                        MailSource.BOUNCES.value(),
                        "-t",
                        "reader@example.jp",
                        to.host() + ":" + to.port())
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(1, TimeUnit.MINUTES) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new IOException("smtp-source failed: " + said.strip());
        }
    }

    @Override
    public void close() {}
}
