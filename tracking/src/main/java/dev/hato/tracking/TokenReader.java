package dev.hato.tracking;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads tokens: tells those that were made with one of the keys from all others. Thread-safe. */
final class TokenReader {
    /** No token is longer: an identity, a link and a detail of the greatest lengths. */
    private static final int LONGEST = Base64Url.length(TokenWriter.BEFORE_IDENTITY
            + 255 * Identities.GROUP
            + TokenWriter.LINK
            + TokenWriter.TAG
            + TokenWriter.LONGEST_DETAIL);

    private final Pool<Verifier> verifiers;

    /** Reads tokens that carry all they say. */
    TokenReader(TrackingKeys keys) {
        this(keys, (mail, number) -> null, null);
    }

    /**
     * @param keys the keys
     * @param registered returns the URL registered under a number, or null
     * @param table the host's table of links, if it has one
     */
    TokenReader(TrackingKeys keys, Targets registered, @Nullable LinkTable table) {
        verifiers = new Pool<>(() -> new Verifier(keys, registered, table));
    }

    /**
     * Returns what the token says, or null if it was not made for the purpose with one of the keys. Any text may be
     * given; none makes it throw, unless the host's table of links does.
     */
    @Nullable TrackedLink read(Purpose purpose, String token) {
        if (token.length() > LONGEST) {
            return null;
        }
        byte[] bytes = Base64Url.decode(token);
        if (bytes == null) {
            return null;
        }
        Verifier verifier = verifiers.take();
        try {
            return verifier.verify(purpose, bytes);
        } finally {
            verifiers.give(verifier);
        }
    }

    /** Verifies one token at a time. */
    private static final class Verifier {
        private final TrackingKeys keys;
        private final Targets registered;
        private final @Nullable LinkTable table;
        private final Streams[] streams = new Streams[TrackingKeys.MOST + 1];
        private final SipHash mac = new SipHash();
        private final SipHash detailMac = new SipHash();

        Verifier(TrackingKeys keys, Targets registered, @Nullable LinkTable table) {
            this.keys = keys;
            this.registered = registered;
            this.table = table;
        }

        @Nullable TrackedLink verify(Purpose purpose, byte[] token) {
            if (token.length < TokenWriter.BEFORE_IDENTITY + TokenWriter.LINK) {
                return null;
            }
            SubKeys key = keys.key(token[0] & 0xFF);
            int link = TokenWriter.BEFORE_IDENTITY + (token[1] & 0xFF) * Identities.GROUP;
            if (key == null || link == TokenWriter.BEFORE_IDENTITY || token.length < link + TokenWriter.LINK) {
                return null;
            }
            long low = SipHash.wordAt(token, TokenWriter.OPENING);
            long high = SipHash.wordAt(token, TokenWriter.OPENING + Long.BYTES);
            streams(key).mail.apply(low, high, token, TokenWriter.BEFORE_IDENTITY, link);
            mac.begin(key.mailMac())
                    .bytes(token, TokenWriter.BEFORE_IDENTITY, link)
                    .finish(link - TokenWriter.BEFORE_IDENTITY);
            if (!mac.is(low, high)) {
                return null;
            }
            TrackedMail mail = Identities.read(token, TokenWriter.BEFORE_IDENTITY, link);
            if (mail == null) {
                return null;
            }
            mac.begin(key.linkMac(purpose)).word(low).word(high);
            return link(key, purpose, mail, token, link);
        }

        /** Reads the link, for which {@link #mac} is begun. */
        private @Nullable TrackedLink link(SubKeys key, Purpose purpose, TrackedMail mail, byte[] token, int at) {
            int number = (token[at + TokenWriter.TAG] & 0xFF) << 8 | (token[at + TokenWriter.TAG + 1] & 0xFF);
            Detail.Form form = Detail.Form.of(number >> 14);
            number &= TokenWriter.LAST_LINK;
            int from = at + TokenWriter.LINK;
            int length = token.length - from;
            boolean authentic;
            String detail;
            switch (form) {
                case OWN -> {
                    authentic = own(key, number, token, at);
                    detail = length == 0 ? null : new String(token, from, length, StandardCharsets.UTF_8);
                }
                case SHARED -> {
                    authentic = shared(key, token, from) && named(form, number, token, at);
                    int text = Math.min(from + TokenWriter.TAG, token.length);
                    detail = new String(token, text, token.length - text, StandardCharsets.UTF_8);
                }
                case TABLE -> {
                    detail = length > 0 || table == null ? null : table.target(mail, number);
                    authentic = detail != null && kept(key, detail) && named(form, number, token, at);
                }
                default -> {
                    detail = registered.of(mail, number);
                    mac.finish(Detail.ending(form, number, 0));
                    authentic = length == 0 && detail != null && isTag(token, at);
                }
            }
            boolean isRegistered = form == Detail.Form.REGISTERED;
            int index = number == TokenWriter.LAST_LINK && !isRegistered ? TrackedLink.OF_VALUE : number;
            return authentic ? new TrackedLink(purpose, mail, index, isRegistered, detail) : null;
        }

        /** Shows the detail of this link alone, which its tag is the start of. */
        private boolean own(SubKeys key, int number, byte[] token, int at) {
            int from = at + TokenWriter.LINK;
            int length = token.length - from;
            if (length > 0) {
                streams(key)
                        .detail
                        .apply(
                                SipHash.wordAt(token, at),
                                SipHash.wordAt(token, at + Long.BYTES),
                                token,
                                from,
                                token.length);
            }
            mac.bytes(token, from, token.length).finish(Detail.ending(Detail.Form.OWN, number, length));
            return isTag(token, at);
        }

        /** Shows the detail that many mails share, and leaves its value in {@link #detailMac}. */
        private boolean shared(SubKeys key, byte[] token, int from) {
            int text = from + TokenWriter.TAG;
            if (text >= token.length) {
                return false;
            }
            long low = SipHash.wordAt(token, from);
            long high = SipHash.wordAt(token, from + Long.BYTES);
            streams(key).shared.apply(low, high, token, text, token.length);
            detailMac.begin(key.sharedMac()).bytes(token, text, token.length).finish(token.length - text);
            return detailMac.is(low, high);
        }

        private boolean kept(SubKeys key, String detail) {
            byte[] text = detail.getBytes(StandardCharsets.UTF_8);
            detailMac.begin(key.sharedMac()).bytes(text, 0, text.length).finish(text.length);
            return true;
        }

        private boolean named(Detail.Form form, int number, byte[] token, int at) {
            mac.word(detailMac.low()).word(detailMac.high()).finish(Detail.ending(form, number, 0));
            return isTag(token, at);
        }

        private boolean isTag(byte[] token, int at) {
            return mac.is(SipHash.wordAt(token, at), SipHash.wordAt(token, at + Long.BYTES));
        }

        private Streams streams(SubKeys key) {
            Streams known = streams[key.id()];
            if (known == null) {
                known = new Streams(key.mailStream(), key.detailStream(), key.sharedStream());
                streams[key.id()] = known;
            }
            return Objects.requireNonNull(known);
        }
    }

    /** Knows where links lead that say so by a number. */
    @FunctionalInterface
    interface Targets {
        /** Returns the URL, or null if there is none under the number. */
        @Nullable String of(TrackedMail mail, int number);
    }

    /** What shows the hidden parts under one key. */
    private record Streams(KeyStream mail, KeyStream detail, KeyStream shared) {}
}
