package dev.hato.contact;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The set of attributes of an {@link AttributeMap}, shared by all maps that have the same ones.
 *
 * <p>A million contacts with the same twelve attributes share one shape, so that each needs only an
 * array of values. Beyond {@value #MAX_SHARED} combinations a shape is made without being shared.
 */
final class Shape {
    static final Shape EMPTY = new Shape(new Attribute<?>[0]);
    private static final int MAX_SHARED = 4096;
    private static final AtomicInteger SHARED = new AtomicInteger();
    private static final Comparator<Attribute<?>> ORDER =
            Comparator.<Attribute<?>, String>comparing(Attribute::name).thenComparing(Attribute::type);

    private final Attribute<?>[] attributes;
    private final Attribute<?>[] table;
    private final int[] positions;
    private final ConcurrentHashMap<Attribute<?>, Shape> larger = new ConcurrentHashMap<>(2);

    private Shape(Attribute<?>[] sorted) {
        attributes = sorted;
        int size = Integer.highestOneBit(Math.max(1, sorted.length)) * 4;
        table = new Attribute<?>[size];
        positions = new int[size];
        for (int i = 0; i < sorted.length; i++) {
            int slot = slot(sorted[i].hashCode(), size);
            while (table[slot] != null) {
                slot = (slot + 1) & (size - 1);
            }
            table[slot] = sorted[i];
            positions[slot] = i;
        }
    }

    private static int slot(int hash, int size) {
        return (hash ^ (hash >>> 15)) & (size - 1);
    }

    /** Returns the shape of these attributes; going in order, each step only adds at the end. */
    static Shape of(Collection<? extends Attribute<?>> attributes) {
        Attribute<?>[] sorted = attributes.toArray(Attribute<?>[]::new);
        Arrays.sort(sorted, ORDER);
        return EMPTY.plusAll(sorted);
    }

    int size() {
        return attributes.length;
    }

    Attribute<?> attribute(int index) {
        return attributes[index];
    }

    /** Returns the position of the attribute's value, or -1. */
    int indexOf(Attribute<?> attribute) {
        int slot = slot(attribute.hashCode(), table.length);
        Attribute<?> candidate = table[slot];
        while (candidate != null) {
            if (candidate.equals(attribute)) {
                return positions[slot];
            }
            slot = (slot + 1) & (table.length - 1);
            candidate = table[slot];
        }
        return -1;
    }

    /** Returns the shape with one attribute more, which must not be in this one. */
    Shape plus(Attribute<?> attribute) {
        Shape known = larger.get(attribute);
        if (known != null) {
            return known;
        }
        boolean last = attributes.length == 0 || ORDER.compare(attributes[attributes.length - 1], attribute) < 0;
        Shape made = last ? child(attribute) : EMPTY.plusAll(sortedWith(attribute));
        if (SHARED.get() >= MAX_SHARED) {
            return made;
        }
        Shape raced = larger.putIfAbsent(attribute, made);
        if (raced == null) {
            SHARED.incrementAndGet();
        }
        return raced == null ? made : raced;
    }

    private Shape child(Attribute<?> attribute) {
        Attribute<?>[] more = Arrays.copyOf(attributes, attributes.length + 1);
        more[attributes.length] = attribute;
        return new Shape(more);
    }

    private Attribute<?>[] sortedWith(Attribute<?> attribute) {
        Attribute<?>[] more = Arrays.copyOf(attributes, attributes.length + 1);
        more[attributes.length] = attribute;
        Arrays.sort(more, ORDER);
        return more;
    }

    private Shape plusAll(Attribute<?>[] sorted) {
        Shape shape = this;
        for (Attribute<?> attribute : sorted) {
            shape = shape.plus(attribute);
        }
        return shape;
    }

    boolean sameAs(Shape other) {
        return this == other || Arrays.equals(attributes, other.attributes);
    }

    Shape minus(int index) {
        Shape shape = EMPTY;
        for (int i = 0; i < attributes.length; i++) {
            if (i != index) {
                shape = shape.plus(attributes[i]);
            }
        }
        return shape;
    }
}
