package dev.hato.message;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The octets that the links of one mail have of their own. Used by one thread, for one mail after the other. */
final class TokenLine {
    private byte[] octets = new byte[1024];
    private @Nullable TokenLinks links;
    private int mailOctets;
    private int linkOctets;

    /** Begins a mail. */
    void begin(TokenLinks newLinks) {
        links = newLinks;
        mailOctets = newLinks.mailOctets();
        linkOctets = newLinks.shared().linkOctets();
        reserve(mailOctets);
        newLinks.putMail(octets, 0);
        require(0, mailOctets);
    }

    /** Forgets the mail. */
    void end() {
        links = null;
    }

    /** Takes the octets of links; they stand behind those of the mail. */
    void links(int[] indexes) {
        int length = indexes.length * linkOctets;
        reserve(mailOctets + length);
        Objects.requireNonNull(links, "links").putLinks(indexes, octets, mailOctets);
        require(mailOctets, mailOctets + length);
    }

    /**
     * Copies some of the octets of a link, of which those of the mail are the first.
     *
     * @param link counts the links that were taken last from 0
     * @return the index behind the last octet that was written
     */
    int copy(int link, int from, int to, byte[] out, int at) {
        int next = at;
        int own = from;
        if (from < mailOctets) {
            own = Math.min(to, mailOctets);
            System.arraycopy(octets, from, out, at, own - from);
            next += own - from;
        }
        if (own < to) {
            System.arraycopy(octets, link * linkOctets + own, out, next, to - own);
            next += to - own;
        }
        return next;
    }

    /** Returns how many octets of all links are the mail's. */
    int mailOctets() {
        return mailOctets;
    }

    /** Returns how many octets each link has for itself. */
    int linkOctets() {
        return linkOctets;
    }

    private void reserve(int length) {
        if (octets.length < length) {
            octets = Arrays.copyOf(octets, 2 * length);
        }
    }

    private void require(int from, int to) {
        if (to - from >= Long.BYTES && EightOctets.isToken(octets, from, to)) {
            return;
        }
        for (int i = from; i < to; i++) {
            int c = octets[i];
            boolean letter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
            if (!letter && !(c >= '0' && c <= '9') && c != '-' && c != '_') {
                throw new IllegalArgumentException("The token of a link has the octet " + (c & 0xFF)
                        + "; put letters, digits, hyphens and underscores only.");
            }
        }
    }
}
