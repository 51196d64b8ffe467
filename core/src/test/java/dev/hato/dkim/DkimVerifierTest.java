package dev.hato.dkim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The tags of a signature, each wrong in every way (RFC 6376, 3.5 and 6.1). */
class DkimVerifierTest {
    private static final Instant NOW = TestMails.NOW;
    private static final long T = NOW.getEpochSecond();

    private static DkimResult verify(byte[] mail) {
        List<DkimResult> results = TestKeys.verifier().verify(mail, NOW);
        assertThat(results).hasSize(1);
        return results.get(0);
    }

    private static TestSignature signature() throws Exception {
        return new TestSignature();
    }

    @Test
    void verify_mailWithoutSignature_isNothing() {
        assertThat(TestKeys.verifier().verify(TestMails.marketing("x", "y"), NOW))
                .isEmpty();
        assertThat(TestKeys.verifier().verify(new byte[0], NOW)).isEmpty();
        assertThat(TestKeys.verifier().verify("DKIM-Signature".getBytes(StandardCharsets.US_ASCII), NOW))
                .isEmpty();
    }

    @Test
    void verify_leastSignature_passes() throws Exception {
        assertThat(verify(signature().mail())).isInstanceOfSatisfying(DkimResult.Pass.class, pass -> {
            assertThat(pass.identity()).isEqualTo("@shop.example");
            assertThat(pass.wholeBody()).isTrue();
            assertThat(pass.testing()).isFalse();
        });
        assertThat(verify(signature().mail(";", ""))).isInstanceOf(DkimResult.Pass.class);
        assertThat(verify(signature().mail(" ;\r\n\t", ";"))).isInstanceOf(DkimResult.Pass.class);
        assertThat(verify(signature().mail(" ; ", "; \t"))).isInstanceOf(DkimResult.Pass.class);
    }

