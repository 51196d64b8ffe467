package dev.hato.tracking;

import dev.hato.contact.Contact;
import java.net.IDN;
import java.net.URI;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which links are followed, and how.
 *
 * @param base where tracked links go, with a slash at its end
 * @param registered the registered URLs by their numbers
 * @param untracked hosts as {@link #inAscii} writes them; links there stay as they are
 * @param parameters what is added to URLs
 * @param opens tells whose opens may be seen
 * @param table the host's table of links, if it has one
 */
record TrackingRules(
        String base,
        Map<Integer, URI> registered,
        Set<String> untracked,
        LinkParameters parameters,
        Predicate<Contact> opens,
        @Nullable LinkTable table) {
    /** The path under which registered URLs stand in templates. */
    static final String REGISTERED = "r/";

    private static final String PATHS =
            Arrays.stream(Purpose.values()).map(Purpose::path).collect(Collectors.joining()) + REGISTERED.charAt(0);

    /** Copies the collections. */
    TrackingRules {
        registered = Map.copyOf(registered);
        untracked = Set.copyOf(untracked);
    }

    /** Returns the number of the registered URL that stands for itself in a template under this address, or -1. */
    int registeredNumber(String target) {
        int start = base.length() + REGISTERED.length();
        int length = target.length() - start;
        if (length < 1 || length > 5 || !target.startsWith(base) || !target.startsWith(REGISTERED, base.length())) {
            return -1;
        }
        int number = 0;
        for (int i = start; i < target.length(); i++) {
            char c = target.charAt(i);
            if (c < '0' || c > '9') {
                return -1;
            }
            number = number * 10 + c - '0';
        }
        return registered.containsKey(number) ? number : -1;
    }

    /** Returns where the registered URL with this number leads from the mail, or null if there is none. */
    @Nullable String registered(TrackedMail mail, int number) {
        URI url = registered.get(number);
        return url == null
                ? null
                : parameters.addedTo(
                        url.toString(),
                        new LinkParameters.Place(mail.source(), mail.step(), ""),
                        Integer.toString(number));
    }

    /** Tells whether a link there is followed: neither one that is tracked already, nor what is no web page. */
    boolean isFollowed(String target) {
        String host = host(target);
        return host != null && !isUntracked(host) && !isTracked(target);
    }

    private boolean isUntracked(String host) {
        return !untracked.isEmpty() && untracked.contains(inAscii(host));
    }

    /** Returns the one form of a host's name in lower case: in ASCII letters, without the root's dot. */
    static String inAscii(String host) {
        String name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
        if (name.chars().allMatch(c -> c < 0x80)) {
            return name;
        }
        try {
            return IDN.toASCII(name, IDN.ALLOW_UNASSIGNED).toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException e) {
            return name;
        }
    }

    /** Tells whether the URL is one that this library has made, or stands for a registered one. */
    private boolean isTracked(String target) {
        int purpose = base.length();
        if (target.length() < purpose + 2 || target.charAt(purpose + 1) != '/') {
            return false;
        }
        int path = base.indexOf('/', base.indexOf("//") + 2);
        return target.regionMatches(true, 0, base, 0, path)
                && target.startsWith(base.substring(path), path)
                && PATHS.indexOf(target.charAt(purpose)) >= 0;
    }

    /** Returns the host of an http or https URL in lower case, or null if it is another. */
    static @Nullable String host(String url) {
        int from =
                url.regionMatches(true, 0, "https://", 0, 8) ? 8 : url.regionMatches(true, 0, "http://", 0, 7) ? 7 : -1;
        if (from < 0) {
            return null;
        }
        int end = from;
        while (end < url.length() && "/?#\\".indexOf(url.charAt(end)) < 0) {
            end++;
        }
        int start = url.lastIndexOf('@', end - 1) + 1;
        start = Math.max(start, from);
        int close = url.indexOf(']', start);
        int colon = url.indexOf(':', close > 0 && close < end ? close : start);
        return url.substring(start, colon >= 0 && colon < end ? colon : end).toLowerCase(Locale.ROOT);
    }
}
