package dev.hato.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a composer makes, and what render and compose make of the same, must be read alike. */
final class SameMail {
    static final Mailbox SHOP = Mailbox.of("鳩 & Co.", "news@shop.example");
    static final ZoneId ZONE = ZoneId.of("Asia/Tokyo");
    static final MailStamp STAMP = new MailStamp(
            "<1.abc@shop.example>",
            Instant.parse("2026-04-05T06:07:08Z"),
            List.of(new Message.Header("X-Extra", "値 of the mail"), new Message.Header("Feedback-ID", "a:b:c:d")));

    private SameMail() {}

    /** Composes in the slow way. */
    static ComposedMail slow(MessageTemplate template, Mailbox to, Fields fields) {
        Message.Builder message = template.render(to, SHOP, fields).newBuilder();
        STAMP.headers().forEach(header -> message.header(header.name(), header.value()));
        return message.build().compose(STAMP.messageId(), STAMP.date(), ZONE);
    }

    /** Returns the mail made in the fast way, compared; or null where both ways have raised the same. */
    static @Nullable ComposedMail check(MessageTemplate template, MailComposer composer, Mailbox to, Fields fields) {
        ComposedMail expected;
        try {
            expected = slow(template, to, fields);
        } catch (RenderException e) {
            try {
                composer.compose(to, fields, STAMP);
            } catch (RenderException same) {
                assertThat(same).hasSameClassAs(e).hasMessage(e.getMessage());
                return null;
            }
            throw new AssertionError("The composer did not raise", e);
        }
        ComposedMail actual = composer.compose(to, fields, STAMP);
        same(expected, actual);
        wellFormed(actual);
        return actual;
    }

    private static void same(ComposedMail expected, ComposedMail actual) {
        MimeReader a = new MimeReader(expected);
        MimeReader b = new MimeReader(actual);
        // Plain comparisons: the values are large and there are many.
        equal("structure", a.structure, b.structure);
        equal("HTML", a.html, b.html);
        equal("text", a.text, b.text);
        equal("file names", a.fileNames, b.fileNames);
        for (int i = 0; i < a.files.size(); i++) {
            assertThat(b.files.get(i)).isEqualTo(a.files.get(i));
        }
        equal("headers", headers(expected), headers(actual));
    }

    private static void equal(String what, @Nullable Object expected, @Nullable Object actual) {
        if (!Objects.equals(expected, actual)) {
            assertThat(actual).as(what).isEqualTo(expected);
        }
    }

    /** The headers with their folding, octet for octet, sorted, without what says how the content is encoded. */
    private static List<String> headers(ComposedMail mail) {
        List<String> headers = new ArrayList<>();
        for (String line : MailLines.headersOf(mail)) {
            if (line.startsWith(" ")) {
                int last = headers.size() - 1;
                headers.set(last, headers.get(last) + "\n" + line);
            } else {
                headers.add(line);
            }
        }
        return headers.stream()
                .filter(header -> !header.startsWith("Content-"))
                .sorted()
                .toList();
    }

    private static void wellFormed(ComposedMail mail) {
        byte[] octets = mail.toByteArray();
        String all = new String(octets, StandardCharsets.ISO_8859_1);
        boolean ascii = true;
        boolean dots = false;
        for (int i = 0; i < octets.length; i++) {
            ascii &= octets[i] >= 0;
            boolean lineStart = i == 0 || octets[i - 1] == '\n';
            dots |= lineStart && octets[i] == '.';
            if (octets[i] == '\n' ? i == 0 || octets[i - 1] != '\r' : octets[i] == '\r' && all.charAt(i + 1) != '\n') {
                throw new AssertionError("A bare CR or LF at " + i);
            }
        }
        boolean ready = ascii && !dots && all.endsWith("\r\n");
        assertThat(mail.isSmtpReady()).isEqualTo(ready);
        assertThat(ComposedMail.of("<1@x>", octets).isSmtpReady()).isEqualTo(ready);
        assertThat(mail.size()).isEqualTo(octets.length);
        lines(all);
    }

    private static void lines(String mail) {
        int limit = 998;
        boolean quoted = false;
        boolean header = true;
        for (String line : mail.split("\r\n", -1)) {
            if (line.startsWith("--=_")) {
                header = true;
                limit = 998;
                quoted = false;
            } else if (header && line.startsWith("Content-Transfer-Encoding: ") && !line.endsWith("7bit")) {
                limit = 76;
                quoted = line.endsWith("quoted-printable");
            } else if (header && line.isEmpty()) {
                header = false;
            }
            if (!header && (line.length() > limit || (limit == 76 && (line.endsWith(" ") || line.endsWith("\t"))))) {
                throw new AssertionError("A line is too long or ends in white space: " + line);
            }
            if (!header && quoted && (line.startsWith("From ") || line.startsWith("."))) {
                throw new AssertionError("A line begins badly: " + line);
            }
        }
    }
}