    /** Each is signed with the tag as it stands, so that nothing but the rule can refuse it. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "null", textBlock = """
            v  | 2                  | neutral
            v  | null               | neutral
            v  | 1.0                | neutral
            a  | rsa-sha1           | policy
            a  | RSA-SHA256         | neutral
            a  | rsa-md5            | neutral
            a  | null               | neutral
            d  | null               | neutral
            d  | ''                 | neutral
            d  | shop example       | neutral
            d  | .shop.example      | neutral
            d  | other.example      | permerror
            d  | Shop.Example       | pass
            s  | null               | neutral
            s  | rsa/1              | neutral
            s  | missing            | permerror
            s  | ed1                | permerror
            h  | null               | neutral
            h  | ''                 | neutral
            h  | Subject            | permerror
            h  | From::Subject      | neutral
            h  | From Subject       | neutral
            h  | From : Subject:cc  | pass
            h  | fROM               | pass
            bh | null               | neutral
            bh | ''                 | neutral
            bh | !!!!               | neutral
            bh | AAAA               | fail
            c  | simple             | pass
            c  | simple/simple      | pass
            c  | simple/relaxed     | pass
            c  | simple/            | neutral
            c  | nofws              | neutral
            c  | simple/simple/simple | neutral
            q  | dns/txt            | pass
            q  | x-own : dns/txt    | pass
            q  | x-own              | neutral
            i  | @shop.example      | pass
            i  | a@SHOP.example     | pass
            i  | a@news.shop.example | pass
            i  | a@notshop.example  | permerror
            i  | a@example          | permerror
            i  | shop.example       | permerror
            i  | a@shop.example@other.example | permerror
            l  | 14                 | pass
            l  | 15                 | permerror
            l  | 0000000000000000000000000000000014 | permerror
            l  | 99999999999999999999999999 | permerror
            l  | -1                 | neutral
            l  | 1 4                | neutral
            l  | ''                 | neutral
            t  | 1748736000         | pass
            t  | 1748736300         | pass
            t  | 1748736301         | policy
            t  | 999999999999       | policy
            t  | 9999999999999      | neutral
            t  | now                | neutral
            x  | 1748735700         | pass
            x  | 1748735699         | policy
            x  | 0                  | policy
            x  | soon               | neutral
            z  | From:a@shop.example | pass
            zz_9 | anything at all  | pass
            9z | digit first        | neutral
            '' | no name            | neutral
            n  | a=b=c              | pass
            """)
    void verify_tag(String tag, String value, String word) throws Exception {
        DkimResult result = verify(signature().tag(tag, value).mail());

        assertThat(result.word()).as(result.toString()).isEqualTo(word);
        assertThat(result.reason()).isNotBlank();
    }

    @Test
    void verify_expiryBeforeTheSignature_isAContradiction() throws Exception {
        assertThat(verify(signature().tag("t", "" + T).tag("x", "" + T).mail()).word())
                .isEqualTo("permerror");
        assertThat(verify(signature().tag("t", "" + T).tag("x", "" + (T + 1)).mail())
                        .word())
                .isEqualTo("pass");
    }

    @Test
    void verify_clockTolerance_isAsSet() throws Exception {
        byte[] mail = signature().tag("x", "" + (T - 60)).mail();

        assertThat(TestKeys.verifier()
                        .clockTolerance(Duration.ZERO)
                        .verify(mail, NOW)
                        .get(0)
                        .word())
                .isEqualTo("policy");
        assertThat(TestKeys.verifier()
                        .clockTolerance(Duration.ofSeconds(60))
                        .verify(mail, NOW)
                        .get(0)
                        .word())
                .isEqualTo("pass");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TestKeys.verifier().clockTolerance(Duration.ofSeconds(-1)));
        for (Instant extreme : List.of(Instant.MIN, Instant.MAX)) {
            assertThat(TestKeys.verifier().verify(mail, extreme)).hasSize(1);
        }
    }

    @Test
    void verify_length_coversThatMuchOfTheBody() throws Exception {
        byte[] mail =
                signature().tag("l", "5").tag("bh", TestSignature.hash("Hello")).mail();
        assertThat(verify(mail)).isInstanceOfSatisfying(DkimResult.Pass.class, pass -> {
            assertThat(pass.wholeBody()).isFalse();
            assertThat(pass.reason()).contains("part of the body");
        });
        assertThat(verify(signature()
                                .tag("l", "0")
                                .tag("bh", TestSignature.hash(""))
                                .mail())
                        .word())
                .isEqualTo("pass");
        mail[mail.length - 3] ^= 1;
        assertThat(verify(mail).word()).isEqualTo("pass");
        mail[mail.length - 12] ^= 1;
        assertThat(verify(mail).word()).isEqualTo("fail");
    }

    @Test
    void verify_tagTwice_isNoSignature() throws Exception {
        assertThat(verify(signature().mail("; ", "; v=1")).reason()).contains("v= stands twice");
        assertThat(verify(signature().mail("; ", "; b=AAAA")).reason()).contains("b= stands twice");
        assertThat(verify(signature().mail("; ", ";;")).word()).isEqualTo("neutral");
        assertThat(verify(signature().mail("; ", "; é=1")).word()).isEqualTo("neutral");
    }

    @Test
    void verify_manySignatures_looksAtTen() throws Exception {
        String mail = new String(signature().mail(), StandardCharsets.ISO_8859_1);
        int end = mail.indexOf("\r\nFrom") + 2;
        byte[] many = (mail.substring(0, end).repeat(500) + mail.substring(end)).getBytes(StandardCharsets.ISO_8859_1);

        List<DkimResult> results = TestKeys.verifier().verify(many, NOW);

        assertThat(results).hasSize(11);
        assertThat(results.subList(0, 10)).hasOnlyElementsOfType(DkimResult.Pass.class);
        assertThat(results.get(10)).isInstanceOf(DkimResult.Policy.class);
        assertThat(results.get(10).reason()).contains("490");
    }

    @Test
    void verify_oneBrokenSignature_doesNotHinderAnother() throws Exception {
        String mail = "DKIM-Signature: nonsense\r\nDkim-signature :\r\n"
                + new String(signature().mail(), StandardCharsets.ISO_8859_1);

        assertThat(TestKeys.verifier().verify(mail.getBytes(StandardCharsets.ISO_8859_1), NOW))
                .extracting(DkimResult::word)
                .containsExactly("neutral", "neutral", "pass");
    }

    @Test
    void verify_hugeHeaders_areNotLookedAt() {
        String mail = "DKIM-Signature: v=1\r\nX: " + "x".repeat(1 << 20) + "\r\n\r\n";

        assertThat(verify(mail.getBytes(StandardCharsets.US_ASCII))).isInstanceOf(DkimResult.PermError.class);
    }

    @Test
    void verify_lookupThatFails_isTemporary() throws Exception {
        byte[] mail = signature().mail();
        for (DkimKeyRecords records : List.<DkimKeyRecords>of(
                name -> {
                    throw new IOException("timed out");
                },
                name -> {
                    throw new IllegalStateException("broken\r\nclient");
                })) {
            assertThat(DkimVerifier.of(records).verify(mail, NOW))
                    .singleElement()
                    .isInstanceOfSatisfying(DkimResult.TempError.class, error -> {
                        assertThat(error.domain()).isEqualTo("shop.example");
                        assertThat(error.reason()).containsAnyOf("timed out", "broken\\u000D\\u000Aclient");
                    });
        }
    }

    @Test
    void verify_changedBody_failsWithoutALookup() throws Exception {
        byte[] mail = signature().mail();
        mail[mail.length - 3] ^= 1;
        DkimKeyRecords none = name -> {
            throw new AssertionError("looked up " + name);
        };

        assertThat(DkimVerifier.of(none).verify(mail, NOW).get(0)).isInstanceOf(DkimResult.Fail.class);
    }
}
