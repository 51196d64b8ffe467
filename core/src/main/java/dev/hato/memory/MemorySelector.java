package dev.hato.memory;

import dev.hato.contact.ContactId;
import dev.hato.segment.CompiledCondition;
import dev.hato.segment.Condition;
import dev.hato.segment.EvaluationContext;
import dev.hato.segment.Profile;
import dev.hato.segment.SegmentSelector;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Evaluates conditions over the rows where they are: columns first, then what is left of the rows. */
final class MemorySelector implements SegmentSelector {
    private final MemoryState state;
    private final Rows rows;

    MemorySelector(MemoryState state, Rows rows) {
        this.state = state;
        this.rows = rows;
    }

    @Override
    public List<ContactId> select(
            Condition condition, EvaluationContext context, @Nullable ContactId after, int limit) {
        return state.read(() -> {
            List<ContactId> selected = new ArrayList<>(Math.min(limit, 1024));
            List<Row> all = rows.inOrder();
            RowFilter filter = RowFilter.of(condition, context, rows);
            int i = rows.after(after);
            while (selected.size() < limit) {
                i = filter.next(i);
                if (i == all.size()) {
                    break;
                }
                selected.add(all.get(i).id);
                i++;
            }
            return selected;
        });
    }

    @Override
    public long count(Condition condition, EvaluationContext context) {
        return state.read(() -> {
            long count = 0;
            int size = rows.inOrder().size();
            RowFilter filter = RowFilter.of(condition, context, rows);
            for (int i = filter.next(0); i < size; i = filter.next(i + 1)) {
                count++;
            }
            return count;
        });
    }

    @Override
    public Set<ContactId> matching(Collection<ContactId> contacts, Condition condition, EvaluationContext context) {
        CompiledCondition compiled = CompiledCondition.of(condition, context);
        return state.read(() -> {
            Set<ContactId> matching = new LinkedHashSet<>();
            for (ContactId contact : contacts) {
                Row row = rows.get(contact);
                if (row != null && row.contact != null && compiled.test(row)) {
                    matching.add(contact);
                }
            }
            return matching;
        });
    }

    @Override
    public <R> Optional<R> read(ContactId contact, Function<Profile, R> reader) {
        return state.read(() -> {
            Row row = rows.get(contact);
            return row == null || row.contact == null ? Optional.empty() : Optional.of(reader.apply(row));
        });
    }
}
