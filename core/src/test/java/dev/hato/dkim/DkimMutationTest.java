package dev.hato.dkim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hato.message.ComposedMail;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is signed cannot be changed. */
@Tag("R8.4")
class DkimMutationTest {
    private static final Random RANDOM = new Random(8463);

    /** With RSA, which the JDK verifies some thirty times as fast as Ed25519. */
    private static byte[] signed(Canonicalization form) {
        return signed(form, TestKeys.RSA);
    }

    private static byte[] signed(Canonicalization form, DkimKey key) {
        DkimSigner signer = DkimSigner.builder(DkimKeys.of(key))
                .canonicalization(form, form)
                .build();
        ComposedMail mail = TestMails.message("春の  セール and  spaces")
                .html("<p>Hello  world</p>\n  <b>.</b> \n\n")
                .text("text \n")
                .replyTo(TestMails.SHOP)
                .build()
                .compose("<m@shop.example>", TestMails.NOW);
        return signer.sign(mail, TestMails.NOW).toByteArray();
    }

    private static boolean passes(byte[] mail) {
        return TestKeys.verifier().verify(mail, TestMails.NOW).stream().anyMatch(DkimResult.Pass.class::isInstance);
    }

    private static int endOfSignature(byte[] mail) {
        return new String(mail, StandardCharsets.ISO_8859_1).indexOf("\r\nDate:") + 2;
    }

    private static boolean isSpace(int octet) {
        return octet == ' ' || octet == '\t' || octet == '\r' || octet == '\n';
    }

    @Test
    void simple_anyChangedOctet_fails() {
        byte[] mail = signed(Canonicalization.SIMPLE);
        assertThat(passes(mail)).isTrue();
        int from = endOfSignature(mail);
        for (int i = from; i < mail.length; i++) {
            byte[] changed = mail.clone();
            do {
                changed[i] = (byte) RANDOM.nextInt(256);
            } while (changed[i] == mail[i]);
            assertThat(passes(changed))
                    .as("octet %d of %d, %d for %d", i, mail.length, changed[i], mail[i])
                    .isFalse();
        }
    }

    @Test
    void ed25519_changedOctet_fails() {
        byte[] mail = signed(Canonicalization.SIMPLE, TestKeys.ED25519);
        assertThat(passes(mail)).isTrue();
        for (int i = endOfSignature(mail); i < mail.length; i += 1 + RANDOM.nextInt(20)) {
            byte[] changed = mail.clone();
            changed[i] ^= 1;
            assertThat(passes(changed)).as("octet %d", i).isFalse();
        }
    }

    @Test
    void relaxed_anyChangedOctet_failsUnlessBothAreSpaceOrCase() {
        byte[] mail = signed(Canonicalization.RELAXED);
        assertThat(passes(mail)).isTrue();
        int from = endOfSignature(mail);
        int passed = 0;
        for (int i = from; i < mail.length; i++) {
            for (int octet : new int[] {RANDOM.nextInt(256), ' ', 'x', mail[i] ^ 0x20, mail[i] ^ 1}) {
                byte[] changed = mail.clone();
                changed[i] = (byte) octet;
                if (octet != mail[i] && passes(changed)) {
                    passed++;
                    boolean caseOfName = Character.isLetter(mail[i]) && (mail[i] ^ 0x20) == octet;
                    assertThat((isSpace(octet) && isSpace(mail[i])) || caseOfName)
                            .as("octet %d, %d for %d", i, octet, mail[i])
                            .isTrue();
                }
            }
        }
        assertThat(passed).as("relaxed allows something").isBetween(50, 400);
    }

