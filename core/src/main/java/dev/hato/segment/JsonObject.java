package dev.hato.segment;

import dev.hato.internal.Texts;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A JSON object whose properties are taken one by one, so that those nobody asked for are found. */
final class JsonObject {
    private final JsonValue value;
    private final Map<String, JsonValue> properties;
    private final Set<String> left;

    JsonObject(JsonValue value, Map<String, JsonValue> properties) {
        this.value = value;
        this.properties = properties;
        this.left = new LinkedHashSet<>(properties.keySet());
    }

    /** Returns the property, which must be there. */
    JsonValue take(String name) {
        JsonValue found = takeIfPresent(name);
        if (found == null) {
            throw value.error("the property \"" + name + "\" is missing.");
        }
        return found;
    }

    @Nullable JsonValue takeIfPresent(String name) {
        left.remove(name);
        return properties.get(name);
    }

    /** Takes the one property left, whose name must be among these. */
    String takeOne(List<String> names) {
        for (String name : left) {
            if (!names.contains(name)) {
                throw unknown(name, names);
            }
        }
        if (left.size() != 1) {
            throw value.error("expected exactly one of " + names + ", but found " + left + ".");
        }
        String name = left.iterator().next();
        left.clear();
        return name;
    }

    JsonValue get(String name) {
        return take(name);
    }

    /** Checks that every property was taken. */
    void end(List<String> names) {
        for (String name : left) {
            throw unknown(name, names);
        }
    }

    private SegmentFormatException unknown(String name, List<String> names) {
        return take(name).error("unknown property " + Texts.quote(name) + "; expected one of " + names + ".");
    }
}
