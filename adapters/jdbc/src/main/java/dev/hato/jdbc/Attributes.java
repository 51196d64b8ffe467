package dev.hato.jdbc;

import dev.hato.contact.Attribute;

/** Where the values of attributes are found. */
@FunctionalInterface
interface Attributes {
    Place of(Attribute<?> attribute);
}
