package dev.hato.dkim;

import dev.hato.message.ComposedMail;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.Provider;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Signs composed mails, so that their receivers know for which domain they were sent and that nobody has changed
 * them (RFC 6376, RFC 8463).
 *
 * <pre>{@code
 * DkimSigner signer = DkimSigner.of(key);
 * ComposedMail signed = signer.sign(message.compose(id, now), now);
 * }</pre>
 *
 * <p>The key is chosen by the domain in the mail's From header and by the time. With keys of both kinds for
 * the domain, the mail gets a signature of each. The signature's {@code i=} is the author's domain, its {@code t=}
 * the given time; it always covers the whole body: {@code l=} is never written, since it lets anybody append to
 * the mail (RFC 6376, 8.2).
 *
 * <p>By default {@link #OVER_SIGNED} headers are listed once more than the mail has them, so that a header added
 * on the way, a second From or another List-Unsubscribe, breaks the signature (RFC 6376, 8.15).
 *
 * <p><b>Speed.</b> The mail's octets are hashed where they lie. What takes the time is the private key: a JDK makes
 * some 650 to 1,000 signatures a second on one core with RSA of 2048 bits, which caps what a host can send however fast
 * its connections are. Ed25519 makes some half as many again there, and two signatures take the time of both. So call
 * {@link #sign} from several threads, bring a faster {@linkplain Builder#provider provider}, or let the mail server
 * sign instead.
 *
 * <p>Immutable and thread-safe.
 */
public final class DkimSigner {
    /** The headers that by default are listed once more than they are there. */
    public static final List<String> OVER_SIGNED = List.of(
            "From",
            "To",
            "Cc",
            "Reply-To",
            "Sender",
            "Subject",
            "Date",
            "Message-ID",
            "MIME-Version",
            "Content-Type",
            "Content-Transfer-Encoding",
            "List-Unsubscribe",
            "List-Unsubscribe-Post",
            "List-Id",
            "Feedback-ID");

    /** The headers that by default are signed where they are there (RFC 6376, 5.4.1). */
    public static final List<String> SIGNED_WHEN_PRESENT = List.of(
            "In-Reply-To",
            "References",
            "Content-ID",
            "Content-Description",
            "Content-Disposition",
            "List-Help",
            "List-Subscribe",
            "List-Post",
            "List-Owner",
            "List-Archive");

    /** So that an expiry still has the twelve digits that it may have (RFC 6376, 3.5). */
    private static final Instant LATEST = Instant.ofEpochSecond(900_000_000_000L);

    private static final Duration MAX_VALIDITY = Duration.ofDays(3650);

    private final DkimKeys keys;
    private final Canonicalization headerForm;
    private final Canonicalization bodyForm;
    private final SignedHeaders signedHeaders;
    private final @Nullable Duration validity;
    private final WithoutKey withoutKey;
    private final KeySignatures signatures;

    private DkimSigner(Builder builder) {
        keys = builder.keys;
        headerForm = builder.headerForm;
        bodyForm = builder.bodyForm;
        signedHeaders = new SignedHeaders(builder.overSigned, builder.whenPresent);
        validity = builder.validity;
        withoutKey = builder.withoutKey;
        signatures = new KeySignatures(builder.provider);
        keys.all().forEach(signatures::check);
    }

    /** Returns a signer with all defaults for keys that sign at any time for exactly their own domains. */
    public static DkimSigner of(DkimKey... keys) {
        return builder(DkimKeys.of(keys)).build();
    }

    /** Begins a signer. */
    public static Builder builder(DkimKeys keys) {
        return new Builder(keys);
    }

    /**
     * Returns the mail with one DKIM-Signature header in front for each key that fits.
     *
     * <p>The rest of the mail stays as it is, except that a CR or LF that stands alone becomes CRLF, as it would
     * on its way to the server: what is signed is what leaves. The same mail at the same time gets the same
     * signature.
     *
     * @param now when the mail is signed, with a precision of seconds
     * @throws DkimKeyMissingException if no key fits and the signer is not told to leave such mails unsigned
     * @throws IllegalArgumentException if the time is before 1970 or beyond all sense
     * @throws IllegalStateException if a key cannot sign, for instance because its hardware module is gone
     */
    public ComposedMail sign(ComposedMail mail, Instant now) {
        if (now.isBefore(Instant.EPOCH) || now.isAfter(LATEST)) {
            throw new IllegalArgumentException(
                    "The time " + now + " cannot be written into a signature; it counts seconds"
                            + " from 1970 in at most twelve digits.");
        }
        BodyHash body = new BodyHash(bodyForm, Long.MAX_VALUE);
        MailSplitter splitter = new MailSplitter(body);
        try {
            mail.writeTo(splitter);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // memory does not fail
        }
        byte[] bodyHash = body.finish();
        if (splitter.hasBareLineEnds()) {
            return sign(ComposedMail.of(mail.messageId(), MailSplitter.normalised(mail.toByteArray())), now);
        }
        HeaderFields fields = splitter.headers();
        byte[] from = fields.single("from");
        String author = from == null ? null : AuthorDomain.of(from);
        List<DkimKey> fitting = author == null ? List.of() : keys.keysFor(author, now);
        if (author == null || fitting.isEmpty()) {
            if (withoutKey == WithoutKey.LEAVE_UNSIGNED) {
                return mail;
            }
            throw new DkimKeyMissingException(author, now);
        }
        ComposedMail signed = mail;
        for (int i = fitting.size() - 1; i >= 0; i--) {
            String header =
                    new String(header(fitting.get(i), author, fields, bodyHash, now), StandardCharsets.US_ASCII);
            int value = header.indexOf(':') + 2;
            signed = signed.withHeader(header.substring(0, value - 2), header.substring(value, header.length() - 2));
        }
        return signed;
    }

    private byte[] header(DkimKey key, String author, HeaderFields fields, byte[] bodyHash, Instant now) {
        SignedHeaders.Names names = signedHeaders.namesFor(fields);
        SignatureHeader header = new SignatureHeader()
                .tag("v", "1")
                .tag("a", key.algorithm().word)
                .tag("c", headerForm.word() + '/' + bodyForm.word())
                .tag("d", key.domain())
                .tag("s", key.selector())
                .tag("i", '@' + author)
                .tag("t", String.valueOf(now.getEpochSecond()));
        if (validity != null) {
            header.tag("x", String.valueOf(now.plus(validity).getEpochSecond()));
        }
        header.list("h", names.written())
                .begin("bh")
                .base64(Digests.base64(bodyHash))
                .end()
                .begin("b");
        ByteArrayOutputStream signed = new ByteArrayOutputStream(2048);
        fields.write(names.lower(), headerForm, signed);
        byte[] unsigned = header.toByteArray();
        HeaderFields.write(unsigned, 0, unsigned.length, headerForm, signed);
        return header.base64(Digests.base64(signatures.sign(key, signed.toByteArray())))
                .line()
                .toByteArray();
    }

    /** What happens to a mail for whose author no key signs at the time. */
    public enum WithoutKey {
        /** It is refused with {@link DkimKeyMissingException}: unsigned marketing mail ends as spam. */
        REFUSE,
        /** It stays as it is, for hosts whose mail server signs the rest. */
        LEAVE_UNSIGNED
    }

    /** Collects what a signer is to do. Not thread-safe. */
    public static final class Builder {
        private final DkimKeys keys;
        private Canonicalization headerForm = Canonicalization.RELAXED;
        private Canonicalization bodyForm = Canonicalization.RELAXED;
        private List<String> overSigned = OVER_SIGNED;
        private List<String> whenPresent = SIGNED_WHEN_PRESENT;
        private @Nullable Duration validity;
        private WithoutKey withoutKey = WithoutKey.REFUSE;
        private @Nullable Provider provider;

        private Builder(DkimKeys keys) {
            this.keys = Objects.requireNonNull(keys, "keys");
        }

        /** Sets how much headers and body may change on their way, by default relaxed for both (RFC 6376, 3.4). */
        public Builder canonicalization(Canonicalization headers, Canonicalization body) {
            headerForm = Objects.requireNonNull(headers, "headers");
            bodyForm = Objects.requireNonNull(body, "body");
            return this;
        }

        /** Sets the names of the headers that nobody may add to, in place of {@link #OVER_SIGNED}; in any case. */
        public Builder overSigned(List<String> names) {
            overSigned = List.copyOf(names);
            return this;
        }

        /** Sets the names of the headers signed where present, in place of {@link #SIGNED_WHEN_PRESENT}; in any case. */
        public Builder signedWhenPresent(List<String> names) {
            whenPresent = List.copyOf(names);
            return this;
        }

        /**
         * Makes signatures expire, {@code x=}: by default they do not. Receivers may take an expired signature for
         * none, so the time must exceed the days for which servers retry.
         *
         * @param value from a second to ten years, counted in seconds
         */
        public Builder validity(Duration value) {
            if (value.compareTo(Duration.ofSeconds(1)) < 0 || value.compareTo(MAX_VALIDITY) > 0) {
                throw new IllegalArgumentException("A validity of " + value + " is not between a second and "
                        + MAX_VALIDITY.toDays() + " days; give some days, such as Duration.ofDays(14).");
            }
            validity = value;
            return this;
        }

        /** Sets what happens to a mail that no key fits; by default it is refused. */
        public Builder withoutKey(WithoutKey value) {
            withoutKey = Objects.requireNonNull(value, "withoutKey");
            return this;
        }

        /**
         * Sets who computes the signatures: a faster implementation than the JDK's, or one that reaches the host's
         * hardware module. An algorithm that it does not have is left to the JDK. The provider need not be registered.
         */
        public Builder provider(Provider value) {
            provider = Objects.requireNonNull(value, "provider");
            return this;
        }

        /**
         * Returns the signer, after each key has signed once to see that it can.
         *
         * @throws IllegalArgumentException if From is not signed, a name is no header's or must not be signed, or a
         *     private key does not go with its public half
         */
        public DkimSigner build() {
            return new DkimSigner(this);
        }
    }
}
