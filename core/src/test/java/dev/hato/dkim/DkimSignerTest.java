package dev.hato.dkim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hato.message.ComposedMail;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.Security;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class DkimSignerTest {
    private static final ComposedMail MAIL = TestMails.marketing("春のセール", "本文です。\n");

    private static String text(ComposedMail mail) {
        return new String(mail.toByteArray(), StandardCharsets.UTF_8);
    }

    /** Returns the signature headers without folds. */
    private static List<String> signatures(ComposedMail signed, ComposedMail mail) {
        String text = text(signed);
        assertThat(text).endsWith(text(mail));
        String headers = text.substring(0, text.length() - text(mail).length());
        List<String> unfolded = new ArrayList<>();
        for (String header : headers.split("\r\n(?![ \t])", -1)) {
            if (!header.isEmpty()) {
                unfolded.add(header.replace("\r\n", ""));
            }
        }
        return unfolded;
    }

    private static String tag(String header, String name) {
        for (String tag : header.substring(header.indexOf(':') + 1).split(";", -1)) {
            if (tag.strip().startsWith(name + "=")) {
                return tag.strip().substring(name.length() + 1);
            }
        }
        return "none";
    }

    @Test
    @Tag("R8.4")
    void sign_marketingMail_coversWhatReceiversAskFor() {
        String header = signatures(DkimSigner.of(TestKeys.RSA).sign(MAIL, TestMails.NOW), MAIL)
                .get(0);

        List<String> names = Arrays.asList(tag(header, "h").replace(" ", "").split(":"));
        for (String twice : List.of(
                "From",
                "To",
                "Subject",
                "Date",
                "Message-ID",
                "MIME-Version",
                "Content-Type",
                "Content-Transfer-Encoding",
                "List-Unsubscribe",
                "List-Unsubscribe-Post",
                "List-Id",
                "Feedback-ID")) {
            assertThat(Collections.frequency(names, twice)).as(twice).isEqualTo(2);
        }
        for (String once : List.of("Cc", "Reply-To", "Sender")) {
            assertThat(Collections.frequency(names, once)).as(once).isEqualTo(1);
        }
        assertThat(names).hasSize(27);
    }

    @Test
    void sign_tags_areThoseOfTheKeyTheAuthorAndTheTime() {
        ComposedMail signed = DkimSigner.of(TestKeys.RSA).sign(MAIL, TestMails.NOW.plusNanos(999_999_999));
        String header = signatures(signed, MAIL).get(0);

        assertThat(header).startsWith("DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=shop.example;");
        assertThat(tag(header, "s")).isEqualTo("rsa1");
        assertThat(tag(header, "i")).isEqualTo("@shop.example");
        assertThat(tag(header, "t")).isEqualTo("1748736000");
        assertThat(tag(header, "x")).isEqualTo("none");
        assertThat(tag(header, "l")).isEqualTo("none");
        assertThat(signed.messageId()).isEqualTo(MAIL.messageId());
        assertThat(TestKeys.verifier().verify(signed, TestMails.NOW))
                .singleElement()
                .isInstanceOf(DkimResult.Pass.class);
    }

    @Test
    void sign_twice_givesTheSameOctets() {
        DkimSigner signer = DkimSigner.of(TestKeys.RSA, TestKeys.ED25519);

        assertThat(signer.sign(MAIL, TestMails.NOW).toByteArray())
                .isEqualTo(signer.sign(MAIL, TestMails.NOW).toByteArray())
                .isNotEqualTo(signer.sign(MAIL, TestMails.NOW.plusSeconds(1)).toByteArray());
    }

    @Test
    void sign_withKeysOfBothKinds_addsASignatureOfEach() {
        ComposedMail signed = DkimSigner.of(TestKeys.RSA, TestKeys.ED25519).sign(MAIL, TestMails.NOW);

        assertThat(signatures(signed, MAIL))
                .extracting(header -> tag(header, "a"))
                .containsExactly("ed25519-sha256", "rsa-sha256");
        assertThat(TestKeys.verifier().verify(signed, TestMails.NOW))
                .hasSize(2)
                .hasOnlyElementsOfType(DkimResult.Pass.class);
    }

    @Test
    void sign_lines_areAsciiAndFoldedAt76() {
        String label = "a".repeat(60);
        DkimKey longKey = DkimKey.of(
                label + "." + label + ".example",
                "selector-" + "s".repeat(40),
                new KeyPair(TestKeys.RSA.publicKey(), TestKeys.RSA.privateKey()));
        ComposedMail mail = TestMails.raw("From: x@" + longKey.domain(), "", "x");
        for (ComposedMail signed : List.of(
                DkimSigner.of(TestKeys.RSA, TestKeys.ED25519).sign(MAIL, TestMails.NOW),
                DkimSigner.of(longKey).sign(mail, TestMails.NOW))) {
            for (String line : text(signed).split("\r\n", -1)) {
                if (line.startsWith("Date:") || line.startsWith("From:")) {
                    break;
                }
                assertThat(line).matches("[\\x20-\\x7E]+").doesNotEndWith(" ").isNotBlank();
                boolean unbreakable = line.contains("d=" + label) || line.contains("i=@" + label);
                assertThat(line.length()).as(line).isLessThanOrEqualTo(unbreakable ? 998 : 76);
            }
        }
        assertThat(DkimVerifier.of(TestKeys.published(longKey))
                        .verify(DkimSigner.of(longKey).sign(mail, TestMails.NOW), TestMails.NOW))
                .singleElement()
                .isInstanceOf(DkimResult.Pass.class);
    }

    @Test
    void sign_withValidity_expires() {
        DkimSigner signer = DkimSigner.builder(DkimKeys.of(TestKeys.ED25519))
                .validity(Duration.ofDays(14))
                .build();
        ComposedMail signed = signer.sign(MAIL, TestMails.NOW);

        assertThat(tag(signatures(signed, MAIL).get(0), "x")).isEqualTo(String.valueOf(1748736000 + 14 * 86_400));
        Instant end = TestMails.NOW.plus(Duration.ofDays(14)).plus(Duration.ofMinutes(5));
        assertThat(TestKeys.verifier().verify(signed, end).get(0).word()).isEqualTo("pass");
        assertThat(TestKeys.verifier().verify(signed, end.plusSeconds(1)).get(0).word())
                .isEqualTo("policy");
    }

    @Test
    void sign_withoutAFittingKey_isRefusedOrLeftAsItIs() {
        DkimKeys keys = DkimKeys.of(TestKeys.ED25519);
        DkimSigner lenient = DkimSigner.builder(keys)
                .withoutKey(DkimSigner.WithoutKey.LEAVE_UNSIGNED)
                .build();
        ComposedMail foreign = TestMails.raw("From: \"news@shop.example\" <a@other.example>", "", "x");

        assertThat(lenient.sign(foreign, TestMails.NOW)).isSameAs(foreign);
        assertThatThrownBy(() -> DkimSigner.of(TestKeys.ED25519).sign(foreign, TestMails.NOW))
                .isInstanceOfSatisfying(DkimKeyMissingException.class, e -> {
                    assertThat(e.domain()).isEqualTo("other.example");
                    assertThat(e.at()).isEqualTo(TestMails.NOW);
                })
                .hasMessageContaining("other.example")
                .hasMessageNotContaining("a@");
    }

    @Test
    void sign_withoutASingleAuthorDomain_isRefused() {
        for (ComposedMail mail : List.of(
                TestMails.raw("Subject: x", "", "From: news@shop.example"),
                TestMails.raw("From: news@shop.example", "From: news@shop.example", "", "x"),
                TestMails.raw("From: a@shop.example, b@other.example", "", "x"),
                TestMails.raw("From: \"a@shop.example\"", "", "x"),
                TestMails.raw("From: a@", "", "x"))) {
            assertThatThrownBy(() -> DkimSigner.of(TestKeys.ED25519).sign(mail, TestMails.NOW))
                    .isInstanceOfSatisfying(
                            DkimKeyMissingException.class,
                            e -> assertThat(e.domain()).isNull());
        }
    }

    @Test
    void sign_bareLineEnds_signsWhatLeaves() {
        ComposedMail mail = ComposedMail.of(
                "<x@shop.example>",
                "From: a@shop.example\nSubject: x\r\n\nbare\rcr\nand lf\r\r\n".getBytes(StandardCharsets.US_ASCII));
        ComposedMail signed = DkimSigner.of(TestKeys.ED25519).sign(mail, TestMails.NOW);

        assertThat(text(signed)).endsWith("\r\nFrom: a@shop.example\r\nSubject: x\r\n\r\nbare\r\ncr\r\nand lf\r\n\r\n");
        assertThat(TestKeys.verifier().verify(signed, TestMails.NOW).get(0).word())
                .isEqualTo("pass");
    }

    @Test
    void builder_ownHeaderLists_replaceTheDefaults() {
        DkimSigner signer = DkimSigner.builder(DkimKeys.of(TestKeys.ED25519))
                .overSigned(List.of("From"))
                .signedWhenPresent(List.of("subject", "X-Campaign", "FROM"))
                .build();

        String header = signatures(signer.sign(MAIL, TestMails.NOW), MAIL).get(0);

        assertThat(tag(header, "h")).isEqualTo("From:From:subject");
    }

    @Test
    void builder_headersThatCannotBeSigned_areRefused() {
        DkimSigner.Builder builder = DkimSigner.builder(DkimKeys.of(TestKeys.ED25519));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.overSigned(List.of("Subject")).build())
                .withMessageContaining("From");
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> builder.overSigned(List.of("From", "Received")).build())
                .withMessageContaining("Received");
        for (String name : List.of("", "X Y", "X:", "X;", "X\r\nY", "é")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> builder.overSigned(List.of("From", name)).build())
                    .withMessageContaining("Header name");
        }
        assertThatIllegalArgumentException().isThrownBy(() -> builder.validity(Duration.ofMillis(999)));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.validity(Duration.ofSeconds(Long.MAX_VALUE)));
        for (Instant wrong : List.of(Instant.MIN, Instant.EPOCH.minusNanos(1), Instant.MAX)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> DkimSigner.of(TestKeys.ED25519).sign(MAIL, wrong));
        }
    }

    @Test
    void builder_halvesOfDifferentPairs_areRefused() {
        DkimKey other = DkimKey.generate("shop.example", "other", DkimAlgorithm.ED25519_SHA256);
        DkimKey mixed =
                DkimKey.of("shop.example", "mixed", new KeyPair(TestKeys.ED25519.publicKey(), other.privateKey()));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> DkimSigner.of(mixed))
                .withMessageContaining("mixed._domainkey");
    }

    /** Has only RSA, which it passes on, counting. */
    private static final class CountingProvider extends Provider {
        private static final long serialVersionUID = 1L;

        private final int[] count;

        CountingProvider(int[] count) {
            super("Counting", "1", "counts signatures");
            this.count = count;
            Provider rsa = Security.getProvider("SunRsaSign");
            Service real = rsa.getService("Signature", "SHA256withRSA");
            putService(new Service(this, "Signature", "SHA256withRSA", real.getClassName(), null, null) {
                @Override
                public Object newInstance(Object parameter) throws NoSuchAlgorithmException {
                    count[0]++;
                    return real.newInstance(parameter);
                }
            });
        }

        int count() {
            return count[0];
        }
    }

    @Test
    void builder_provider_signsWhatItCan() {
        CountingProvider provider = new CountingProvider(new int[1]);
        DkimSigner signer = DkimSigner.builder(DkimKeys.of(TestKeys.RSA, TestKeys.ED25519))
                .provider(provider)
                .build();
        int before = provider.count();

        ComposedMail signed = signer.sign(MAIL, TestMails.NOW);

        assertThat(provider.count()).isEqualTo(before + 1);
        assertThat(TestKeys.verifier().verify(signed, TestMails.NOW))
                .hasSize(2)
                .hasOnlyElementsOfType(DkimResult.Pass.class);
    }

    @Test
    void splitter_octetByOctet_findsTheSameHeadersAndBody() {
        for (ComposedMail mail : TestMails.odd()) {
            byte[] octets = mail.toByteArray();
            BodyHash whole = new BodyHash(Canonicalization.RELAXED, Long.MAX_VALUE);
            BodyHash pieces = new BodyHash(Canonicalization.RELAXED, Long.MAX_VALUE);
            MailSplitter one = new MailSplitter(whole);
            MailSplitter many = new MailSplitter(pieces);
            one.write(octets, 0, octets.length);
            for (byte octet : octets) {
                many.write(octet);
            }
            assertThat(many.bodyStart()).isEqualTo(one.bodyStart());
            assertThat(pieces.finish()).isEqualTo(whole.finish());
            List<String> names = List.of("subject", "subject", "from", "to", "x-dup");
            ByteArrayOutputStream ones = new ByteArrayOutputStream();
            ByteArrayOutputStream manys = new ByteArrayOutputStream();
            one.headers().write(names, Canonicalization.RELAXED, ones);
            many.headers().write(names, Canonicalization.RELAXED, manys);
            assertThat(manys.toByteArray()).isEqualTo(ones.toByteArray()).isNotEmpty();
            assertThat(one.hasBareLineEnds()).isFalse();
        }
    }
}
