package dev.hato.tracking;

import dev.hato.message.AsciiText;

/** Where a link leads to, made ready once for all mails that have it. Immutable and thread-safe. */
final class Detail {
    private static final AsciiText NO_CHARACTERS = AsciiText.of("");

    /** Nothing. */
    static final Detail NONE = new Detail(Form.OWN, 0, 0, NO_CHARACTERS);

    /** A URL that the host has registered under the number in the token. */
    static final Detail REGISTERED = new Detail(Form.REGISTERED, 0, 0, NO_CHARACTERS);

    private final Form form;
    private final long low;
    private final long high;
    private final AsciiText characters;

    private Detail(Form form, long low, long high, AsciiText characters) {
        this.form = form;
        this.low = low;
        this.high = high;
        this.characters = characters;
    }

    /** How a token tells what a link leads to. */
    enum Form {
        /** Hidden for this mail and link alone, or not at all. */
        OWN(0),
        /** By the number of a registered URL. */
        REGISTERED(1),
        /** Not; the host's table has it. The token authenticates it all the same. */
        TABLE(2),
        /** Hidden in the same way in all mails. */
        SHARED(3);

        private static final Form[] FORMS = values();

        private final int code;

        Form(int code) {
            this.code = code;
        }

        /** Returns the two bits that say so. */
        int code() {
            return code;
        }

        /** Tells whether the tag authenticates the detail by a value of its own. */
        boolean isNamed() {
            return this == TABLE || this == SHARED;
        }

        static Form of(int code) {
            return FORMS[code];
        }
    }

    /** A detail in the host's table, of this value. */
    static Detail inTable(SipHash value) {
        return new Detail(Form.TABLE, value.low(), value.high(), NO_CHARACTERS);
    }

    /** A detail of this value that is hidden in the characters. */
    static Detail shared(long low, long high, AsciiText characters) {
        return new Detail(Form.SHARED, low, high, characters);
    }

    /** Returns how tokens tell it. */
    Form form() {
        return form;
    }

    /** Returns the first half of the value that tokens authenticate. */
    long low() {
        return low;
    }

    /** Returns the second half of the value that tokens authenticate. */
    long high() {
        return high;
    }

    /** Returns what stands at the end of each token; may be none. */
    AsciiText characters() {
        return characters;
    }

    /** Returns the four bytes that end what a tag authenticates; the purpose has a key of its own. */
    static int ending(Form form, int link, int length) {
        return form.code << 30 | link << 16 | length;
    }

    /** Returns form and number of the link, which are in the token, of what ends like this. */
    static int number(int ending) {
        return ending >>> 16;
    }

    /** Tells whether what ends like this has the detail by a value of its own: its form is one of the last two. */
    static boolean isNamed(int ending) {
        return ending < 0;
    }
}
