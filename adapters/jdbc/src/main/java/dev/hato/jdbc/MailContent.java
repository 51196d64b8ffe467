package dev.hato.jdbc;

import dev.hato.contact.EmailAddress;
import dev.hato.message.ComposedMail;
import dev.hato.message.ReadyMail;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;

/**
 * A composed mail as the outbox keeps it: a version, then envelope, Message-ID, size and the octets; of longer mails all
 * of them deflated (RFC 1950). Those are text, much of it quoted-printable or base64, and become some three times
 * smaller; short ones would cost more to deflate than to store.
 */
final class MailContent {
    private static final int DEFLATED = 1;
    private static final int AS_IS = 2;

    /** A row of more than 2 KB costs the database more than time is saved here. */
    private static final int SHORT = 1_000;

    private MailContent() {}

    /** Writes the mails of one batch. Used by one thread. */
    static final class Writer implements AutoCloseable {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(2 * SHORT);
        private @Nullable Deflater deflater;

        byte @Nullable [] bytes(@Nullable ReadyMail mail) {
            if (mail == null) {
                return null;
            }
            bytes.reset();
            try {
                if (mail.content().size() <= SHORT) {
                    bytes.write(AS_IS);
                    write(mail, new DataOutputStream(bytes));
                } else {
                    bytes.write(DEFLATED);
                    try (DataOutputStream out =
                            new DataOutputStream(new DeflaterOutputStream(bytes, deflater(), 8_192))) {
                        write(mail, out);
                    }
                }
            } catch (IOException e) {
                throw new IllegalStateException("Memory cannot be written to.", e);
            }
            return bytes.toByteArray();
        }

        private static void write(ReadyMail mail, DataOutputStream out) throws IOException {
            out.writeUTF(mail.sender().value());
            out.writeUTF(mail.recipient().value());
            out.writeUTF(mail.content().messageId());
            out.writeInt(mail.content().size());
            mail.content().writeTo(out);
        }

        private Deflater deflater() {
            Deflater known = deflater;
            if (known == null) {
                known = new Deflater(Deflater.BEST_SPEED);
                deflater = known;
            }
            known.reset();
            return known;
        }

        @Override
        public void close() {
            if (deflater != null) {
                deflater.end();
            }
        }
    }

    static @Nullable ReadyMail mail(byte @Nullable [] bytes) {
        if (bytes == null) {
            return null;
        }
        if (bytes.length == 0 || (bytes[0] != DEFLATED && bytes[0] != AS_IS)) {
            throw new StoreException(
                    "The outbox has a mail in the form " + (bytes.length == 0 ? "of no octets" : bytes[0])
                            + ", which this version does not know; let all nodes run the newest one.");
        }
        InputStream written = new ByteArrayInputStream(bytes, 1, bytes.length - 1);
        try (DataInputStream in =
                new DataInputStream(bytes[0] == DEFLATED ? new InflaterInputStream(written) : written)) {
            EmailAddress sender = EmailAddress.of(in.readUTF());
            EmailAddress recipient = EmailAddress.of(in.readUTF());
            String messageId = in.readUTF();
            byte[] octets = new byte[in.readInt()];
            in.readFully(octets);
            return new ReadyMail(sender, recipient, ComposedMail.of(messageId, octets));
        } catch (IOException | RuntimeException e) {
            throw new StoreException("The content of a mail in the outbox cannot be read: " + e.getMessage());
        }
    }
}
