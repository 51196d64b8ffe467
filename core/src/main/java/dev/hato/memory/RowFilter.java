package dev.hato.memory;

import dev.hato.contact.Attribute;
import dev.hato.segment.CompiledCondition;
import dev.hato.segment.Condition;
import dev.hato.segment.EvaluationContext;
import java.util.ArrayList;
import java.util.List;

/**
 * A condition over the rows as they are now: what asks for one attribute alone is looked up by the
 * code of its value, the rest is asked of the rows that are left. Used under the read lock that it
 * was made under.
 */
final class RowFilter {
    private final List<Row> rows;
    private final char[][] codes;
    private final boolean[][] verdicts;
    private final CompiledCondition rest;

    private RowFilter(List<Row> rows, char[][] codes, boolean[][] verdicts, CompiledCondition rest) {
        this.rows = rows;
        this.codes = codes;
        this.verdicts = verdicts;
        this.rest = rest;
    }

    static RowFilter of(Condition condition, EvaluationContext context, Rows rows) {
        List<char[]> codes = new ArrayList<>();
        List<boolean[]> verdicts = new ArrayList<>();
        List<Condition> rest = new ArrayList<>();
        for (Condition conjunct : condition instanceof Condition.AllOf all ? all.conditions() : List.of(condition)) {
            Attribute<?> attribute = SingleAttribute.of(conjunct);
            AttributeColumn column = attribute == null ? null : rows.columns().column(attribute);
            if (attribute == null || column == null) {
                rest.add(conjunct);
            } else {
                CompiledCondition compiled = CompiledCondition.of(conjunct, context);
                codes.add(column.codes());
                verdicts.add(SingleAttribute.verdicts(compiled, attribute, column.values()));
            }
        }
        return new RowFilter(
                rows.inOrder(),
                codes.toArray(char[][]::new),
                verdicts.toArray(boolean[][]::new),
                CompiledCondition.of(new Condition.AllOf(rest), context));
    }

    /** Returns the first row at this position or after that the condition is true for, or the number of rows. */
    int next(int start) {
        int size = rows.size();
        candidates:
        for (int i = start; i < size; i++) {
            for (int c = 0; c < codes.length; c++) {
                if (!verdicts[c][codes[c][i]]) {
                    continue candidates;
                }
            }
            Row row = rows.get(i);
            if (row.contact != null && rest.test(row)) {
                return i;
            }
        }
        return size;
    }
}
