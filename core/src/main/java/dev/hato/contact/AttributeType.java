package dev.hato.contact;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Set;

/** The kinds of value an attribute can hold. */
public enum AttributeType {
    /** Text, as {@link String}. */
    TEXT("text", String.class),
    /** An exact decimal number, as {@link BigDecimal}: money never passes through a {@code double}. */
    NUMBER("number", BigDecimal.class),
    /** True or false, as {@link Boolean}. */
    BOOLEAN("boolean", Boolean.class),
    /** A calendar date without a zone, as {@link LocalDate}. */
    DATE("date", LocalDate.class),
    /** A point in time, as {@link Instant}. */
    INSTANT("instant", Instant.class),
    /** A set of texts such as tags, as an immutable {@link Set} of {@link String}. */
    TEXT_SET("set of text", Set.class);

    private final String label;
    private final Class<?> valueClass;

    AttributeType(String label, Class<?> valueClass) {
        this.label = label;
        this.valueClass = valueClass;
    }

    /** Returns the word for this type in messages, such as {@code "set of text"}. */
    public String label() {
        return label;
    }

    /** Returns the Java class of the values. */
    public Class<?> valueClass() {
        return valueClass;
    }
}
