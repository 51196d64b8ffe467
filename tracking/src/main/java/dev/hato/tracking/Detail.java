package dev.hato.tracking;

import java.util.Objects;

/**
 * Where a link leads to, made ready once for all mails that have it.
 *
 * @param form how a token tells it
 * @param low the first half of what the token authenticates of it
 * @param high the second half
 * @param characters what stands behind each token; may be none
 */
record Detail(Form form, long low, long high, byte[] characters) {
    /** Nothing. */
    static final Detail NONE = new Detail(Form.OWN, 0, 0, new byte[0]);

    /** A URL that the host has registered under the number in the token. */
    static final Detail REGISTERED = new Detail(Form.REGISTERED, 0, 0, new byte[0]);

    /** How a token tells what a link leads to; the order never changes. */
    enum Form {
        /** Hidden for this mail and link alone, or not at all. */
        OWN,
        /** By the number of a registered URL. */
        REGISTERED,
        /** Not; the host's table has it. The token authenticates it all the same. */
        TABLE,
        /** Hidden in the same way in all mails. */
        SHARED;

        private static final Form[] FORMS = values();

        /** Tells whether the tag authenticates the detail by a value of its own. */
        boolean isNamed() {
            return this == TABLE || this == SHARED;
        }

        static Form of(int code) {
            return FORMS[code];
        }
    }

    /** Checks that nothing is missing. */
    Detail {
        Objects.requireNonNull(form, "form");
        Objects.requireNonNull(characters, "characters");
    }

    /** Returns the four bytes that end what a tag authenticates; the purpose has a key of its own. */
    static int ending(Form form, int link, int length) {
        return form.ordinal() << 30 | link << 16 | length;
    }
}
