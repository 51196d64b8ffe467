package dev.hato.memory;

import dev.hato.contact.Attribute;
import dev.hato.contact.Contact;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One attribute of all rows as codes: two bytes a row in place of a walk through four objects.
 * Code 0 is "no value", which rows without a contact have too.
 */
final class AttributeColumn {
    /** More different values than this are not worth a column. */
    static final int MAX_VALUES = 4_096;

    private final Attribute<?> attribute;
    private final Map<Object, Integer> codeOf = new HashMap<>();
    private final List<@Nullable Object> values = new ArrayList<>();
    private char[] codes = {};
    private int rows;

    AttributeColumn(Attribute<?> attribute) {
        this.attribute = attribute;
        values.add(null);
    }

    /** Brings one row up to date and returns false if there are too many different values. */
    boolean update(Row row) {
        Contact contact = row.contact;
        Object value = contact == null ? null : contact.get(attribute);
        int code = value == null ? 0 : codeOf(value);
        if (code < 0) {
            return false;
        }
        if (row.ordinal >= codes.length) {
            codes = Arrays.copyOf(codes, Math.max(1_024, row.ordinal + 1 + (row.ordinal >> 2)));
        }
        codes[row.ordinal] = (char) code;
        rows = Math.max(rows, row.ordinal + 1);
        return true;
    }

    private int codeOf(Object value) {
        Integer known = codeOf.get(value);
        if (known != null) {
            return known;
        }
        if (values.size() > MAX_VALUES) {
            return -1;
        }
        codeOf.put(value, values.size());
        values.add(value);
        return values.size() - 1;
    }

    /** Returns how many rows, from the first on, have been brought up to date at least once. */
    int rows() {
        return rows;
    }

    /** Returns the values by their codes; the first is null. */
    List<@Nullable Object> values() {
        return values;
    }

    /** Returns the codes by ordinal; only the first {@link #rows()} mean something. */
    char[] codes() {
        return codes;
    }
}
