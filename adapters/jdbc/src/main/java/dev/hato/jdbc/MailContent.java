package dev.hato.jdbc;

import dev.hato.contact.EmailAddress;
import dev.hato.message.ComposedMail;
import dev.hato.message.ReadyMail;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;

/**
 * A composed mail as the outbox keeps it: a version, then envelope, Message-ID, size and the octets, all of them
 * deflated (RFC 1950). Mails are text, much of it quoted-printable or base64, and become some three times smaller.
 */
final class MailContent {
    private static final int VERSION = 1;

    private MailContent() {}

    static byte @Nullable [] bytes(@Nullable ReadyMail mail) {
        if (mail == null) {
            return null;
        }
        ByteArrayOutputStream bytes =
                new ByteArrayOutputStream(512 + mail.content().size() / 2);
        bytes.write(VERSION);
        Deflater deflater = new Deflater(Deflater.BEST_SPEED);
        try (DataOutputStream out = new DataOutputStream(new DeflaterOutputStream(bytes, deflater, 8192))) {
            out.writeUTF(mail.sender().value());
            out.writeUTF(mail.recipient().value());
            out.writeUTF(mail.content().messageId());
            out.writeInt(mail.content().size());
            mail.content().writeTo(out);
        } catch (IOException e) {
            throw new IllegalStateException("Memory cannot be written to.", e);
        } finally {
            deflater.end();
        }
        return bytes.toByteArray();
    }

    static @Nullable ReadyMail mail(byte @Nullable [] bytes) {
        if (bytes == null) {
            return null;
        }
        if (bytes.length == 0 || bytes[0] != VERSION) {
            throw new StoreException(
                    "The outbox has a mail in the form " + (bytes.length == 0 ? "of no octets" : bytes[0])
                            + ", which this version does not know; let all nodes run the newest one.");
        }
        try (DataInputStream in =
                new DataInputStream(new InflaterInputStream(new ByteArrayInputStream(bytes, 1, bytes.length - 1)))) {
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
