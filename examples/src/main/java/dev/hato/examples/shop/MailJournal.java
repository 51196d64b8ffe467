package dev.hato.examples.shop;

import dev.hato.contact.EmailAddress;
import dev.hato.message.ComposedMail;
import dev.hato.smtp.MailTransport;
import dev.hato.smtp.SendOutcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BiConsumer;

/** Takes mails and notes of each to whom it goes, which step's it is and when it leaves, as its own headers say. */
final class MailJournal implements MailTransport {
    private static final SendOutcome TAKEN = new SendOutcome.HandedOver("250 2.0.0 noted");

    private final List<String> lines = new ArrayList<>();
    private final BiConsumer<Integer, ZonedDateTime> progress;

    /**
     * Begins a journal.
     *
     * @param progress told after each mail how many there are, and when it left
     */
    MailJournal(BiConsumer<Integer, ZonedDateTime> progress) {
        this.progress = progress;
    }

    @Override
    public synchronized SendOutcome send(EmailAddress sender, EmailAddress recipient, ComposedMail mail) {
        String step = null;
        ZonedDateTime date = null;
        for (String header : headers(mail).split("\r\n", -1)) {
            if (header.startsWith(BrochureMails.STEP_HEADER + ": ")) {
                step = header.substring(BrochureMails.STEP_HEADER.length() + 2);
            } else if (header.startsWith("Date: ")) {
                date = ZonedDateTime.parse(header.substring("Date: ".length()), DateTimeFormatter.RFC_1123_DATE_TIME);
            }
        }
        lines.add(recipient.value() + "," + Objects.requireNonNull(step) + ","
                + Objects.requireNonNull(date).toInstant());
        progress.accept(lines.size(), date);
        return TAKEN;
    }

    private static String headers(ComposedMail mail) {
        String text = new String(mail.toByteArray(), StandardCharsets.ISO_8859_1);
        return text.substring(0, text.indexOf("\r\n\r\n"));
    }

    /** Writes a line a mail, in the order in which they left: address, step, instant. */
    synchronized void writeTo(Path file) throws IOException {
        List<String> all = new ArrayList<>(List.of("address,step,sent_at"));
        all.addAll(lines);
        Files.write(file, all);
    }

    synchronized int size() {
        return lines.size();
    }

    @Override
    public void close() {}
}
