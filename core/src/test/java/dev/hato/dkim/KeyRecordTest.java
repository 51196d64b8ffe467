package dev.hato.dkim;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.KeyPairGenerator;
import java.security.spec.RSAKeyGenParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What domains publish, right and wrong (RFC 6376, 3.6.1). */
class KeyRecordTest {
    private static final String P = TestKeys.RSA.dnsRecord().replaceAll(".*p=", "p=");

    private static DkimResult verify(byte[] mail, String... records) {
        return DkimVerifier.of(name -> List.of(records))
                .verify(mail, TestMails.NOW)
                .get(0);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            v=DKIM1; k=rsa; P           | pass
            P                           | pass
            P;                          | pass
            v = DKIM1 ; P               | pass
            v=DKIM1; n=a note; x=1; P   | pass
            v=DKIM1; h=sha256; P        | pass
            v=DKIM1; h=sha1:sha256; P   | pass
            v=DKIM1; h=sha1; P          | permerror
            v=DKIM1; s=email; P         | pass
            v=DKIM1; s=*; P             | pass
            v=DKIM1; s=tlsrpt:email; P  | pass
            v=DKIM1; s=tlsrpt; P        | permerror
            v=DKIM1; t=y:s; P           | pass
            v=DKIM1; k=ed25519; P       | permerror
            v=DKIM1; k=dsa; P           | permerror
            v=DKIM1; p=                 | permerror
            v=DKIM1                     | permerror
            k=rsa; v=DKIM1; P           | permerror
            v=DKIM10; P                 | permerror
            v=DKIM2; P                  | permerror
            v=spf1 -all                 | permerror
            v=DKIM1; P; P               | permerror
            v=DKIM1; p=!!!              | permerror
            v=DKIM1; p=AAAA             | permerror
            some other text             | permerror
            ''                          | permerror
            """)
    void record(String record, String word) throws Exception {
        DkimResult result =
                verify(new TestSignature().mail(), record.replace("P", P).replace("DKIM1;" + P, "DKIM1;P"));

        assertThat(result.word()).as(result.toString()).isEqualTo(word);
    }

    @Test
    void record_revoked_saysSo() throws Exception {
        assertThat(verify(new TestSignature().mail(), "v=DKIM1; p=").reason()).contains("revoked");
    }

    @Test
    void record_testing_isTold() throws Exception {
        assertThat(verify(new TestSignature().mail(), "t=y; " + P))
                .isInstanceOfSatisfying(
                        DkimResult.Pass.class,
                        pass -> assertThat(pass.testing()).isTrue());
    }

    @Test
    void record_strict_isNotForDomainsBelow() throws Exception {
        byte[] below = new TestSignature().tag("i", "a@news.shop.example").mail();

        assertThat(verify(below, P).word()).isEqualTo("pass");
        assertThat(verify(below, "t=s; " + P).word()).isEqualTo("permerror");
        assertThat(verify(new TestSignature().tag("i", "a@Shop.example").mail(), "t=s; " + P)
                        .word())
                .isEqualTo("pass");
    }

    @Test
    void records_several_anyMayBeTheOne() throws Exception {
        byte[] mail = new TestSignature().mail();
        DkimKey other = DkimKey.generate("shop.example", "rsa1", DkimAlgorithm.RSA_SHA256);

        assertThat(verify(mail, "v=spf1 -all", "v=DKIM1; p=", other.dnsRecord(), TestKeys.RSA.dnsRecord())
                        .word())
                .isEqualTo("pass");
        assertThat(verify(mail, other.dnsRecord()).word()).isEqualTo("fail");
        String[] many = Collections.nCopies(6, other.dnsRecord()).toArray(new String[0]);
        many[5] = TestKeys.RSA.dnsRecord();
        assertThat(verify(mail, many).word()).isEqualTo("fail");
        assertThat(verify(mail).word()).isEqualTo("permerror");
    }

    @Test
    void record_pkcs1Key_isReadToo() throws Exception {
        byte[] spki = TestKeys.RSA.publicKey().getEncoded();
        byte[] pkcs1 = Arrays.copyOfRange(spki, 24, spki.length);

        assertThat(verify(new TestSignature().mail(), "p=" + Base64.getEncoder().encodeToString(pkcs1))
                        .word())
                .isEqualTo("pass");
    }

    @Test
    void record_foldedBase64_isRead() throws Exception {
        assertThat(verify(new TestSignature().mail(), P.replaceAll("(.{40})", "$1 "))
                        .word())
                .isEqualTo("pass");
    }

    @Test
    void record_rsaOfWrongLength_isNotAccepted() throws Exception {
        for (int bits : new int[] {512, 1016}) {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(bits);
            String p = Base64.getEncoder()
                    .encodeToString(generator.generateKeyPair().getPublic().getEncoded());
            DkimResult result = verify(new TestSignature().mail(), "p=" + p);
            assertThat(result.word()).isEqualTo("policy");
            assertThat(result.reason()).contains(bits + " bits");
        }
    }

    @Test
    void record_rsaWithLongExponent_isNotAccepted() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(new RSAKeyGenParameterSpec(
                1024, java.math.BigInteger.ONE.shiftLeft(100).nextProbablePrime()));
        String p = Base64.getEncoder()
                .encodeToString(generator.generateKeyPair().getPublic().getEncoded());

        assertThat(verify(new TestSignature().mail(), "p=" + p).word()).isEqualTo("policy");
    }

    @Test
    void record_ed25519_hasExactly32Octets() throws Exception {
        byte[] mail = new TestSignature().key(TestKeys.ED25519).tag("s", "ed1").mail();

        assertThat(verify(mail, TestKeys.ED25519.dnsRecord()).word()).isEqualTo("pass");
        for (int length : new int[] {31, 33, 44}) {
            String p = Base64.getEncoder().encodeToString(new byte[length]);
            assertThat(verify(mail, "k=ed25519; p=" + p).word()).isEqualTo("permerror");
        }
        String wrong = Base64.getEncoder().encodeToString(new byte[32]);
        assertThat(verify(mail, "k=ed25519; p=" + wrong).word()).isNotEqualTo("pass");
    }

    @Test
    void record_hugeOrForeign_endsInAResult() throws Exception {
        byte[] mail = new TestSignature().mail();

        assertThat(verify(mail, "n=" + "x".repeat(20_000) + "; " + P).word()).isEqualTo("permerror");
        assertThat(verify(mail, "n=日本語; " + P).word()).isEqualTo("permerror");
        assertThat(verify(mail, "a=1;".repeat(3000)).word()).isEqualTo("permerror");
    }
}
