package dev.hato.dkim;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** Writes a DKIM-Signature header, folded at 76 characters wherever its grammar allows (RFC 6376, 3.5). */
final class SignatureHeader {
    private static final int FOLD_AT = 76;

    private final StringBuilder text = new StringBuilder(700).append("DKIM-Signature:");
    private int column = text.length();

    /** Adds a tag whose value cannot be folded. */
    SignatureHeader tag(String name, String value) {
        return word(name + '=' + value + ';');
    }

    /** Adds a list with colons. */
    SignatureHeader list(String name, List<String> values) {
        String head = name + '=';
        for (int i = 0; i < values.size(); i++) {
            String piece = head + values.get(i) + (i == values.size() - 1 ? ';' : ':');
            if (i == 0) {
                word(piece);
            } else if (column + piece.length() > FOLD_AT) {
                fold().append(piece);
            } else {
                append(piece);
            }
            head = "";
        }
        return this;
    }

    /** Begins a tag whose value follows. */
    SignatureHeader begin(String name) {
        return word(name + '=');
    }

    /** Adds base64, of which any length fits into a line. */
    SignatureHeader base64(String value) {
        String rest = value;
        while (column + rest.length() > FOLD_AT) {
            int fits = FOLD_AT - column;
            append(rest.substring(0, fits)).fold();
            rest = rest.substring(fits);
        }
        return append(rest);
    }

    /** Ends a tag. */
    SignatureHeader end() {
        return append(";");
    }

    /** Ends the header. */
    SignatureHeader line() {
        return append("\r\n");
    }

    private SignatureHeader word(String word) {
        if (column + 1 + word.length() > FOLD_AT) {
            fold();
        } else {
            append(" ");
        }
        return append(word);
    }

    private SignatureHeader fold() {
        text.append("\r\n ");
        column = 1;
        return this;
    }

    private SignatureHeader append(String piece) {
        text.append(piece);
        column += piece.length();
        return this;
    }

    /** Returns the octets so far, without a line end. */
    byte[] toByteArray() {
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }
}
