package dev.hato.dkim;

import dev.hato.dkim.ReceivedSignature.Content;
import dev.hato.message.ComposedMail;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.SignatureException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Verifies the DKIM signatures of a mail (RFC 6376, RFC 8301, RFC 8463).
 *
 * <pre>{@code
 * DkimVerifier verifier = DkimVerifier.of(name -> dns.txt(name));
 * boolean ours = verifier.verify(mail, now).stream()
 *     .anyMatch(result -> result instanceof DkimResult.Pass && "shop.example".equals(result.domain()));
 * }</pre>
 *
 * <p>Whatever the mail holds, the answer is a list of results: no exception, at most {@code 10} signatures
 * with a key lookup each, and a time that grows with the mail's size and no faster. A mail whose headers are longer
 * than a mebibyte is not looked at. Which domains matter, and whether they are the author's, is the caller's
 * question.
 *
 * <p>Immutable; thread-safe if the key records are.
 */
public final class DkimVerifier {
    private static final int MAX_SIGNATURES = 10;
    private static final int MAX_HEADERS = 1 << 20;
    private static final int MAX_RECORDS = 5;
    private static final Duration TOLERANCE = Duration.ofMinutes(5);

    private final DkimKeyRecords records;
    private final Duration clockTolerance;

    private DkimVerifier(DkimKeyRecords records, Duration clockTolerance) {
        this.records = Objects.requireNonNull(records, "records");
        this.clockTolerance = clockTolerance;
    }

    /** Returns a verifier that bears with clocks five minutes apart. */
    public static DkimVerifier of(DkimKeyRecords records) {
        return new DkimVerifier(records, TOLERANCE);
    }

    /**
     * Returns a verifier for clocks that differ by that much from the signers': it counts for {@code t=} and
     * {@code x=}.
     *
     * @param value not negative
     */
    public DkimVerifier clockTolerance(Duration value) {
        if (value.isNegative()) {
            throw new IllegalArgumentException("A clock tolerance of " + value + " is negative; give zero or more.");
        }
        return new DkimVerifier(records, value);
    }

    /**
     * Returns a result for each signature of a composed mail, from top to bottom.
     *
     * @see #verify(byte[], Instant)
     */
    public List<DkimResult> verify(ComposedMail mail, Instant now) {
        return verify(mail.toByteArray(), now);
    }

    /**
     * Returns a result for each signature of a mail, from top to bottom.
     *
     * @param mail the octets after DATA without dot-stuffing; lines that end in LF alone, as in files, are read as
     *     if they ended in CRLF
     * @param now for {@code t=} and {@code x=}
     * @return none if the mail is not signed, which RFC 8601 calls {@code none}
     */
    public List<DkimResult> verify(byte[] mail, Instant now) {
        Objects.requireNonNull(now, "now");
        MailSplitter splitter = new MailSplitter(null);
        splitter.write(mail, 0, mail.length);
        if (splitter.headerLength() > MAX_HEADERS) {
            return List.of(new DkimResult.PermError(null, null, "The headers are longer than 1 MiB."));
        }
        HeaderFields fields = splitter.headers();
        List<HeaderFields.Field> signatures = fields.named("dkim-signature");
        Bodies bodies = new Bodies(mail, splitter.bodyStart());
        List<DkimResult> results = new ArrayList<>();
        for (HeaderFields.Field field : signatures) {
            if (results.size() == MAX_SIGNATURES) {
                results.add(new DkimResult.Policy(
                        null,
                        null,
                        (signatures.size() - MAX_SIGNATURES) + " more signatures were not looked at; a mail may have "
                                + MAX_SIGNATURES + "."));
                break;
            }
            results.add(verify(fields, field, bodies, now));
        }
        return results;
    }

