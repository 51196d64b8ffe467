package dev.hato.tracking;

import dev.hato.message.AsciiSink;
import dev.hato.message.AsciiText;
import dev.hato.message.TokenLinks;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Makes the tokens of one mail after another. What they share, the mail's identity, is hidden and authenticated once a mail;
 * a link adds its number and a tag of 128 bits. Not thread-safe.
 *
 * <p>A token is, in Base64: the key's number, the identity's length in groups, its synthetic start, the hidden identity, the
 * tag, form and number of the link in two bytes, the detail if the token carries it.
 */
final class TokenWriter {
    /** The key's number and the identity's length. */
    static final int OPENING = 2;

    /** The synthetic start of a hidden text, or a tag. */
    static final int TAG = 16;

    /** What stands before the identity. */
    static final int BEFORE_IDENTITY = OPENING + TAG;

    /** A tag, and the form and number of the link. */
    static final int LINK = TAG + 2;

    /** Links are counted from 0 to here. */
    static final int LAST_LINK = 0x3FFF;

    /** The longest detail in bytes; a longer URL would make a link that servers and mail programs cut. */
    static final int LONGEST_DETAIL = 4_000;

    /** What a link's token has of its own, without its detail. */
    static final int LINK_CHARACTERS = Base64Url.length(LINK);

    private final Thread thread = Thread.currentThread();
    private final SubKeys keys;
    private final KeyStream mailStream;
    private final KeyStream detailStream;
    private final KeyStream sharedStream;
    private final Identities identities = new Identities();
    private final SipHash mac = new SipHash();
    private final SipHash[] begun = new SipHash[Purpose.LAST_CODE + 1];
    private final boolean[] isBegun = new boolean[begun.length];

    private byte[] scratch = new byte[256];
    private byte[] head = new byte[256];

    /** The beginning of links after this prefix, if there is one. */
    private byte[] line = new byte[256];

    private @Nullable AsciiText linePrefix;

    /** What the mail was begun for, if that was said. */
    private @Nullable Object owner;

    private int headLength;
    private long low;
    private long high;

    TokenWriter(TrackingKeys keys) {
        this.keys = keys.current();
        this.mailStream = this.keys.mailStream();
        this.detailStream = this.keys.detailStream();
        this.sharedStream = this.keys.sharedStream();
        Arrays.setAll(begun, i -> new SipHash());
    }

    /** Begins a mail. */
    void mail(TrackedMail mail) {
        mail(mail.source(), mail.step(), mail.occurrence(), mail.contact().value(), mail.test());
    }

    /** Begins a mail; does nothing if it is the one that was begun last. */
    void mail(String source, String step, String occurrence, String contact, boolean test) {
        if (identities.isLast(source, step, occurrence, contact, test)) {
            return;
        }
        int length = identities.write(source, step, occurrence, contact, test);
        byte[] identity = identities.bytes();
        mac.begin(keys.mailMac()).bytes(identity, 0, length).finish(length);
        low = mac.low();
        high = mac.high();
        int end = BEFORE_IDENTITY + length;
        need(end);
        scratch[0] = (byte) keys.id();
        scratch[1] = (byte) (length / Identities.GROUP);
        SipHash.put(scratch, OPENING, low);
        SipHash.put(scratch, OPENING + Long.BYTES, high);
        System.arraycopy(identity, 0, scratch, BEFORE_IDENTITY, length);
        mailStream.apply(low, high, scratch, BEFORE_IDENTITY, end);
        if (head.length < Base64Url.length(end)) {
            head = new byte[Base64Url.length(end)];
        }
        headLength = Base64Url.encode(scratch, 0, end, head, 0);
        Arrays.fill(isBegun, false);
        linePrefix = null;
        owner = null;
    }

    /** Tells whether the mail was begun for this, no other since, and by this thread. */
    boolean isOwnedBy(Object candidate) {
        return owner == candidate && thread == Thread.currentThread();
    }

    /** Remembers what the mail was begun for. */
    void own(Object newOwner) {
        owner = newOwner;
    }

    /** Returns how many characters the tokens of all links of the mail begin with. */
    int headLength() {
        return headLength;
    }

    /** Writes the characters that the tokens of all links of the mail begin with. */
    void writeHead(byte[] out, int at) {
        System.arraycopy(head, 0, out, at, headLength);
    }

    /** Returns how many characters {@link #write(Purpose, int, Detail, byte[], int)} writes. */
    int length(Detail detail) {
        return headLength + LINK_CHARACTERS + detail.characters().length();
    }

    /** Writes the token of a link, and returns where it ends. */
    int write(Purpose purpose, int link, Detail detail, byte[] out, int at) {
        System.arraycopy(head, 0, out, at, headLength);
        writeLink(purpose, link, detail, out, at + headLength);
        int end = at + headLength + LINK_CHARACTERS;
        return detail.characters().copyTo(out, end);
    }

    /** Writes the {@link #LINK_CHARACTERS} that tell the link from the others of its mail. */
    void writeLink(Purpose purpose, int link, Detail detail, byte[] out, int at) {
        SipHash tag = mac.begin(begun(purpose));
        if (detail.form().isNamed()) {
            tag.word(detail.low()).word(detail.high());
        }
        int ending = Detail.ending(detail.form(), link, 0);
        encode(tag.finish(ending), Detail.number(ending), out, at);
    }

