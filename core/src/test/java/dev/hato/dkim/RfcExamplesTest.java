package dev.hato.dkim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hato.Corpus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The signed examples of the RFCs, and altered copies. */
class RfcExamplesTest {
    private static final Instant NOW = Instant.parse("2018-07-01T00:00:00Z");

    /** The keys of RFC 6376, C, and RFC 8463, A.2. */
    private static final Map<String, String> RECORDS = Map.of(
            "brisbane._domainkey.example.com",
            "v=DKIM1; p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDwIRP/UC3SBsEmGqZ9ZJW3/DkMoGeLnQg1fWn7/zYt"
                    + "IxN2SnFCjxOCKG9v3b4jYfcTNh5ijSsq631uBItLa7od+v/RtdC2UzJ1lWT947qR+Rcac2gbto/NMqJ0fzfV"
                    + "jH4OuKhitdY9tf6mcwGjaNBcWToIMmPSPDdQPNUYckcQ2QIDAQAB",
            "brisbane._domainkey.football.example.com",
            "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=",
            "test._domainkey.football.example.com",
            "v=DKIM1; k=rsa; p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDkHlOQoBTzWRiGs5V6NpP3idY6Wk08a5qhdR6wy5bd"
                    + "OKb2jLQiY/J16JYi0Qvx/byYzCNb3W91y3FutACDfzwQ/BC/e/8uBsCR+yz1Lxj+PL6lHvqMKrM3rG4hstT5"
                    + "QjvHO9PzoxZyVYLzBfO2EeC3Ip3G+2kryOTIKT+l/K4w3QIDAQAB");

    private static List<DkimResult> verify(String file) throws IOException {
        String text = Files.readString(Corpus.file("dkim").resolve(file), StandardCharsets.ISO_8859_1);
        byte[] mail = text.replace("\r\n", "\n").replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1);
        DkimVerifier verifier =
                DkimVerifier.of(name -> RECORDS.containsKey(name) ? List.of(RECORDS.get(name)) : List.of());
        List<DkimResult> results = verifier.verify(mail, NOW);
        assertThat(verifier.verify(text.replace("\r\n", "\n").getBytes(StandardCharsets.ISO_8859_1), NOW))
                .as("the same with the line ends of a file")
                .isEqualTo(results);
        return results;
    }

    @Test
    void folder_hasNoOtherExamples() throws IOException {
        try (Stream<Path> files = Files.list(Corpus.file("dkim"))) {
            assertThat(files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".eml")))
                    .containsExactlyInAnyOrder(
                            "rfc6376-A.2.eml",
                            "rfc6376-A.2-body_modified.eml",
                            "rfc6376-A.2-header_subject_modified.eml",
                            "rfc6376-A.2-ill_formed-list_id.eml",
                            "rfc6376-A.2-ill_formed-missing_v.eml",
                            "rfc8463-A.3.eml",
                            "rfc8463-A.3-key_algo_mismatch.eml");
        }
    }

    @Test
    void rfc6376_passes() throws IOException {
        assertThat(verify("rfc6376-A.2.eml")).singleElement().isInstanceOfSatisfying(DkimResult.Pass.class, pass -> {
            assertThat(pass.domain()).isEqualTo("example.com");
            assertThat(pass.selector()).isEqualTo("brisbane");
            assertThat(pass.identity()).isEqualTo("joe@football.example.com");
            assertThat(pass.headers()).containsExactly("Received", "From", "To", "Subject", "Date", "Message-ID");
            assertThat(pass.wholeBody()).isTrue();
            assertThat(pass).asString().doesNotContain("joe");
        });
    }

    @Test
    void rfc6376_bodyModified_failsAtTheBody() throws IOException {
        assertThat(verify("rfc6376-A.2-body_modified.eml"))
                .singleElement()
                .isInstanceOfSatisfying(
                        DkimResult.Fail.class, fail -> assertThat(fail.reason()).contains("body"));
    }

    @Test
    void rfc6376_subjectModified_failsAtTheHeaders() throws IOException {
        assertThat(verify("rfc6376-A.2-header_subject_modified.eml"))
                .singleElement()
                .isInstanceOfSatisfying(
                        DkimResult.Fail.class, fail -> assertThat(fail.reason()).contains("headers"));
    }

    @Test
    void rfc6376_illFormedHeaderThatIsNotSigned_passes() throws IOException {
        assertThat(verify("rfc6376-A.2-ill_formed-list_id.eml")).singleElement().isInstanceOf(DkimResult.Pass.class);
    }

    @Test
    void rfc6376_withoutVersion_isNoSignature() throws IOException {
        assertThat(verify("rfc6376-A.2-ill_formed-missing_v.eml"))
                .singleElement()
                .isInstanceOfSatisfying(
                        DkimResult.Neutral.class,
                        neutral -> assertThat(neutral.reason()).contains("v="));
    }

    @Test
    void rfc8463_bothSignaturesPass() throws IOException {
        assertThat(verify("rfc8463-A.3.eml"))
                .hasSize(2)
                .allSatisfy(result -> assertThat(result.word()).isEqualTo("pass"))
                .extracting(result -> ((DkimResult.Pass) result).algorithm())
                .containsExactly(DkimAlgorithm.ED25519_SHA256, DkimAlgorithm.RSA_SHA256);
    }

    @Test
    void rfc8463_keysOfTheOtherAlgorithm_areNotApplied() throws IOException {
        assertThat(verify("rfc8463-A.3-key_algo_mismatch.eml"))
                .hasSize(2)
                .allSatisfy(result -> assertThat(result.word()).isEqualTo("permerror"))
                .allSatisfy(result -> assertThat(result.reason()).contains("type k="));
    }
}
