package dev.hato.message;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Fields over a map that nobody changes any more. */
record MapFields(Map<String, ?> values) implements Fields {
    @Override
    public @Nullable Object value(String name) {
        return values.get(name);
    }

    @Override
    public Set<String> names() {
        return values.keySet();
    }

    /** Returns the names only: values are personal data. */
    @Override
    public String toString() {
        return "Fields" + values.keySet();
    }
}