    @Test
    void relaxed_whatServersDoToWhiteSpace_passes() {
        String mail = new String(signed(Canonicalization.RELAXED), StandardCharsets.ISO_8859_1);
        for (String changed : new String[] {
            mail.replace("Subject: ", "SUBJECT:\t "),
            mail.replace("List-Id: News <news", "list-id : News\r\n\t <news"),
            mail + "\r\n\r\n",
            mail.replace("\r\n\r\n", " \t\r\n\r\n").replaceFirst(" \t\r\n\r\n", "\r\n\r\n"),
            "Received: from relay.example\r\n\tby mx.example\r\n" + mail,
            "X-Spam-Score: 0\r\n" + mail
        }) {
            assertThat(changed).isNotEqualTo(mail);
            assertThat(passes(changed.getBytes(StandardCharsets.ISO_8859_1)))
                    .as(changed)
                    .isTrue();
        }
    }

    @Test
    void anyOctetLostOrDoubled_fails() {
        byte[] mail = signed(Canonicalization.SIMPLE);
        int body = new String(mail, StandardCharsets.ISO_8859_1).indexOf("\r\n\r\n");
        for (int i = endOfSignature(mail); i < mail.length - 2; i++) {
            String text = new String(mail, StandardCharsets.ISO_8859_1);
            String without = text.substring(0, i) + text.substring(i + 1);
            String twice = text.substring(0, i) + text.charAt(i) + text.substring(i);
            // A CR before LF may be missing, since the verifier reads files with bare LF.
            if (text.charAt(i) != '\r') {
                assertThat(passes(without.getBytes(StandardCharsets.ISO_8859_1)))
                        .as("octet %d lost; body at %d", i, body)
                        .isFalse();
            }
            assertThat(passes(twice.getBytes(StandardCharsets.ISO_8859_1)))
                    .as("octet %d doubled; body at %d", i, body)
                    .isFalse();
        }
    }

    @Test
    void headerAddedAnywhere_fails() {
        for (Canonicalization form : Canonicalization.values()) {
            String mail = new String(signed(form), StandardCharsets.ISO_8859_1);
            int end = mail.indexOf("\r\n\r\n") + 2;
            for (String name : DkimSigner.OVER_SIGNED) {
                String line = name + ": evil@example.org\r\n";
                for (String changed : new String[] {
                    line + mail,
                    mail.substring(0, end) + line + mail.substring(end),
                    mail.replace("\r\nFrom:", "\r\n" + name.toUpperCase(Locale.ROOT) + " : x\r\nFrom:")
                }) {
                    assertThat(passes(changed.getBytes(StandardCharsets.ISO_8859_1)))
                            .as(name)
                            .isFalse();
                }
            }
        }
    }

    @Test
    void headerRemoved_fails() {
        String mail = new String(signed(Canonicalization.RELAXED), StandardCharsets.ISO_8859_1);
        int removed = 0;
        for (String name : DkimSigner.OVER_SIGNED) {
            int end = mail.indexOf("\r\n\r\n") + 2;
            String changed = mail.substring(0, end).replaceFirst("(?m)^" + name + ":.*\r\n([ \t].*\r\n)*", "")
                    + mail.substring(end);
            if (!changed.equals(mail)) {
                removed++;
                assertThat(passes(changed.getBytes(StandardCharsets.ISO_8859_1)))
                        .as(name)
                        .isFalse();
            }
        }
        assertThat(removed).isEqualTo(12);
    }

    @Test
    void signatureHeaderChanged_fails() {
        byte[] mail = signed(Canonicalization.SIMPLE);
        int end = endOfSignature(mail);
        for (int i = 0; i < end; i++) {
            byte[] changed = mail.clone();
            do {
                changed[i] = (byte) (' ' + RANDOM.nextInt(95));
            } while (changed[i] == mail[i]);
            boolean passes = passes(changed);
            String text = new String(mail, StandardCharsets.ISO_8859_1);
            // White space in b= is not signed; base64 ends in bits that mean nothing.
            boolean inValue = i > text.indexOf(" b=") || text.startsWith("==", i);
            assertThat(passes && !inValue)
                    .as("octet %d, %s for %s", i, changed[i], mail[i])
                    .isFalse();
        }
    }
}
