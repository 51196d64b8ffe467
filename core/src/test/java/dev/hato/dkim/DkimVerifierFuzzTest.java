package dev.hato.dkim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hato.CpuTime;
import dev.hato.message.ComposedMail;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever a mail or a key record holds, the answer is a result, and soon. */
class DkimVerifierFuzzTest {
    private static final long SEED = 20260501L;
    private static final long BUDGET = 10_000_000_000L;
    private static final long SLOWEST = 1_000_000_000L;
    private static final String[] PIECES = {
        ";",
        "=",
        ":",
        "@",
        "/",
        " ",
        "\t",
        "\r\n",
        "\r\n ",
        "\n",
        "\r",
        "\r\n\r\n",
        "v=1",
        "b=",
        "bh=",
        "h=From",
        "l=",
        "x=",
        "t=",
        "i=@",
        "d=",
        "s=",
        "c=relaxed/relaxed",
        "a=ed25519-sha256",
        "q=dns/txt",
        "99999999999999999999",
        "-1",
        "From:",
        "DKIM-Signature:",
        "\u0000",
        "\u007F",
        "\u00FF",
        "====",
        "p=",
        "k=ed25519",
        "v=DKIM1"
    };

    private static String mutate(String text, Random random, int until) {
        StringBuilder out = new StringBuilder(text);
        for (int i = 1 + random.nextInt(4); i > 0; i--) {
            int at = random.nextInt(Math.min(out.length(), until) + 1);
            int end = Math.min(out.length(), at + random.nextInt(12));
            switch (random.nextInt(5)) {
                case 0 -> out.delete(at, end);
                case 1 -> out.insert(at, PIECES[random.nextInt(PIECES.length)]);
                case 2 -> out.replace(at, end, PIECES[random.nextInt(PIECES.length)]);
                case 3 -> out.insert(at, out.substring(at, end).repeat(1 + random.nextInt(20)));
                default -> {
                    if (at < out.length()) {
                        out.setCharAt(at, (char) random.nextInt(256));
                    }
                }
            }
        }
        return out.toString();
    }

    @Test
    void mutatedMailsAndRecords_alwaysEndInResults() {
        Random random = new Random(SEED);
        List<String> mails = new ArrayList<>();
        DkimSigner signer = DkimSigner.of(TestKeys.RSA, TestKeys.ED25519);
        for (ComposedMail mail : TestMails.odd()) {
            mails.add(new String(signer.sign(mail, TestMails.NOW).toByteArray(), StandardCharsets.ISO_8859_1));
        }
        mails.add(new String(
                signer.sign(TestMails.marketing("春", "本文"), TestMails.NOW).toByteArray(), StandardCharsets.ISO_8859_1));
        List<String> words = new ArrayList<>();
        long slowest = 0;
        int runs = 0;
        long begin = System.nanoTime();
        while (runs < 30_000 && System.nanoTime() - begin < BUDGET) {
            String mail =
                    mutate(mails.get(random.nextInt(mails.size())), random, runs % 2 == 0 ? 1200 : Integer.MAX_VALUE);
            boolean mutateRecord = random.nextInt(3) == 0;
            DkimVerifier verifier = DkimVerifier.of(name -> {
                String record = (name.startsWith("ed") ? TestKeys.ED25519 : TestKeys.RSA).dnsRecord();
                return List.of(mutateRecord ? mutate(record, random, Integer.MAX_VALUE) : record);
            });
            long start = CpuTime.nanos();
            try {
                for (DkimResult result : verifier.verify(mail.getBytes(StandardCharsets.ISO_8859_1), TestMails.NOW)) {
                    words.add(result.word());
                    assertThat(result.reason()).isNotBlank();
                }
            } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
                throw new AssertionError("Run " + runs + ": " + mail, e);
            }
            slowest = Math.max(slowest, CpuTime.nanos() - start);
            runs++;
        }
        System.out.println(runs + " mutated mails verified, the slowest in " + slowest / 1_000_000 + " ms");
        assertThat(runs).isGreaterThan(500);
        assertThat(slowest).isLessThan(SLOWEST);
        assertThat(words).contains("pass", "fail", "neutral", "permerror");
    }

    @Test
    void hugeMails_endSoon() throws Exception {
        String signature = new String(new TestSignature().mail(), StandardCharsets.ISO_8859_1);
        for (String unit : List.of(
                ";",
                "a=1;",
                "a",
                "=",
                " ",
                "\r\n ",
                ":",
                "From:",
                "\r\n",
                "\n",
                "\r",
                "X:\r\n",
                "From: x\r\n",
                "\t\r\n",
                "(",
                "\"",
                "DKIM-Signature: v=1; h=From; d=a.b; s=c; bh=AAAA; b=AAAA; a=rsa-sha256\r\n",
                "a.",
                "@")) {
            String many = unit.repeat(3_000_000 / unit.length());
            String fits = unit.repeat(900_000 / unit.length());
            for (String mail : List.of(
                    many,
                    signature + many,
                    fits + signature,
                    "DKIM-Signature: " + fits + "\r\n" + signature,
                    signature.replace("h=From", "h=From:" + fits),
                    signature.replace("d=shop", "d=" + fits),
                    signature.replace("b=", "b=" + fits),
                    signature.replace("From: ", "From: " + fits))) {
                long start = CpuTime.nanos();
                List<DkimResult> results =
                        TestKeys.verifier().verify(mail.getBytes(StandardCharsets.ISO_8859_1), TestMails.NOW);
                assertThat(CpuTime.nanos() - start).as(unit).isLessThan(2 * SLOWEST);
                assertThat(results).hasSizeLessThanOrEqualTo(11);
            }
        }
    }

    @Test
    void mutatedFromHeaders_neverSignForAnotherDomain() {
        Random random = new Random(SEED);
        for (int run = 0; run < 20_000; run++) {
            String from = mutate("\"a (b) @c\" (x@y.example) <news@shop.example>", random, Integer.MAX_VALUE);
            String domain = AuthorDomain.of(from.getBytes(StandardCharsets.ISO_8859_1));
            if (domain != null) {
                assertThat(DnsNames.isName(domain)).as(from).isTrue();
            }
        }
    }
}
