package dev.hato.memory;

import dev.hato.contact.Attribute;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Columns of the attributes that conditions ask for, made when first asked for and kept up to date
 * with the rows written since.
 *
 * <p>Written rows are noted under the write lock of {@link MemoryState}; columns are used under its
 * read lock, by several readers, of which one at a time brings them up to date.
 */
final class AttributeColumns {
    /** The most columns kept: two bytes a row each. */
    private static final int MAX_COLUMNS = 64;

    private static final int MAX_WRITTEN = 50_000;

    private final Rows rows;
    private final Map<Attribute<?>, AttributeColumn> columns = new HashMap<>();
    private final Set<Attribute<?>> refused = new HashSet<>();
    private final Set<Row> written = new HashSet<>();

    AttributeColumns(Rows rows) {
        this.rows = rows;
    }

    /** Notes that the row's contact has changed. Called under the write lock. */
    void written(Row row) {
        if (columns.isEmpty()) {
            return;
        }
        written.add(row);
        if (written.size() > MAX_WRITTEN) {
            // A bulk load: making the columns anew is cheaper than remembering its rows.
            columns.clear();
            written.clear();
        }
    }

    /**
     * Returns the attribute's column, up to date until the read lock is given up, or null if it has
     * too many different values.
     */
    synchronized @Nullable AttributeColumn column(Attribute<?> attribute) {
        applyWritten();
        if (refused.contains(attribute)) {
            return null;
        }
        AttributeColumn column = columns.get(attribute);
        if (column == null) {
            if (columns.size() == MAX_COLUMNS) {
                return null;
            }
            column = new AttributeColumn(attribute);
            columns.put(attribute, column);
        }
        List<Row> all = rows.inOrder();
        for (int i = column.rows(); i < all.size(); i++) {
            if (!column.update(all.get(i))) {
                refuse(attribute);
                return null;
            }
        }
        return column;
    }

    private void applyWritten() {
        if (written.isEmpty()) {
            return;
        }
        for (Attribute<?> attribute : List.copyOf(columns.keySet())) {
            AttributeColumn column = columns.get(attribute);
            for (Row row : written) {
                // Rows the column has not reached yet are read when it does.
                if (column != null && row.ordinal < column.rows() && !column.update(row)) {
                    refuse(attribute);
                    break;
                }
            }
        }
        written.clear();
    }

    private void refuse(Attribute<?> attribute) {
        columns.remove(attribute);
        refused.add(attribute);
    }
}
