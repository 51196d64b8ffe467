package dev.hato.imports;

import dev.hato.contact.Attribute;
import dev.hato.contact.AttributeMap;
import dev.hato.contact.AttributeTypeException;
import dev.hato.internal.Texts;
import org.jspecify.annotations.Nullable;

/** A column that holds an attribute. */
record Column<T>(String header, Attribute<T> attribute, CellParser<?> parser) {
    /** Returns the map with the cell's value. */
    AttributeMap put(AttributeMap into, String cell) {
        Object value = parse(header, parser, cell);
        try {
            return into.with(attribute, attribute.check(value));
        } catch (AttributeTypeException e) {
            throw new CellException("column " + Texts.quote(header) + ": " + e.getMessage());
        }
    }

    /** Reads a cell that is not blank; whatever a host's parser throws makes the row fail, and no more. */
    static <V> V parse(String header, CellParser<V> parser, String cell) {
        @Nullable V value;
        try {
            value = parser.parse(cell);
        } catch (CellException e) {
            throw new CellException("column " + Texts.quote(header) + ": " + e.reason());
        } catch (RuntimeException e) {
            throw new CellException("column " + Texts.quote(header) + ": " + Texts.quote(cell) + " cannot be read ("
                    + e.getClass().getSimpleName() + ").");
        }
        if (value == null) {
            throw new CellException("column " + Texts.quote(header) + ": " + Texts.quote(cell) + " has no value.");
        }
        return value;
    }
}
