package dev.hato.dkim;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A DKIM-Signature header that was received, its tags checked one against another (RFC 6376, 3.5 and 6.1.1). */
final class ReceivedSignature {
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,12}");
    /** More than the twelve digits that a time may have. */
    private static final long MAX_SLACK = 1_000_000_000_000L;

    private static final Pattern LENGTH = Pattern.compile("[0-9]{1,76}");

    private final TagList tags;
    private @Nullable String domain;
    private @Nullable String selector;

    ReceivedSignature(byte[] value) throws Refusal {
        tags = TagList.parse(value, Refusal::neutral);
    }

    /** What the tags say, once they have been found to be in order; hash and signature in base64 without spaces. */
    record Content(
            DkimAlgorithm algorithm,
            Canonicalization headerForm,
            Canonicalization bodyForm,
            String identity,
            List<String> headers,
            long bodyLimit,
            String bodyHash,
            String signature) {
        /** Returns the domain part of the identity in lower case. */
        String identityDomain() {
            return identity.substring(identity.lastIndexOf('@') + 1).toLowerCase(Locale.ROOT);
        }

        List<String> lowerHeaders() {
            return headers.stream().map(name -> name.toLowerCase(Locale.ROOT)).toList();
        }
    }

    TagList tags() {
        return tags;
    }

    @Nullable String domain() {
        return domain;
    }

    @Nullable String selector() {
        return selector;
    }

    Content check(Instant now, Duration tolerance) throws Refusal {
        domain = name("d");
        selector = name("s");
        if (!required("v").equals("1")) {
            throw Refusal.neutral("The version v=" + TagList.quote(required("v")) + " is not known.");
        }
        String method = tags.value("q", "dns/txt");
        if (!TagList.split(method).contains("dns/txt")) {
            throw Refusal.neutral("The query method q=" + TagList.quote(method) + " is not known.");
        }
        String[] forms = tags.value("c", "simple/simple").split("/", -1);
        Canonicalization headerForm = Canonicalization.ofWord(forms[0]);
        Canonicalization bodyForm = forms.length == 1 ? Canonicalization.SIMPLE : Canonicalization.ofWord(forms[1]);
        if (headerForm == null || bodyForm == null || forms.length > 2) {
            throw Refusal.neutral("The canonicalization c=" + TagList.quote(tags.value("c", "")) + " is not known.");
        }
        List<String> headers = headers();
        String identity = identity();
        String bodyHash = base64("bh");
        String signature = base64("b");
        times(now, tolerance);
        return new Content(algorithm(), headerForm, bodyForm, identity, headers, bodyLimit(), bodyHash, signature);
    }

    private String required(String tag) throws Refusal {
        String value = tags.value(tag);
        if (value == null || value.isEmpty()) {
            throw Refusal.neutral("The tag " + tag + "= is missing or empty.");
        }
        return value;
    }

    private String name(String tag) throws Refusal {
        String value = required(tag).toLowerCase(Locale.ROOT);
        if (!DnsNames.isName(value)) {
            throw Refusal.neutral("The tag " + tag + "= with " + TagList.quote(value) + " is no name in DNS.");
        }
        return value;
    }

    private DkimAlgorithm algorithm() throws Refusal {
        String word = required("a");
        if (word.equals("rsa-sha1")) {
            throw Refusal.policy("It was made with SHA-1, which is no longer accepted (RFC 8301, 3.1).");
        }
        DkimAlgorithm algorithm = DkimAlgorithm.ofWord(word);
        if (algorithm == null) {
            throw Refusal.neutral("The algorithm a=" + TagList.quote(word) + " is not known.");
        }
        return algorithm;
    }

    private String base64(String tag) throws Refusal {
        byte[] octets = TagList.base64(required(tag));
        if (octets == null || octets.length == 0) {
            throw Refusal.neutral("The tag " + tag + "= is not base64.");
        }
        return Digests.base64(octets);
    }

    private List<String> headers() throws Refusal {
        List<String> headers = TagList.split(required("h"));
        boolean from = false;
        for (String name : headers) {
            if (name.isEmpty() || name.chars().anyMatch(c -> c <= ' ')) {
                throw Refusal.neutral("The list h= has " + TagList.quote(name) + ", which is no header's name.");
            }
            from |= name.equalsIgnoreCase("from");
        }
        if (!from) {
            throw Refusal.permanent("It does not cover the From header (RFC 6376, 5.4).");
        }
        return headers;
    }

    private String identity() throws Refusal {
        String identity = tags.value("i", "@" + domain);
        int at = identity.lastIndexOf('@');
        if (at < 0 || !DnsNames.isWithin(identity.substring(at + 1).toLowerCase(Locale.ROOT), String.valueOf(domain))) {
            throw Refusal.permanent("The identity i= is not within the domain d=" + domain + ".");
        }
        return identity;
    }

    private long bodyLimit() throws Refusal {
        String value = tags.value("l");
        if (value == null) {
            return Long.MAX_VALUE;
        }
        if (!LENGTH.matcher(value).matches()) {
            throw Refusal.neutral("The length l=" + TagList.quote(value) + " is no number.");
        }
        // No body has 10^18 octets: the rest is as good as endless, and longer than the body.
        return value.length() > 18 ? Long.MAX_VALUE - 1 : Long.parseLong(value);
    }

    private void times(Instant now, Duration tolerance) throws Refusal {
        Long made = seconds("t");
        Long expires = seconds("x");
        if (made != null && expires != null && expires <= made) {
            throw Refusal.permanent("It expires, x=" + expires + ", before it was made, t=" + made + ".");
        }
        long seconds = now.getEpochSecond();
        long slack = Math.min(tolerance.toSeconds(), MAX_SLACK);
        if (made != null && seconds + slack < made) {
            throw Refusal.policy("It will be made in the future, t=" + made + ".");
        }
        if (expires != null && seconds - slack > expires) {
            throw Refusal.policy("It has expired, x=" + expires + ".");
        }
    }

    private @Nullable Long seconds(String tag) throws Refusal {
        String value = tags.value(tag);
        if (value == null) {
            return null;
        }
        if (!NUMBER.matcher(value).matches()) {
            throw Refusal.neutral("The time " + tag + "=" + TagList.quote(value) + " is no number of seconds.");
        }
        return Long.valueOf(value);
    }
}
