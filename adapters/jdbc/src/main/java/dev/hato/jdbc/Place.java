package dev.hato.jdbc;

import dev.hato.contact.AttributeType;
import org.jspecify.annotations.Nullable;

/** Where the value of an attribute is found in a row. */
sealed interface Place {
    /** Returns the type of the values. */
    AttributeType type();

    /**
     * A column of its own, or an expression over columns, of the database's type for such values.
     *
     * @param expression made here, of names that are plain or quoted
     * @param guard which of its values are some, or null for all; others are as good as missing
     * @param ours whether the library made the column, with its index
     */
    record Column(
            AttributeType type, String expression, @Nullable String guard, boolean ours) implements Place {}

    /**
     * A member of a JSON object, of whose type the key tells.
     *
     * @param document the expression for the object
     * @param key the member's, which may be anything
     */
    record Json(AttributeType type, String document, String key) implements Place {}

    /** Nowhere: no row has a value. */
    record Missing(AttributeType type) implements Place {}
}
