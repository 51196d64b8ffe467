package dev.hato.step;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A value in a JSON document that knows where it stands; of an object, which properties were asked for. */
final class JsonCursor {
    private final String path;
    private final @Nullable Object value;
    private final Set<String> asked = new LinkedHashSet<>();

    JsonCursor(String path, @Nullable Object value) {
        this.path = path;
        this.value = value;
    }

    String path() {
        return path;
    }

    ScenarioFormatException error(String message) {
        return new ScenarioFormatException(path, message, null);
    }

    @SuppressWarnings("unchecked") // the keys of a JSON object are texts
    Map<String, Object> object() {
        if (value instanceof Map<?, ?> object) {
            return (Map<String, Object>) object;
        }
        throw wrongType("an object");
    }

    /** Returns the property, which must be there. */
    JsonCursor take(String name) {
        JsonCursor property = takeIfPresent(name);
        if (property == null) {
            throw error("the property \"" + name + "\" is missing.");
        }
        return property;
    }

    @Nullable JsonCursor takeIfPresent(String name) {
        asked.add(name);
        Map<String, Object> object = object();
        return object.containsKey(name) ? new JsonCursor(step(name), object.get(name)) : null;
    }

    /** Reads the property, or returns null if it is not there. */
    <T> @Nullable T optional(String name, Function<JsonCursor, T> read) {
        JsonCursor property = takeIfPresent(name);
        return property == null ? null : read.apply(property);
    }

    /** Reads the property, or returns the usual value if it is not there. */
    <T> T optional(String name, Function<JsonCursor, T> read, T usual) {
        JsonCursor property = takeIfPresent(name);
        return property == null ? usual : read.apply(property);
    }

    /** Takes the one property of the object, whose name must be among these. */
    String takeOne(List<String> names) {
        Map<String, Object> object = object();
        asked.addAll(names);
        end();
        if (object.size() != 1) {
            throw error("expected exactly one of " + names + ", but found "
                    + (object.isEmpty() ? "none" : object.keySet()) + ".");
        }
        return object.keySet().iterator().next();
    }

    /** Checks that every property was asked for. */
    void end() {
        for (String name : object().keySet()) {
            if (!asked.contains(name)) {
                throw new ScenarioFormatException(
                        step(name),
                        "unknown property " + Names.quote(name) + "; expected one of " + new TreeSet<>(asked) + ".",
                        null);
            }
        }
    }

    List<JsonCursor> array() {
        if (value instanceof List<?> elements) {
            List<JsonCursor> cursors = new ArrayList<>();
            for (Object element : elements) {
                cursors.add(new JsonCursor(path + "[" + cursors.size() + "]", element));
            }
            return cursors;
        }
        throw wrongType("an array");
    }

    /** Reads each element of an array; what is not there is empty. */
    static <T> List<T> list(@Nullable JsonCursor array, Function<JsonCursor, T> read) {
        return array == null ? List.of() : array.array().stream().map(read).toList();
    }

    String text() {
        if (value instanceof String text) {
            return text;
        }
        throw wrongType("a string");
    }

    boolean bool() {
        if (value instanceof Boolean bool) {
            return bool;
        }
        throw wrongType("true or false");
    }

    BigDecimal number() {
        if (value instanceof BigDecimal number) {
            return number;
        }
        if (value instanceof BigInteger number) {
            return new BigDecimal(number);
        }
        throw wrongType("a number");
    }

    long whole() {
        BigDecimal number = number();
        if (number.precision() - (long) number.scale() <= 19 && number.scale() <= 0) {
            try {
                return number.longValueExact();
            } catch (ArithmeticException e) {
                throw error("expected a whole number of at most 18 digits.");
            }
        }
        throw error("expected a whole number of at most 18 digits.");
    }

    int count() {
        long whole = whole();
        if (whole != (int) whole) {
            throw error("expected a whole number of at most 9 digits.");
        }
        return (int) whole;
    }

    Map<String, String> texts() {
        Map<String, String> texts = new LinkedHashMap<>();
        object().keySet().forEach(name -> texts.put(name, take(name).text()));
        return texts;
    }

    <E extends Enum<E>> E constant(Class<E> type) {
        String text = text();
        for (E constant : type.getEnumConstants()) {
            if (constant.name().equals(text)) {
                return constant;
            }
        }
        throw error(Names.quote(text) + " is unknown; expected one of " + List.of(type.getEnumConstants()) + ".");
    }

    /** Makes something of the text; what its constructor refuses is reported here. */
    <T> T of(Function<String, T> make) {
        String text = text();
        return checked(() -> make.apply(text));
    }

    /** Makes something; what its constructor refuses is reported here. */
    <T> T checked(Supplier<T> make) {
        try {
            return make.get();
        } catch (ScenarioFormatException | ScenarioException e) {
            throw e;
        } catch (IllegalArgumentException e) {
            throw new ScenarioFormatException(path, String.valueOf(e.getMessage()), e);
        } catch (DateTimeException | ArithmeticException e) {
            throw new ScenarioFormatException(path, "it is not a date or time in ISO 8601: " + e.getMessage(), e);
        }
    }

    private String step(String name) {
        return path + (name.matches("[A-Za-z_][A-Za-z0-9_]*") ? "." + name : "[" + Names.quote(name) + "]");
    }

    private ScenarioFormatException wrongType(String expected) {
        String actual = value == null
                ? "null"
                : value instanceof Map
                        ? "an object"
                        : value instanceof List
                                ? "an array"
                                : value instanceof String
                                        ? "a string"
                                        : value instanceof Number ? "a number" : "a boolean";
        return error("expected " + expected + ", but found " + actual + ".");
    }
}