    private DkimResult verify(HeaderFields fields, HeaderFields.Field field, Bodies bodies, Instant now) {
        ReceivedSignature signature;
        try {
            signature = new ReceivedSignature(fields.value(field));
        } catch (Refusal e) {
            return e.toResult(null, null);
        }
        try {
            Content content = signature.check(now, clockTolerance);
            boolean wholeBody = bodies.check(content);
            return verify(signature, content, signed(fields, field, signature, content), wholeBody);
        } catch (Refusal e) {
            return e.toResult(signature.domain(), signature.selector());
        }
    }

    /** Returns the canonical headers with the signature's own, its value left out (RFC 6376, 3.7). */
    private static byte[] signed(
            HeaderFields fields, HeaderFields.Field field, ReceivedSignature signature, Content content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(2048);
        fields.write(content.lowerHeaders(), content.headerForm(), out);
        byte[] own = TagList.without(fields.octets(field), field.colon() + 1 - field.start(), signature.tags(), "b");
        HeaderFields.write(own, 0, own.length, content.headerForm(), out);
        return out.toByteArray();
    }

    private DkimResult verify(ReceivedSignature signature, Content content, byte[] headers, boolean wholeBody)
            throws Refusal {
        String domain = String.valueOf(signature.domain());
        String selector = String.valueOf(signature.selector());
        byte[] value = Base64.getDecoder().decode(content.signature());
        Refusal last = Refusal.permanent("No key is published at " + DnsNames.keyRecord(selector, domain) + ".");
        // There should be one record; where there are more, any may be the one (RFC 6376, 6.1.2).
        for (String text : lookUp(DnsNames.keyRecord(selector, domain))) {
            try {
                KeyRecord record = KeyRecord.of(text, domain, content);
                if (KeySignatures.verify(content.algorithm(), record.key(), headers, value)) {
                    return new DkimResult.Pass(
                            domain,
                            selector,
                            content.identity(),
                            content.algorithm(),
                            content.headers(),
                            wholeBody,
                            record.testing());
                }
                last = Refusal.fail("The signature does not fit the headers and the key.");
            } catch (SignatureException e) {
                last = Refusal.fail("The signature is not of a form that the key can have made.");
            } catch (Refusal e) {
                last = e;
            }
        }
        return last.toResult(domain, selector);
    }

    private List<String> lookUp(String name) throws Refusal {
        try {
            return records.txt(name).stream()
                    .filter(KeyRecord::isOne)
                    .limit(MAX_RECORDS)
                    .toList();
        } catch (IOException | RuntimeException e) {
            // A lookup that breaks in any other way is no statement about the mail either.
            throw Refusal.temporary(
                    "The key record could not be had: " + TagList.quote(String.valueOf(e.getMessage())));
        }
    }

    /** The hashes of a body, each computed once however many signatures ask for it. */
    private static final class Bodies {
        private final byte[] mail;
        private final int start;
        private final Map<Key, Hash> hashes = new HashMap<>();

        Bodies(byte[] mail, int start) {
            this.mail = mail;
            this.start = start;
        }

        private record Key(Canonicalization form, long limit) {}

        private record Hash(String value, long length) {}

        /** Returns whether the whole body is covered. */
        boolean check(Content content) throws Refusal {
            Hash hash = hashes.computeIfAbsent(new Key(content.bodyForm(), content.bodyLimit()), this::hash);
            boolean limited = content.bodyLimit() != Long.MAX_VALUE;
            if (limited && content.bodyLimit() > hash.length()) {
                throw Refusal.permanent(
                        "The length l= is larger than the body, which has " + hash.length() + " octets.");
            }
            if (!hash.value().equals(content.bodyHash())) {
                throw Refusal.fail("The body is not the one that was signed.");
            }
            return !limited || content.bodyLimit() == hash.length();
        }

        private Hash hash(Key key) {
            BodyHash hash = new BodyHash(key.form(), key.limit());
            hash.update(mail, start, mail.length);
            String value = Digests.base64(hash.finish());
            return new Hash(value, hash.length());
        }
    }
}
