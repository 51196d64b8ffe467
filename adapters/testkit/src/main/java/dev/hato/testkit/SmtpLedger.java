package dev.hato.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What an {@link SmtpSink} was sent. A mail stands here before the client is told that it was accepted.
 *
 * <p>Lists are copies of the moment. Thread-safe.
 */
public final class SmtpLedger {
    private final int keepMails;
    private final int keepCommands;
    private final @Nullable Path journal;
    private final @Nullable Writer index;
    private final @Nullable Consumer<AcceptedMail> listener;
    private final List<AcceptedMail> mails = new ArrayList<>();
    private final Map<Integer, List<byte[]>> commands = new TreeMap<>();
    private final Map<SmtpVerb, AtomicInteger> verbs = new EnumMap<>(SmtpVerb.class);
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger commandsAhead = new AtomicInteger();
    private final AtomicLong octets = new AtomicLong();
    private final AtomicLong sequence = new AtomicLong();
    private long accepted;

    SmtpLedger(int keepMails, int keepCommands, @Nullable Path journal, @Nullable Consumer<AcceptedMail> listener) {
        this.keepMails = keepMails;
        this.keepCommands = keepCommands;
        this.journal = journal;
        this.listener = listener;
        for (SmtpVerb verb : SmtpVerb.values()) {
            verbs.put(verb, new AtomicInteger());
        }
        try {
            index = journal == null
                    ? null
                    : Files.newBufferedWriter(
                            Files.createDirectories(journal).resolve("index.tsv"),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException("The journal cannot be opened; give a folder that can be written to.", e);
        }
    }

    /** Returns the mails that are kept, in the order of arrival. */
    public List<AcceptedMail> accepted() {
        synchronized (mails) {
            return mails.stream()
                    .sorted(Comparator.comparingLong(AcceptedMail::sequence))
                    .toList();
        }
    }

    /** Returns the number of accepted mails, kept or not. */
    public long acceptedCount() {
        synchronized (mails) {
            return accepted;
        }
    }

    /** Returns the only accepted mail. */
    public AcceptedMail single() {
        List<AcceptedMail> all = accepted();
        if (all.size() != 1 || acceptedCount() != 1) {
            throw new AssertionError("Expected exactly one accepted mail, but there are " + acceptedCount() + ".");
        }
        return all.get(0);
    }

    /** Returns the kept mails to this envelope recipient, compared without case. */
    public List<AcceptedMail> acceptedFor(String recipient) {
        return accepted().stream()
                .filter(mail -> mail.recipients().stream().anyMatch(recipient::equalsIgnoreCase))
                .toList();
    }

    /** Returns the number of octets of accepted mail. */
    public long octets() {
        return octets.get();
    }

    /** Returns how many connections were opened. */
    public int connections() {
        return connections.get();
    }

    /** Returns how many commands had come before the reply to the one before them was sent (RFC 2920). */
    public int commandsAhead() {
        return commandsAhead.get();
    }

    /** Returns how often the session came to this point. */
    public int count(SmtpVerb verb) {
        return count(verbs.get(verb));
    }

    private static int count(@Nullable AtomicInteger counter) {
        return counter == null ? 0 : counter.get();
    }

    /** Returns the kept command lines of all connections, one after the other, read as UTF-8. */
    public List<String> commands() {
        synchronized (commands) {
            return commands.values().stream()
                    .flatMap(List::stream)
                    .map(line -> new String(line, StandardCharsets.UTF_8))
                    .toList();
        }
    }

    /** Returns the kept command lines of a connection, counted from 1, in octets as received without the line's end. */
    public List<byte[]> commandBytes(int connection) {
        synchronized (commands) {
            return commands.getOrDefault(connection, List.of()).stream()
                    .map(byte[]::clone)
                    .toList();
        }
    }

    /** Waits until so many mails have been accepted; false if they were not in time. */
    public boolean awaitAccepted(long count, Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        synchronized (mails) {
            while (accepted < count) {
                long remaining = (deadline - System.nanoTime()) / 1_000_000;
                if (remaining <= 0) {
                    return false;
                }
                mails.wait(remaining);
            }
            return true;
        }
    }

    int connected() {
        return connections.incrementAndGet();
    }

    void reached(SmtpVerb verb) {
        AtomicInteger counter = verbs.get(verb);
        if (counter != null) {
            counter.incrementAndGet();
        }
    }

    void command(int connection, byte[] line, boolean ahead) {
        if (ahead) {
            commandsAhead.incrementAndGet();
        }
        if (keepCommands == 0) {
            return;
        }
        synchronized (commands) {
            List<byte[]> lines = commands.computeIfAbsent(connection, c -> new ArrayList<>());
            if (lines.size() < keepCommands) {
                lines.add(line);
            }
        }
    }

    void accept(int connection, boolean tls, String sender, List<String> recipients, byte[] bytes) {
        octets.addAndGet(bytes.length);
        AcceptedMail mail = new AcceptedMail(sequence.incrementAndGet(), connection, tls, sender, recipients, bytes);
        if (journal != null && index != null) {
            write(mail, journal, index);
        }
        if (listener != null) {
            listener.accept(mail);
        }
        synchronized (mails) {
            accepted++;
            if (mails.size() < keepMails) {
                mails.add(mail);
            }
            mails.notifyAll();
        }
    }

    private static void write(AcceptedMail mail, Path folder, Writer index) {
        String name = String.format("%09d.eml", mail.sequence());
        try {
            Files.write(folder.resolve(name), mail.bytes());
            synchronized (index) {
                index.write(String.join(
                        "\t",
                        name,
                        String.valueOf(mail.connection()),
                        mail.sender(),
                        String.join(" ", mail.recipients()),
                        String.valueOf(mail.messageId())));
                index.write('\n');
                index.flush();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The journal cannot be written.", e);
        }
    }

    void close() {
        if (index == null) {
            return;
        }
        try {
            index.close();
        } catch (IOException e) {
            throw new UncheckedIOException("The journal cannot be closed.", e);
        }
    }
}
