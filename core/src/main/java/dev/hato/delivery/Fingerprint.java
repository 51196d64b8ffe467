package dev.hato.delivery;

import dev.hato.message.Attachment;
import dev.hato.message.Message;
import dev.hato.message.MessageTemplate;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Tells a mail that is asked for again from another one under the same key. */
final class Fingerprint {
    /** Copied for each fingerprint where the provider lets it: looking the algorithm up takes longer than it runs. */
    private static final MessageDigest BLANK = sha256();

    private final MessageDigest digest;

    private Fingerprint() {
        MessageDigest copy;
        try {
            copy = (MessageDigest) BLANK.clone();
        } catch (CloneNotSupportedException e) {
            copy = sha256();
        }
        digest = copy;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256.", e);
        }
    }

    /** Returns the same text for the same template, recipient and content, and another for any other. */
    static String of(MessageTemplate template, Message message) {
        Fingerprint fingerprint = new Fingerprint();
        fingerprint.add(template.fingerprint());
        fingerprint.add(message.to().address().key());
        fingerprint.add(message.subject());
        fingerprint.add(message.html());
        fingerprint.add(message.text());
        for (Attachment attachment : message.attachments()) {
            fingerprint.add(attachment.fileName());
            fingerprint.add(attachment.bytes());
        }
        return fingerprint.text();
    }

    /** Returns a short text that stands for {@code value} and does not show it. */
    static String of(String value) {
        Fingerprint fingerprint = new Fingerprint();
        fingerprint.add(value);
        return fingerprint.text();
    }

    private void add(@Nullable String part) {
        add(part == null ? new byte[0] : part.getBytes(StandardCharsets.UTF_8));
    }

    /** The length goes first, so that two parts never look like two others. */
    private void add(byte[] part) {
        digest.update(ByteBuffer.allocate(4).putInt(part.length).array());
        digest.update(part);
    }

    private String text() {
        return HexFormat.of().formatHex(digest.digest(), 0, 16);
    }
}