    /**
     * Writes the {@link #LINK_CHARACTERS} of links and pictures, one after the other.
     *
     * @param links the indexes of links that all mails share, or {@link TokenLinks#PIXEL}
     */
    void writeLinks(ReadyLinks ready, int[] links, byte[] out, int start) {
        int at = start;
        for (int index : links) {
            if (index == TokenLinks.PIXEL) {
                writeLink(Purpose.OPEN, 0, Detail.NONE, out, at);
            } else {
                int ending = ready.ending(index);
                SipHash tag = mac.begin(begun(Purpose.CLICK));
                if (Detail.isNamed(ending)) {
                    tag.word(ready.low(index)).word(ready.high(index));
                }
                encode(tag.finish(ending), Detail.number(ending), out, at);
            }
            at += LINK_CHARACTERS;
        }
    }

    private static void encode(SipHash tag, int number, byte[] out, int at) {
        long first = Long.reverseBytes(tag.low());
        long second = Long.reverseBytes(tag.high());
        Base64Url.encode(first >>> 16, out, at);
        Base64Url.encode((first & 0xFFFF) << 32 | second >>> 32, out, at + 8);
        Base64Url.encode((second & 0xFFFF_FFFFL) << 16 | number, out, at + 16);
    }

    /** Writes a link: what stands before the token, and the token. */
    void write(Purpose purpose, int link, Detail detail, AsciiText prefix, AsciiSink out) {
        if (!prefix.equals(linePrefix)) {
            int needed = prefix.length() + headLength + LINK_CHARACTERS;
            if (line.length < needed) {
                line = new byte[needed];
            }
            System.arraycopy(head, 0, line, prefix.copyTo(line, 0), headLength);
            linePrefix = prefix;
        }
        int at = prefix.length() + headLength;
        writeLink(purpose, link, detail, line, at);
        out.put(line, 0, at + LINK_CHARACTERS);
        if (detail.characters().length() > 0) {
            out.put(detail.characters());
        }
    }

    /** Returns the token of a link whose detail no other mail has, or which has none. */
    byte[] token(Purpose purpose, int link, @Nullable String detail) {
        if (detail == null) {
            byte[] out = new byte[length(Detail.NONE)];
            write(purpose, link, Detail.NONE, out, 0);
            return out;
        }
        byte[] bytes = detail.getBytes(StandardCharsets.UTF_8);
        if (bytes.length == 0 || bytes.length > LONGEST_DETAIL) {
            throw new IllegalArgumentException("What a link is about has " + bytes.length
                    + " bytes; give it a text of 1 to " + LONGEST_DETAIL + ".");
        }
        mac.begin(begun(purpose))
                .bytes(bytes, 0, bytes.length)
                .finish(Detail.ending(Detail.Form.OWN, link, bytes.length));
        int end = LINK + bytes.length;
        need(end);
        SipHash.put(scratch, 0, mac.low());
        SipHash.put(scratch, Long.BYTES, mac.high());
        int number = Detail.number(Detail.ending(Detail.Form.OWN, link, 0));
        scratch[TAG] = (byte) (number >> 8);
        scratch[TAG + 1] = (byte) number;
        System.arraycopy(bytes, 0, scratch, LINK, bytes.length);
        detailStream.apply(mac.low(), mac.high(), scratch, LINK, end);
        byte[] out = Arrays.copyOf(head, headLength + Base64Url.length(end));
        Base64Url.encode(scratch, 0, end, out, headLength);
        return out;
    }

    /** Makes a detail ready that many mails share: it is hidden in the same way in all of them. */
    Detail shared(String detail, boolean inTable) {
        byte[] text = detail.getBytes(StandardCharsets.UTF_8);
        mac.begin(keys.sharedMac()).bytes(text, 0, text.length).finish(text.length);
        if (inTable) {
            return Detail.inTable(mac);
        }
        byte[] bytes = new byte[TAG + text.length];
        SipHash.put(bytes, 0, mac.low());
        SipHash.put(bytes, Long.BYTES, mac.high());
        System.arraycopy(text, 0, bytes, TAG, text.length);
        sharedStream.apply(mac.low(), mac.high(), bytes, TAG, bytes.length);
        byte[] characters = new byte[Base64Url.length(bytes.length)];
        Base64Url.encode(bytes, 0, bytes.length, characters, 0);
        return Detail.shared(mac.low(), mac.high(), AsciiText.of(new String(characters, StandardCharsets.US_ASCII)));
    }

    /** Returns the tag's state after the mail, from which all its links for the purpose go on. */
    private SipHash begun(Purpose purpose) {
        int index = purpose.code();
        SipHash state = begun[index];
        if (!isBegun[index]) {
            state.begin(keys.linkMac(purpose)).word(low).word(high);
            isBegun[index] = true;
        }
        return state;
    }

    private void need(int size) {
        if (scratch.length < size) {
            scratch = Arrays.copyOf(scratch, size);
        }
    }
}
