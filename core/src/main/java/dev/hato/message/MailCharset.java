package dev.hato.message;

import java.util.Objects;

/**
 * The charset in which a mail's subject, names, other text headers, bodies and file names are written.
 *
 * <p>UTF-8 holds everything, and every mail program of today reads it. ISO-2022-JP is for receivers that read nothing
 * else, such as old mobile phones and business systems in Japan.
 *
 * <p>Immutable and thread-safe.
 */
public sealed interface MailCharset {
    /** UTF-8, which a message has unless it says otherwise. */
    MailCharset UTF_8 = new Utf8();

    /**
     * Returns ISO-2022-JP (RFC 1468) as mail programs read it: with the characters that Windows adds to JIS X 0208, such
     * as ① ㈱ 髙 﨑.
     *
     * <p>Where Unicode has a second code for a character of JIS X 0208, both are written alike: 〜 as ～, − as －, — as
     * ―, ‖ as ∥, ¢ £ ¬ ¦ ¥ ‾ as ￠ ￡ ￢ ￤ ￥ ￣. Half-width katakana becomes full-width, ｶﾞ becoming ガ, since RFC 1468 has
     * none; a kana and its voicing mark become one character. All else that it cannot hold, ESC and the shift characters
     * among it, is for {@code unmappable} to say.
     *
     * <p>The label of the MIME part outranks a {@code <meta charset>} in the HTML, which stays as it is: leave it out.
     *
     * @param unmappable what becomes of a mail with characters that ISO-2022-JP cannot hold
     * @throws IllegalStateException if this Java runtime lacks the module {@code jdk.charsets}
     */
    static MailCharset iso2022jp(Unmappable unmappable) {
        return new Iso2022Jp(unmappable);
    }

    /** Returns the name that stands in the mail, such as {@code UTF-8}. */
    String label();

    /** UTF-8 (RFC 3629). */
    record Utf8() implements MailCharset {
        @Override
        public String label() {
            return "UTF-8";
        }
    }

    /**
     * ISO-2022-JP (RFC 1468).
     *
     * @param unmappable what becomes of a mail with characters that it cannot hold
     */
    record Iso2022Jp(Unmappable unmappable) implements MailCharset {
        /** Checks that this Java runtime has the charset. */
        public Iso2022Jp {
            Objects.requireNonNull(unmappable, "unmappable");
            Jis.requireSupport();
        }

        @Override
        public String label() {
            return Jis.LABEL;
        }
    }
}
