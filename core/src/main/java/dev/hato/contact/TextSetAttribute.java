package dev.hato.contact;

import java.util.Collection;
import java.util.Collections;
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
}
