package dev.hato.smtp;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a server offers in its answer to EHLO (RFC 5321, 4.1.1.1), as far as mails need it.
 *
 * @param maxSize the most octets that a mail may have (RFC 1870), or {@link Long#MAX_VALUE} where
 *     there is no fixed limit
 */
record ServerExtensions(
        boolean pipelining, boolean size, long maxSize, boolean eightBitMime, boolean smtpUtf8, boolean dsn) {

    /**
     * Reads what the server offers.
     *
     * @param parameter tells the parameter of a keyword in upper case, empty without one, or null if
     *     the keyword was not offered
     */
    static ServerExtensions of(Function<String, @Nullable String> parameter) {
        String size = parameter.apply("SIZE");
        return new ServerExtensions(
                parameter.apply("PIPELINING") != null,
                size != null,
                size == null ? Long.MAX_VALUE : limit(size.strip()),
                parameter.apply("8BITMIME") != null,
                parameter.apply("SMTPUTF8") != null,
                parameter.apply("DSN") != null);
    }

    /** A limit of 0 means none is known (RFC 1870, 4); one that is no number is not worth refusing mail for. */
    private static long limit(String octets) {
        boolean number =
                !octets.isEmpty() && octets.length() <= 18 && octets.chars().allMatch(c -> c >= '0' && c <= '9');
        long limit = number ? Long.parseLong(octets) : 0;
        return limit == 0 ? Long.MAX_VALUE : limit;
    }

    /** Returns the keywords of a reply to EHLO in upper case, with their parameters. */
    static Map<String, String> keywords(Reply reply) {
        Map<String, String> keywords = new HashMap<>();
        List<String> lines = reply.text().lines().skip(1).toList();
        for (String line : lines) {
            String offer = line.length() > 4 ? line.substring(4).strip() : "";
            int space = offer.indexOf(' ');
            String keyword = (space < 0 ? offer : offer.substring(0, space)).toUpperCase(Locale.ROOT);
            keywords.put(keyword, space < 0 ? "" : offer.substring(space + 1).strip());
        }
        return keywords;
    }
}
