package dev.hato.dkim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hato.message.ComposedMail;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.interfaces.EdECPrivateKey;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.apache.james.jdkim.DKIMVerifier;
import org.apache.james.jdkim.api.PublicKeyRecordRetriever;
import org.apache.james.jdkim.api.SignatureRecord;
import org.apache.james.jdkim.exceptions.FailException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What we sign, others verify; what others sign, we verify. */
@Tag("R8.4")
class DkimOraclesTest {
    /** The hash of nothing, which an empty body has when relaxed (RFC 6376, 3.4.4). */
    private static final String EMPTY_BODY = "bh=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";

    private static List<DkimSigner> signers(DkimKey... keys) {
        List<DkimSigner> signers = new ArrayList<>();
        for (Canonicalization headers : Canonicalization.values()) {
            for (Canonicalization body : Canonicalization.values()) {
                signers.add(DkimSigner.builder(DkimKeys.of(keys))
                        .canonicalization(headers, body)
                        .build());
            }
        }
        return signers;
    }

    private static List<byte[]> signed(DkimKey... keys) throws IOException {
        List<ComposedMail> mails = TestMails.all();
        List<DkimSigner> signers = signers(keys);
        List<byte[]> signed = new ArrayList<>();
        for (int i = 0; i < mails.size(); i++) {
            for (int k = 0; k < signers.size(); k++) {
                // The odd ones in every form, each other one in one.
                if (i < TestMails.ODD || i % 4 == k) {
                    signed.add(signers.get(k).sign(mails.get(i), TestMails.NOW).toByteArray());
                }
            }
        }
        return signed;
    }

    @Test
    void signedByUs_verifiesWithJdkim() throws Exception {
        PublicKeyRecordRetriever keys = (methods, selector, domain) -> {
            assertThat(selector + "._domainkey." + domain).isEqualTo(TestKeys.RSA.dnsName());
            return List.of(TestKeys.RSA.dnsRecord());
        };
        int verified = 0;
        for (byte[] mail : signed(TestKeys.RSA)) {
            if (new String(mail, StandardCharsets.UTF_8).contains(EMPTY_BODY)) {
                continue; // jdkim 0.5 hashes a line end there, as RFC 4871 did before its errata.
            }
            try {
                List<SignatureRecord> passed = new DKIMVerifier(keys).verify(new ByteArrayInputStream(mail));
                assertThat(passed).hasSize(1);
                verified++;
            } catch (FailException e) {
                throw new AssertionError("refused: " + new String(mail, StandardCharsets.UTF_8), e);
            }
        }
        assertThat(verified).isGreaterThan(150);
    }

    @Test
    void signedByUs_verifiesWithPython(@TempDir Path folder) throws Exception {
        PythonOracle python = new PythonOracle(folder);
        List<byte[]> mails = signed(TestKeys.RSA, TestKeys.ED25519);
        python.mails(mails);
        python.records(TestKeys.RSA, TestKeys.ED25519);

        List<String> words = python.run("verify", mails.size());

        assertThat(words).hasSize(mails.size());
        for (int i = 0; i < words.size(); i++) {
            assertThat(words.get(i)).as("mail %d", i).isEqualTo("pass pass");
        }
    }

    @Test
    void signedByUs_andChanged_failsWithPython(@TempDir Path folder) throws Exception {
        PythonOracle python = new PythonOracle(folder);
        List<byte[]> mails = signed(TestKeys.RSA, TestKeys.ED25519);
        for (byte[] mail : mails) {
            int from = new String(mail, StandardCharsets.ISO_8859_1).indexOf("@shop.example>");
            mail[from + 1] = 'c';
        }
        python.mails(mails);
        python.records(TestKeys.RSA, TestKeys.ED25519);

        assertThat(python.run("verify", mails.size())).hasSameSizeAs(mails).containsOnly("fail fail");
    }

    @Test
    void signedByPython_verifiesWithUs(@TempDir Path folder) throws Exception {
        PythonOracle python = new PythonOracle(folder);
        List<ComposedMail> mails = TestMails.all();
        python.mails(mails.stream().map(ComposedMail::toByteArray).toList());
        Files.writeString(folder.resolve("rsa.pem"), TestKeys.RSA.toPem());
        byte[] seed =
                ((EdECPrivateKey) TestKeys.ED25519.privateKey()).getBytes().orElseThrow();
        Files.writeString(folder.resolve("ed25519.seed"), Base64.getEncoder().encodeToString(seed));

        python.run("sign", mails.size());

        for (int i = 0; i < mails.size(); i++) {
            byte[] signed = Files.readAllBytes(folder.resolve(i + ".signed.eml"));
            assertThat(TestKeys.verifier().verify(signed, TestMails.NOW.plusSeconds(999_999_999)))
                    .as("mail %d", i)
                    .singleElement()
                    .isInstanceOf(DkimResult.Pass.class);
        }
    }
}
