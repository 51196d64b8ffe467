package dev.hato.contact;

import dev.hato.segment.Condition;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** An attribute that holds a set of texts, such as tags. Iteration is in natural order. */
public final class TextSetAttribute extends Attribute<Set<String>> {
    TextSetAttribute(String name) {
        super(name, AttributeType.TEXT_SET);
    }

    @Override
    @Nullable Set<String> convert(Object value) {
        if (!(value instanceof Collection<?> elements)) {
            return null;
        }
        TreeSet<String> copy = new TreeSet<>();
        for (Object element : elements) {
            if (!(element instanceof String text)) {
                return null;
            }
            copy.add(text);
        }
        return Collections.unmodifiableSet(copy);
    }

    /** Is true if the set contains this text, compared code unit by code unit. */
    public Condition contains(String text) {
        return containsAny(text);
    }

    /** Is true if the set contains one of these; of nothing, false. */
    public Condition containsAny(String... texts) {
        return new Condition.SetContains(this, false, new LinkedHashSet<>(Arrays.asList(texts)));
    }

    /** Is true if the set contains all of these; of nothing, if there is a set at all. */
    public Condition containsAll(String... texts) {
        return new Condition.SetContains(this, true, new LinkedHashSet<>(Arrays.asList(texts)));
    }
}
