package dev.hato.tracking.hit;

import dev.hato.contact.ContactId;
import dev.hato.delivery.SendKey;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Base64;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A request for a link of a mail, as it came. It has no full address and no name of the recipient.
 *
 * @param kind what was asked for
 * @param mail the mail that the link stands in; its contact is never null
 * @param at when
 * @param link which link
 * @param client who asked
 * @param order counts the hits that one {@link HitLog} took: which of two at the same moment came first
 */
public record Hit(HitKind kind, SendKey mail, Instant at, Link link, Client client, long order) {
    /** Checks that nothing is missing. */
    public Hit {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(mail.contact(), "contact of the mail");
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(link, "link");
        Objects.requireNonNull(client, "client");
    }

    /**
     * Which link of a mail.
     *
     * @param number its place among the links of the template, or its number if it is registered
     * @param registered whether it is a registered URL, whose clicks accumulate over mails
     * @param target where it leads, or null for what is no link to a page of the sender's
     */
    public record Link(
            int number, boolean registered, @Nullable String target) {
        /** Stands for what there is one of in a mail. */
        public static final Link NONE = new Link(0, false, null);

        /** The longest target that is kept, in UTF-16 units. */
        public static final int LONGEST_TARGET = 1_000;

        /** Cuts a target that is too long to be kept, and replaces what not every store can keep. */
        public Link {
            target = target == null ? null : kept(target);
        }

        private static String kept(String target) {
            String cut = target.length() > LONGEST_TARGET ? target.substring(0, LONGEST_TARGET) : target;
            if (isPrintable(cut)) {
                return cut;
            }
            return cut.codePoints()
                    .map(c -> isUnfit(c) ? '?' : c)
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString();
        }

        private static boolean isPrintable(String text) {
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                if (c < ' ' || c >= 0x7F) {
                    return false;
                }
            }
            return true;
        }

        private static boolean isUnfit(int c) {
            return Character.isISOControl(c) || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
        }
    }

    /**
     * Who asked, as far as it is kept.
     *
     * @param method the request's method
     * @param agent the User-Agent header without control characters and cut to {@value #LONGEST_AGENT}; empty without one
     * @param network the client's network, see {@link ClientNetwork}; empty if it is unknown
     */
    public record Client(String method, String agent, String network) {
        /** How much of an agent is kept, in UTF-16 units. */
        public static final int LONGEST_AGENT = 400;

        /** Cuts and cleans the agent. */
        public Client {
            Objects.requireNonNull(method, "method");
            Objects.requireNonNull(network, "network");
            agent = clean(agent);
        }

        private static String clean(String agent) {
            int end = Math.min(agent.length(), LONGEST_AGENT);
            for (int i = 0; i < end; i++) {
                char c = agent.charAt(i);
                if (c < ' ' || c >= 0x7F) {
                    return replaced(agent, end);
                }
            }
            return end == agent.length() ? agent : agent.substring(0, end);
        }

        /** Agents are ASCII (RFC 9110, 10.1.5); anything else is of no use and could not be stored everywhere. */
        private static String replaced(String agent, int end) {
            StringBuilder clean = new StringBuilder(end);
            for (int i = 0; i < end; i++) {
                char c = agent.charAt(i);
                clean.append(c < ' ' || c >= 0x7F ? '?' : c);
            }
            return clean.toString();
        }
    }

    /** Returns the recipient of the mail. */
    public ContactId contact() {
        return Objects.requireNonNull(mail.contact(), "contact of the mail");
    }

    /**
     * Returns what identifies the hit: the same kind, mail, link and client within the same second of the clock (UTC) are
     * one hit, so that a repeated or replayed request counts once.
     */
    public String id() {
        String text = String.join(
                "\n",
                kind.name(),
                mail.value(),
                (link.registered() ? "r" : "l") + link.number(),
                client.method(),
                client.network(),
                Long.toString(at.getEpochSecond()),
                client.agent());
        byte[] digest = sha256().digest(text.getBytes(StandardCharsets.UTF_8));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(digest).substring(0, 22);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256.", e);
        }
    }
}
