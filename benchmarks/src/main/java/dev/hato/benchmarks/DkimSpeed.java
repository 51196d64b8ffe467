package dev.hato.benchmarks;

import dev.hato.dkim.DkimAlgorithm;
import dev.hato.dkim.DkimKey;
import dev.hato.dkim.DkimResult;
import dev.hato.dkim.DkimSigner;
import dev.hato.dkim.DkimVerifier;
import dev.hato.message.ComposedMail;
import dev.hato.message.Mailbox;
import dev.hato.message.Message;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Instant;
import java.util.List;

/** Signing whole mails against the bare signature, which is the limit: what is above it is the mail's share. */
final class DkimSpeed implements Benchmark {
    private static final int BITS = 2048;
    private static final int MAIL_OCTETS = 25_000;
    private static final int BARE_OCTETS = 200;
    private static final long ROUND_NANOS = 300_000_000L;
    private static final Instant NOW = Instant.parse("2026-04-01T00:00:00Z");

    @Override
    public String name() {
        return "dkim";
    }

    @Override
    public String description() {
        return "sign mails of 25 KB with DKIM on one thread (RSA of 2048 bits, Ed25519), against the bare signature";
    }

    @Override
    public List<Row> prepare(Settings settings, Progress progress) {
        ComposedMail mail = newsletter();
        progress.say("the mail has " + mail.size() + " octets");
        KeyPair rsa = pair("RSA");
        KeyPair ed25519 = pair("Ed25519");
        return List.of(
                hato("hato-rsa", DkimAlgorithm.RSA_SHA256, rsa, mail),
                bare("rsa-bare", "SHA256withRSA", rsa),
                hato("hato-ed25519", DkimAlgorithm.ED25519_SHA256, ed25519, mail),
                bare("ed25519-bare", "Ed25519", ed25519));
    }

    /** A newsletter of some fifteen articles in HTML and text, 25 KB on the wire. */
    static ComposedMail newsletter() {
        Message.Builder message = Message.builder(
                        Mailbox.of("鳩の店", "news@shop.example"), Mailbox.of("花子", "hanako@example.jp"))
                .subject("今週のお知らせ: 春の新商品と特別価格のご案内")
                .header("List-Unsubscribe", "<https://t.shop.example/u/6fHq3bYt0sV2mXn9>")
                .header("List-Unsubscribe-Post", "List-Unsubscribe=One-Click")
                .header("List-Id", "news.shop.example")
                .header("Feedback-ID", "spring:news:shop:hato");
        StringBuilder html = new StringBuilder("<!DOCTYPE html>\n<html>\n  <body>\n    <table>\n");
        StringBuilder text = new StringBuilder();
        ComposedMail mail;
        int article = 0;
        do {
            article++;
            html.append("      <tr>\n        <td style=\"padding: 0 12px; font-family: Arial, sans-serif\">\n")
                    .append("          <a href=\"https://shop.example/items/")
                    .append(article)
                    .append("?utm_source=mail\">Spring item ")
                    .append(article)
                    .append("</a>\n          <p>A light jacket for the first warm days, in 4 colours. 春の新作です。</p>\n")
                    .append("        </td>\n      </tr>\n");
            text.append("Spring item ")
                    .append(article)
                    .append("\nhttps://shop.example/items/")
                    .append(article)
                    .append("\n\n");
            mail = message.html(html + "    </table>\n  </body>\n</html>\n")
                    .text(text.toString())
                    .build()
                    .compose("<benchmark@shop.example>", NOW);
        } while (mail.size() < MAIL_OCTETS);
        return mail;
    }

    private static KeyPair pair(String algorithm) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            if (algorithm.equals("RSA")) {
                generator.initialize(BITS);
            }
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Row hato(String name, DkimAlgorithm algorithm, KeyPair pair, ComposedMail mail) {
        DkimKey key = DkimKey.of("shop.example", "benchmark", pair);
        DkimSigner signer = DkimSigner.of(key);
        List<DkimResult> results =
                DkimVerifier.of(record -> List.of(key.dnsRecord())).verify(signer.sign(mail, NOW), NOW);
        if (key.algorithm() != algorithm || !(results.get(0) instanceof DkimResult.Pass)) {
            throw new IllegalStateException("Row '" + name + "' does not sign: " + results);
        }
        return new Rate(name, () -> signer.sign(mail, NOW).size());
    }

    private static Row bare(String name, String algorithm, KeyPair pair) {
        byte[] input = new byte[BARE_OCTETS];
        try {
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(pair.getPrivate());
            return new Rate(name, () -> {
                signature.update(input);
                return signature.sign().length;
            });
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Makes one signature. */
    @FunctionalInterface
    private interface Work {
        /** Returns a number that keeps the work from being optimised away. */
        int sign() throws GeneralSecurityException;
    }

    /** A row that works for some time and counts. */
    private static final class Rate implements Row {
        private final String name;
        private final Work work;

        Rate(String name, Work work) {
            this.name = name;
            this.work = work;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public String unit() {
            return "sig/s";
        }

        @Override
        public double measure() {
            long start = System.nanoTime();
            long nanos;
            int count = 0;
            long octets = 0;
            do {
                try {
                    octets += work.sign();
                } catch (GeneralSecurityException e) {
                    throw new IllegalStateException(e);
                }
                count++;
                nanos = System.nanoTime() - start;
            } while (nanos < ROUND_NANOS);
            if (octets < count) {
                throw new IllegalStateException("Row '" + name + "' made empty signatures.");
            }
            return count * 1e9 / nanos;
        }
    }
}
