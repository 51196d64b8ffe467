package dev.hato.contact;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Typed attribute values, compact in memory: what a contact or an event carries.
 *
 * <p>Immutable and thread-safe. Iteration is by attribute name. A value is never null; an attribute
 * without a value is simply not there.
 */
public final class AttributeMap {
    private static final AttributeMap EMPTY = new AttributeMap(Shape.EMPTY, new Object[0]);

    private final Shape shape;
    private final Object[] values;

    private AttributeMap(Shape shape, Object[] values) {
        this.shape = shape;
        this.values = values;
    }

    /** Returns the map without attributes. */
    public static AttributeMap empty() {
        return EMPTY;
    }

    /** Returns a map of one value. */
    public static <T> AttributeMap of(Attribute<T> attribute, T value) {
        return EMPTY.with(attribute, value);
    }

    /**
     * Returns a map of the given values.
     *
     * @throws AttributeTypeException if a value does not have its attribute's type
     */
    public static AttributeMap copyOf(Map<? extends Attribute<?>, ?> values) {
        Shape shape = Shape.of(values.keySet());
        Object[] array = new Object[shape.size()];
        for (Map.Entry<? extends Attribute<?>, ?> entry : values.entrySet()) {
            array[shape.indexOf(entry.getKey())] = entry.getKey().check(entry.getValue());
        }
        return new AttributeMap(shape, array);
    }

    /** Returns the value, or null if the attribute has none. */
    @SuppressWarnings("unchecked")
    public <T> @Nullable T get(Attribute<T> attribute) {
        int index = shape.indexOf(attribute);
        return index < 0 ? null : (T) values[index];
    }

    /** Returns whether the attribute has a value. */
    public boolean contains(Attribute<?> attribute) {
        return shape.indexOf(attribute) >= 0;
    }

    /** Returns the attribute of this name that has a value here, or null. Linear in the number of attributes. */
    public @Nullable Attribute<?> attributeNamed(String name) {
        for (int i = 0; i < shape.size(); i++) {
            if (shape.attribute(i).name().equals(name)) {
                return shape.attribute(i);
            }
        }
        return null;
    }

    /**
     * Returns a map in which the attribute has this value.
     *
     * @throws AttributeTypeException if the value, through raw types, is not of the declared type
     */
    public <T> AttributeMap with(Attribute<T> attribute, T value) {
        T checked = attribute.check(value);
        int index = shape.indexOf(attribute);
        if (index >= 0) {
            Object[] copy = values.clone();
            copy[index] = checked;
            return new AttributeMap(shape, copy);
        }
        Shape larger = shape.plus(attribute);
        Object[] copy = new Object[larger.size()];
        int position = larger.indexOf(attribute);
        System.arraycopy(values, 0, copy, 0, position);
        copy[position] = checked;
        System.arraycopy(values, position, copy, position + 1, values.length - position);
        return new AttributeMap(larger, copy);
    }

    /** Returns a map in which every attribute of {@code other} has its value, and the rest keep theirs. */
    public AttributeMap withAll(AttributeMap other) {
        if (isEmpty()) {
            return other;
        }
        AttributeMap result = this;
        for (int i = 0; i < other.shape.size(); i++) {
            result = result.withCanonical(other.shape.attribute(i), other.values[i]);
        }
        return result;
    }

    @SuppressWarnings("unchecked")
    private <T> AttributeMap withCanonical(Attribute<T> attribute, Object value) {
        return with(attribute, (T) value);
    }

    /** Returns a map in which the attribute has no value. */
    public AttributeMap without(Attribute<?> attribute) {
        int index = shape.indexOf(attribute);
        if (index < 0) {
            return this;
        }
        Object[] copy = new Object[values.length - 1];
        System.arraycopy(values, 0, copy, 0, index);
        System.arraycopy(values, index + 1, copy, index, copy.length - index);
        return copy.length == 0 ? EMPTY : new AttributeMap(shape.minus(index), copy);
    }

    /**
     * Returns an equal map with the values that {@code pool} gives in place of equal ones, so that
     * many maps share their values; this one if it has those. A store in memory calls it.
     */
    @SuppressWarnings("ReferenceEquality") // it is to share the value itself
    public AttributeMap sharing(UnaryOperator<Object> pool) {
        Object[] copy = new Object[values.length];
        boolean same = true;
        for (int i = 0; i < copy.length; i++) {
            copy[i] = pool.apply(values[i]);
            same &= copy[i] == values[i];
        }
        return same ? this : new AttributeMap(shape, copy);
    }

    /** Returns the number of attributes that have a value. */
    public int size() {
        return values.length;
    }

    /** Returns whether no attribute has a value. */
    public boolean isEmpty() {
        return values.length == 0;
    }

    /** Calls the action for each attribute with its value, by attribute name. */
    public void forEach(BiConsumer<? super Attribute<?>, Object> action) {
        for (int i = 0; i < values.length; i++) {
            action.accept(shape.attribute(i), values[i]);
        }
    }

    /** Returns an immutable copy as a map, in the order of the attributes' names. */
    public Map<Attribute<?>, Object> toMap() {
        Map<Attribute<?>, Object> map = new LinkedHashMap<>();
        forEach(map::put);
        return Collections.unmodifiableMap(map);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || (other instanceof AttributeMap that
                        && shape.sameAs(that.shape)
                        && Arrays.equals(values, that.values));
    }

    @Override
    public int hashCode() {
        return Objects.hash(shape.size(), Arrays.hashCode(values));
    }

    /** Returns the names of the attributes only: values are personal data. */
    @Override
    public String toString() {
        StringBuilder names = new StringBuilder("{");
        for (int i = 0; i < shape.size(); i++) {
            names.append(i == 0 ? "" : ", ").append(shape.attribute(i).name());
        }
        return names.append('}').toString();
    }
}
