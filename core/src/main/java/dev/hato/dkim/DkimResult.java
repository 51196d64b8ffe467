package dev.hato.dkim;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of one signature: the words of RFC 8601, 2.7.1, each with its reason.
 *
 * <p>Only {@link Pass} says anything good about a mail; a mail with any other result is to be treated like one without a
 * signature (RFC 6376, 6.3). Reasons are for people; they quote what senders wrote, escaped and shortened.
 */
public sealed interface DkimResult {
    /** Returns the word for an Authentication-Results header: {@code pass}, {@code fail} and so on. */
    String word();

    /** Returns the domain that signed, {@code d=}, in lower case, or null if it could not be read. */
    @Nullable String domain();

    /** Returns the selector, {@code s=}, in lower case, or null if it could not be read. */
    @Nullable String selector();

    /** Returns why, in a sentence. */
    String reason();

    /**
     * The signature is right: the domain takes responsibility for what it covers.
     *
     * @param identity for whom the domain signed, {@code i=}: an address or, more often, an at sign and a domain
     * @param algorithm of the signature
     * @param headers the names that were covered, as listed
     * @param wholeBody whether the body is covered to its end; if not, anybody can have appended to it
     * @param testing whether the domain says that it is only testing DKIM, {@code t=y}
     */
    record Pass(
            String domain,
            String selector,
            String identity,
            DkimAlgorithm algorithm,
            List<String> headers,
            boolean wholeBody,
            boolean testing)
            implements DkimResult {
        /** Copies the list. */
        public Pass {
            headers = List.copyOf(headers);
        }

        @Override
        public String word() {
            return "pass";
        }

        @Override
        public String reason() {
            return wholeBody ? "The signature is right." : "The signature is right; it covers a part of the body.";
        }

        /** Returns domain, selector and algorithm; not the identity, which may be a person's address. */
        @Override
        public String toString() {
            return "Pass[" + DnsNames.keyRecord(selector, domain) + ", " + algorithm.word + "]";
        }
    }

    /** The mail is not what was signed, or somebody else signed it. */
    record Fail(String domain, String selector, String reason) implements DkimResult {
        @Override
        public String word() {
            return "fail";
        }
    }

    /** The signature is right or wrong, but not of a kind that is accepted: SHA-1, too short a key, expired. */
    record Policy(@Nullable String domain, @Nullable String selector, String reason) implements DkimResult {
        @Override
        public String word() {
            return "policy";
        }
    }

    /** The signature is not well-formed, or of a kind that is not known: as if there were none. */
    record Neutral(@Nullable String domain, @Nullable String selector, String reason) implements DkimResult {
        @Override
        public String word() {
            return "neutral";
        }
    }

    /** It cannot be verified, nor ever will be: no key is published, or what was signed contradicts itself. */
    record PermError(@Nullable String domain, @Nullable String selector, String reason) implements DkimResult {
        @Override
        public String word() {
            return "permerror";
        }
    }

    /** It cannot be verified now, since the key record could not be had: a later try may succeed. */
    record TempError(String domain, String selector, String reason) implements DkimResult {
        @Override
        public String word() {
            return "temperror";
        }
    }
}
