package dev.hato.imports;

import dev.hato.consent.SubscriptionStatus;
import dev.hato.internal.Texts;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the words in a consent column mean.
 *
 * <pre>{@code
 * ConsentWords.active("希望する").stopped("希望しない")
 * }</pre>
 *
 * <p>A word that is not declared fails its row. A blank cell says nothing, unless declared otherwise.
 * Words are compared without case, width and spaces around. Immutable and thread-safe.
 */
public final class ConsentWords {
    private final Map<String, SubscriptionStatus> words;
    private final @Nullable SubscriptionStatus blank;

    private ConsentWords(Map<String, SubscriptionStatus> words, @Nullable SubscriptionStatus blank) {
        this.words = words;
        this.blank = blank;
    }

    /** Returns words of which these mean that mail is wanted. */
    public static ConsentWords active(String... words) {
        return new ConsentWords(Map.of(), null).plus(SubscriptionStatus.ACTIVE, words);
    }

    /** Returns these words and others that mean that mail is not wanted (any longer). */
    public ConsentWords stopped(String... more) {
        return plus(SubscriptionStatus.STOPPED, more);
    }

    /** Returns these words and others that mean the given status. */
    public ConsentWords meaning(SubscriptionStatus status, String... more) {
        return plus(status, more);
    }

    /** Returns these words with a meaning for a blank cell. */
    public ConsentWords blank(SubscriptionStatus status) {
        return new ConsentWords(words, Objects.requireNonNull(status, "status"));
    }

    private ConsentWords plus(SubscriptionStatus status, String... more) {
        Map<String, SubscriptionStatus> all = new LinkedHashMap<>(words);
        for (String word : more) {
            SubscriptionStatus other = all.putIfAbsent(CellParsers.fold(word), status);
            if (word.isBlank() || (other != null && other != status)) {
                throw new IllegalArgumentException(
                        "The word " + Texts.quote(word) + " is blank or means " + other + " already.");
            }
        }
        return new ConsentWords(all, blank);
    }

    /** Returns what the cell means, or null if it says nothing. */
    @Nullable SubscriptionStatus read(String cell) {
        if (cell.isBlank()) {
            return blank;
        }
        SubscriptionStatus exact = words.get(cell);
        SubscriptionStatus status = exact != null ? exact : words.get(CellParsers.fold(cell));
        if (status == null) {
            throw new CellException(Texts.quote(cell) + " is not a known answer; known are " + this + ".");
        }
        return status;
    }

    /** Returns the words with their meanings. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        new TreeMap<>(words)
                .forEach((word, status) -> text.append(text.isEmpty() ? "" : ", ")
                        .append(Texts.quote(word))
                        .append(" (")
                        .append(status)
                        .append(')'));
        return text.toString();
    }
}
