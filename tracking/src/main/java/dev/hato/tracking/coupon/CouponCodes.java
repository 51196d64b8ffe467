package dev.hato.tracking.coupon;

import java.security.SecureRandom;

/** Makes and reads codes that people can type: letters that look like digits are these. */
final class CouponCodes {
    /** Crockford's 32 digits; ten of them are 50 bits, which nobody guesses through a shop. */
    private static final String DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    private static final int LENGTH = 10;

    private final SecureRandom random = new SecureRandom();

    String next() {
        StringBuilder code = new StringBuilder(LENGTH);
        for (int i = 0; i < LENGTH; i++) {
            code.append(DIGITS.charAt(random.nextInt(DIGITS.length())));
        }
        return code.toString();
    }

    /** Returns what the code means however it was typed: in small letters, full-width, with hyphens or spaces. */
    static String canonical(String typed) {
        StringBuilder code = new StringBuilder(typed.length());
        for (int i = 0; i < typed.length() && code.length() <= 60; i++) {
            char c = typed.charAt(i);
            if (c >= '\uFF01' && c <= '\uFF5E') {
                c = (char) (c - 0xFEE0);
            }
            if (c >= 'a' && c <= 'z') {
                c = (char) (c - ('a' - 'A'));
            }
            if ((c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')) {
                code.append(c == 'O' ? '0' : c == 'I' || c == 'L' ? '1' : c);
            }
        }
        return code.toString();
    }
}
