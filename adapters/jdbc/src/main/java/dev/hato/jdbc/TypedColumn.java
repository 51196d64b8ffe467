package dev.hato.jdbc;

import dev.hato.contact.Attribute;
import dev.hato.contact.AttributeType;

/**
 * The column in which a declared attribute is kept.
 *
 * @param attribute which
 * @param name the column's, made of {@code a-z}, digits and underscores only
 */
record TypedColumn(Attribute<?> attribute, String name) {
    AttributeType type() {
        return attribute.type();
    }
}
