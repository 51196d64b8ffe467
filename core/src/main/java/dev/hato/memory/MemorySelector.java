package dev.hato.memory;

import dev.hato.contact.ContactId;
import dev.hato.segment.CompiledCondition;
import dev.hato.segment.Condition;
import dev.hato.segment.EvaluationContext;
import dev.hato.segment.Profile;
import dev.hato.segment.SegmentSelector;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Evaluates conditions over the rows where they are, without copying. */
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
        CompiledCondition compiled = CompiledCondition.of(condition, context);
        return state.read(() -> {
            List<ContactId> selected = new ArrayList<>(Math.min(limit, 1024));
            List<Row> all = rows.inOrder();
            int size = all.size();
            for (int i = rows.after(after); i < size && selected.size() < limit; i++) {
                Row row = all.get(i);
                if (row.contact != null && compiled.test(row)) {
                    selected.add(row.id);
                }
            }
            return selected;
        });
    }

    @Override
    public long count(Condition condition, EvaluationContext context) {
        CompiledCondition compiled = CompiledCondition.of(condition, context);
        return state.read(() -> {
            long count = 0;
            List<Row> all = rows.inOrder();
            int size = all.size();
            for (int i = 0; i < size; i++) {
                Row row = all.get(i);
                if (row.contact != null && compiled.test(row)) {
                    count++;
                }
            }
            return count;
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
