package dev.hato.tracking;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Makes links with tokens: has a writer for each thread, which knows the mail that it was used for last. Thread-safe. */
final class TokenMill {
    private final ThreadLocal<TokenWriter> writers;
    private final String base;

    TokenMill(TrackingKeys keys, String base) {
        this.writers = ThreadLocal.withInitial(() -> new TokenWriter(keys));
        this.base = base;
    }

    /** Returns this thread's writer. */
    TokenWriter writer() {
        return writers.get();
    }

    /** Returns what stands before the tokens for the purpose. */
    String prefix(Purpose purpose) {
        return base + purpose.path() + '/';
    }

    /** Returns a link for the purpose. */
    String link(Purpose purpose, TrackedMail mail, @Nullable String detail) {
        TokenWriter writer = writer();
        writer.mail(mail);
        return prefix(purpose) + new String(writer.token(purpose, 0, detail), StandardCharsets.US_ASCII);
    }

    /** Tells whether a token can carry the text. */
    boolean fits(String text) {
        int longest = TokenWriter.LONGEST_DETAIL;
        return text.length() * 3 <= longest
                || (text.length() <= longest && text.getBytes(StandardCharsets.UTF_8).length <= longest);
    }

    /** Makes a destination ready that many mails share. */
    Detail shared(String target, boolean inTable) {
        return writer().shared(target, inTable);
    }
}
