package dev.hato.dkim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.hato.Corpus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DkimKeyTest {
    private static final String DOMAIN = "shop.example";

    private static KeyPair rsa(int bits) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(bits);
        return generator.generateKeyPair();
    }

    /** PKCS #1 is what PKCS #8 wraps: for 2048 bits its last octets but 26. */
    private static String pkcs1(DkimKey key) {
        byte[] pkcs8 = key.privateKey().getEncoded();
        byte[] bare = Arrays.copyOfRange(pkcs8, 26, pkcs8.length);
        return "-----BEGIN RSA PRIVATE KEY-----\n"
                + Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                        .encodeToString(bare)
                + "\n-----END RSA PRIVATE KEY-----\n";
    }

    @Test
    void ofEd25519Seed_ofTheRfc_hasTheRfcsPublicKey() {
        byte[] seed = Base64.getDecoder().decode("nWGxne/9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A=");
        DkimKey key = DkimKey.ofEd25519Seed("football.example.com", "brisbane", seed);

        assertThat(key.dnsRecord()).isEqualTo("v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=");
        assertThat(key.dnsName()).isEqualTo("brisbane._domainkey.football.example.com");
        assertThat(key.dnsStrings()).containsExactly(key.dnsRecord());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DkimKey.ofEd25519Seed(DOMAIN, "s", new byte[31]))
                .withMessageContaining("31 octets");
    }

    @Test
    void dnsStrings_ofRsa_areAtMost255OctetsAndJoinToTheRecord() {
        assertThat(TestKeys.RSA.dnsStrings())
                .hasSize(2)
                .allSatisfy(
                        part -> assertThat(part).hasSizeLessThanOrEqualTo(255).matches("[ -~]+"));
        assertThat(String.join("", TestKeys.RSA.dnsStrings()))
                .isEqualTo(TestKeys.RSA.dnsRecord())
                .startsWith("v=DKIM1; k=rsa; p=MIIBIjANBgkqhkiG9w0BAQEF");
        assertThat(TestKeys.RSA.zoneRecord())
                .isEqualTo("rsa1._domainkey.shop.example. IN TXT "
                        + TestKeys.RSA.dnsStrings().stream().collect(Collectors.joining("\" \"", "( \"", "\" )")));
    }

    @Test
    void ofPem_whatToPemWrote_isTheSameKey() {
        for (DkimKey key : List.of(TestKeys.RSA, TestKeys.ED25519)) {
            for (String pem : List.of(
                    key.toPem(),
                    key.toPem().replace("\n", "\r\n"),
                    "# a comment\n" + key.toPem() + "trailing text\n",
                    key.toPem().replace("\n", "\n  "))) {
                DkimKey read = DkimKey.ofPem(DOMAIN, "again", pem);
                assertThat(read.dnsRecord()).isEqualTo(key.dnsRecord());
                assertThat(read.algorithm()).isEqualTo(key.algorithm());
                assertThat(DkimSigner.of(read)).isNotNull();
            }
        }
    }

    @Test
    void ofPem_pkcs1_isTheSameKey() {
        assertThat(DkimKey.ofPem(DOMAIN, "s", pkcs1(TestKeys.RSA)).dnsRecord()).isEqualTo(TestKeys.RSA.dnsRecord());
    }

    @Test
    void ofPem_anythingElse_isRefusedWithoutShowingIt() throws Exception {
        String pem = TestKeys.RSA.toPem();
        String secret = pem.substring(200, 240);
        String ec = "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getEncoder()
                        .encodeToString(KeyPairGenerator.getInstance("EC")
                                .generateKeyPair()
                                .getPrivate()
                                .getEncoded())
                + "\n-----END PRIVATE KEY-----\n";
        for (String wrong : List.of(
                "",
                secret,
                pem.replace("PRIVATE KEY", "ENCRYPTED PRIVATE KEY"),
                pem.replace("PRIVATE KEY", "OPENSSH PRIVATE KEY"),
                pem.replace("PRIVATE KEY", "PUBLIC KEY"),
                pem.substring(0, 400),
                pem.replace("-----END", "====\n-----END"),
                pem.replace(secret, ""),
                ec,
                pkcs1(TestKeys.RSA).replace("KEY-----\nM", "KEY-----\nProc-Type: 4,ENCRYPTED\n\nM"))) {
            assertThatIllegalArgumentException()
                    .as(wrong)
                    .isThrownBy(() -> DkimKey.ofPem(DOMAIN, "s", wrong))
                    .withMessageNotContaining(secret.strip().split("\n", -1)[0])
                    .satisfies(e -> assertThat(e.getMessage()).hasSizeGreaterThan(30));
        }
    }

    @Test
    void of_rsaLength_isRefusedBelow1024AndWeakBelow2048() throws Exception {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DkimKey.of(DOMAIN, "s", rsa(768)))
                .withMessageContaining("768 bits")
                .withMessageContaining("RFC 8301");
        assertThat(DkimKey.of(DOMAIN, "s", rsa(1024)).isWeak()).isTrue();
        assertThat(TestKeys.RSA.isWeak()).isFalse();
        assertThat(TestKeys.ED25519.isWeak()).isFalse();
        assertThat(TestKeys.RSA.bits()).isEqualTo(2048);
    }

    @Test
    void of_privateKeyThatShowsNothing_asksForAPair() {
        PrivateKey opaque = new PrivateKey() {
            private static final long serialVersionUID = 1L;

            @Override
            public String getAlgorithm() {
                return "RSA";
            }

            @Override
            public String getFormat() {
                return "none";
            }

            @Override
            public byte[] getEncoded() {
                return new byte[0];
            }
        };
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DkimKey.of(DOMAIN, "s", opaque))
                .withMessageContaining("KeyPair");
        assertThat(DkimKey.of(DOMAIN, "s", TestKeys.RSA.privateKey()).dnsRecord())
                .isEqualTo(TestKeys.RSA.dnsRecord());
    }

    @Test
    void names_areNormalisedAndChecked() {
        DkimKey key = DkimKey.ofEd25519Seed("日本語.JP", "S2026A", new byte[32]);

        assertThat(key.domain()).isEqualTo("xn--wgv71a119e.jp");
        assertThat(key.selector()).isEqualTo("s2026a");
        for (String wrong : List.of("", ".", "a..b", "a b", "a;b", "-a", "a\r\nb", "a@b", "x".repeat(64))) {
            assertThatIllegalArgumentException().isThrownBy(() -> DkimKey.ofEd25519Seed(wrong, "s", new byte[32]));
            assertThatIllegalArgumentException().isThrownBy(() -> DkimKey.ofEd25519Seed(DOMAIN, wrong, new byte[32]));
        }
        String longest = ("a".repeat(60) + ".").repeat(4) + "example";
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DkimKey.ofEd25519Seed(longest, "selector", new byte[32]))
                .withMessageContaining("shorter selector");
    }

    @Test
    void toString_showsNothingOfTheKey() {
        assertThat(TestKeys.RSA).hasToString("DkimKey[rsa1._domainkey.shop.example, rsa-sha256, 2048 bits]");
        assertThat(TestKeys.ED25519).hasToString("DkimKey[ed1._domainkey.shop.example, ed25519-sha256, 256 bits]");
    }

    @Test
    void ofPem_writtenByOpenssl_isRead(@TempDir Path folder) throws Exception {
        for (String command : List.of(
                "genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out",
                "genpkey -algorithm ED25519 -out",
                "genrsa -traditional -out",
                "genrsa -out")) {
            Path pem = folder.resolve("key.pem");
            openssl(command + " " + pem);
            Path der = folder.resolve("public.der");
            openssl("pkey -in " + pem + " -pubout -outform DER -out " + der);

            DkimKey key = DkimKey.ofPem(DOMAIN, "s", Files.readString(pem));

            assertThat(key.publicKey().getEncoded()).as(command).isEqualTo(Files.readAllBytes(der));
        }
    }

    private static void openssl(String arguments) throws InterruptedException {
        Process process;
        try {
            process = new ProcessBuilder(("openssl " + arguments).split(" "))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            throw Corpus.skipped("openssl is not installed: " + e.getMessage());
        }
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(arguments).isZero();
    }
}
