package dev.hato.message;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The octets of one mail and link, one link after the other. Used by one thread, for one mail after the other. */
final class TokenLine {
    /** Stands for the index of the picture. */
    static final int PIXEL = -1;

    private byte[] octets = new byte[128];
    private @Nullable TokenLinks links;
    private int mailOctets;
    private int length;

    /** Begins a mail, whose links have at least eight octets of their own. */
    void begin(TokenLinks newLinks) {
        links = newLinks;
        mailOctets = newLinks.mailOctets();
        length = mailOctets + newLinks.shared().linkOctets();
        if (octets.length < length) {
            octets = new byte[length];
        }
        newLinks.putMail(octets, 0);
        if (mailOctets >= Long.BYTES) {
            require(0, mailOctets);
        }
    }

    /** Forgets the mail. */
    void end() {
        links = null;
    }

    /** Returns the octets of a link until the next one is wanted; not to be changed. */
    byte[] link(int index) {
        TokenLinks source = Objects.requireNonNull(links, "links");
        if (index == PIXEL) {
            source.putPixel(octets, mailOctets);
        } else {
            source.putLink(index, octets, mailOctets);
        }
        require(mailOctets >= Long.BYTES ? mailOctets : 0, length);
        return octets;
    }

    /** Returns how many octets of a link are its own. */
    int length() {
        return length;
    }

    private void require(int from, int to) {
        int start = Math.min(from, to - Long.BYTES);
        if (!EightOctets.isToken(octets, start, to)) {
            for (int i = start; i < to; i++) {
                int c = octets[i];
                if (!(c >= '0' && c <= '9') && !(c >= 'A' && c <= 'Z') && !(c >= 'a' && c <= 'z') && c != '-' && c != '_') {
                    throw new IllegalArgumentException("The token of a link has the octet " + (c & 0xFF)
                            + "; put letters, digits, hyphens and underscores only.");
                }
            }
        }
    }
}
