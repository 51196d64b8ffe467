package dev.hato.contact;

import dev.hato.internal.Texts;
import dev.hato.segment.Condition;
import dev.hato.segment.Conditions;
import java.math.BigDecimal;
import java.util.Objects;

/**
 * A named, typed property of a contact or an event.
 *
 * <p>Declare each once, as a constant, and use it both to store values and to write conditions:
 *
 * <pre>{@code
 * static final TextAttribute PREFECTURE = Attribute.text("prefecture");
 *
 * Contact c = Contact.of("hanako@example.jp").with(PREFECTURE, "東京都");
 * Condition inKanto = PREFECTURE.in("東京都", "神奈川県");
 * }</pre>
 *
 * <p>Two attributes are equal when name and type are. Immutable and thread-safe.
 *
 * @param <T> the Java type of the values, see {@link AttributeType}
 */
public abstract sealed class Attribute<T>
        permits TextAttribute, NumberAttribute, BooleanAttribute, TimeAttribute, TextSetAttribute {
    /** The longest name an attribute may have, in UTF-16 units. */
    public static final int MAX_NAME_LENGTH = 128;

    private final String name;
    private final AttributeType type;
    private final int hash;

    Attribute(String name, AttributeType type) {
        this.name = Texts.requireName("Attribute name", name, MAX_NAME_LENGTH);
        this.type = type;
        this.hash = name.hashCode() * 31 + type.label().hashCode();
    }

    /** Declares an attribute that holds text. */
    public static TextAttribute text(String name) {
        return new TextAttribute(name);
    }

    /** Declares an attribute that holds exact decimal numbers. */
    public static NumberAttribute number(String name) {
        return new NumberAttribute(name);
    }

    /** Declares an attribute that holds true or false. */
    public static BooleanAttribute bool(String name) {
        return new BooleanAttribute(name);
    }

    /** Declares an attribute that holds calendar dates. */
    public static DateAttribute date(String name) {
        return new DateAttribute(name);
    }

    /** Declares an attribute that holds points in time. */
    public static InstantAttribute instant(String name) {
        return new InstantAttribute(name);
    }

    /** Declares an attribute that holds a set of texts, such as tags. */
    public static TextSetAttribute textSet(String name) {
        return new TextSetAttribute(name);
    }

    /** Declares an attribute whose type is known only at run time. */
    public static Attribute<?> of(String name, AttributeType type) {
        return switch (type) {
            case TEXT -> text(name);
            case NUMBER -> number(name);
            case BOOLEAN -> bool(name);
            case DATE -> date(name);
            case INSTANT -> instant(name);
            case TEXT_SET -> textSet(name);
        };
    }

    /** Returns the name, unique among the attributes of one kind of object. */
    public final String name() {
        return name;
    }

    /** Returns the declared type. */
    public final AttributeType type() {
        return type;
    }

    /**
     * Returns the value in its canonical form: numbers without trailing zeros, sets as immutable
     * copies.
     *
     * <p>Numbers are accepted as any {@link BigDecimal}, {@link java.math.BigInteger}, integral
     * wrapper, or a finite {@link Double} or {@link Float} by its decimal text.
     *
     * @throws AttributeTypeException if the value has another type
     */
    public final T check(Object value) {
        Objects.requireNonNull(
                value, () -> "Attribute '" + name + "' cannot hold null; leave the attribute out instead.");
        T checked = convert(value);
        if (checked == null) {
            throw new AttributeTypeException(
                    this, Texts.quote(String.valueOf(value)), value.getClass().getSimpleName());
        }
        return checked;
    }

    /** Is true if there is a value; an empty text or set is one. */
    public final Condition isPresent() {
        return new Condition.Present(this);
    }

    /** Is true if there is no value of this type. */
    public final Condition isMissing() {
        return Conditions.not(isPresent());
    }

    /** Returns the canonical value, or null if the value is not one of this type. */
    abstract @org.jspecify.annotations.Nullable T convert(Object value);

    @Override
    public final boolean equals(@org.jspecify.annotations.Nullable Object other) {
        return this == other
                || (other instanceof Attribute<?> that
                        && hash == that.hash
                        && type == that.type
                        && name.equals(that.name));
    }

    @Override
    public final int hashCode() {
        return hash;
    }

    /** Returns the name. */
    @Override
    public final String toString() {
        return name;
    }
}
