package dev.hato.memory;

import dev.hato.contact.ContactId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rows in the order they came, found by contact id. Guarded by {@link MemoryState}. */
final class Rows {
    private final Map<ContactId, Row> byId = new HashMap<>();
    private final List<Row> inOrder = new ArrayList<>();
    private final AttributeColumns columns = new AttributeColumns(this);

    @Nullable Row get(ContactId id) {
        return byId.get(id);
    }

    /** Returns the row of this id, which is made if it is not there. A row without content is never seen. */
    Row at(ContactId id) {
        Row row = byId.get(id);
        if (row == null) {
            row = new Row(id, inOrder.size());
            byId.put(id, row);
            inOrder.add(row);
        }
        return row;
    }

    List<Row> inOrder() {
        return inOrder;
    }

    /** Returns the columns derived from the rows' contacts. They must be told of every written row. */
    AttributeColumns columns() {
        return columns;
    }

    /** Returns the position after the row of this id; an unknown id stands before all. */
    int after(@Nullable ContactId id) {
        Row row = id == null ? null : byId.get(id);
        return row == null ? 0 : row.ordinal + 1;
    }
}
