package dev.hato.contact;

import dev.hato.segment.Condition;
import dev.hato.segment.Conditions;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An attribute that holds text. */
public final class TextAttribute extends Attribute<String> {
    TextAttribute(String name) {
        super(name, AttributeType.TEXT);
    }

    @Override
    @Nullable String convert(Object value) {
        return value instanceof String text ? text : null;
    }

    /** Is true if the value equals this text, code unit by code unit. */
    public Condition is(String text) {
        return new Condition.TextIn(this, Set.of(text));
    }

    /** Is true if the value does not equal this text, which a missing one does not either. */
    public Condition isNot(String text) {
        return Conditions.not(is(text));
    }

    /** Is true if the value equals one of these. */
    public Condition in(String... texts) {
        return in(Arrays.asList(texts));
    }

    /** Is true if the value equals one of these. */
    public Condition in(Collection<String> texts) {
        return new Condition.TextIn(this, new LinkedHashSet<>(texts));
    }

    /** Is true if the value begins with this text, upper and lower case being different. */
    public Condition startsWith(String text) {
        return new Condition.TextMatches(this, Condition.TextMatch.STARTS_WITH, text);
    }

    /** Is true if the value ends with this text, upper and lower case being different. */
    public Condition endsWith(String text) {
        return new Condition.TextMatches(this, Condition.TextMatch.ENDS_WITH, text);
    }

    /** Is true if this text is in the value, upper and lower case being different. */
    public Condition contains(String text) {
        return new Condition.TextMatches(this, Condition.TextMatch.CONTAINS, text);
    }
}
