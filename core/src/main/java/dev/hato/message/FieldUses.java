package dev.hato.message;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Collects the fields that one part reads. */
final class FieldUses {
    private final Map<String, Seen> seen = new TreeMap<>();

    private record Seen(String path, TemplateField.Use use, int at) {}

    void add(String path, TemplateField.Use use, int at) {
        seen.merge(
                path,
                new Seen(path, use, at),
                (a, b) -> new Seen(path, stricter(a.use(), b.use()), Math.min(a.at(), b.at())));
    }

    private static TemplateField.Use stricter(TemplateField.Use a, TemplateField.Use b) {
        return a.compareTo(b) <= 0 ? a : b;
    }

    /** Adds the fields to those of earlier parts, whose first use stands. */
    void mergeInto(SortedMap<String, TemplateField> fields, SourceText source) {
        List<Seen> inOrder = new ArrayList<>(seen.values());
        inOrder.sort(Comparator.comparingInt(Seen::at));
        String text = source.original();
        int line = 1;
        int lineStart = 0;
        int column = 1;
        int offset = 0;
        for (Seen use : inOrder) {
            int at = source.origin(use.at());
            for (int i = text.indexOf('\n', offset); i >= 0 && i < at; i = text.indexOf('\n', i + 1)) {
                line++;
                lineStart = i + 1;
            }
            int from = Math.max(offset, lineStart);
            column = (from == lineStart ? 1 : column) + text.codePointCount(from, at);
            offset = at;
            TemplateField field =
                    new TemplateField(use.path(), use.use(), new TemplatePosition(source.part(), line, column));
            fields.merge(
                    use.path(),
                    field,
                    (old, late) -> new TemplateField(old.path(), stricter(old.use(), late.use()), old.first()));
        }
    }
}
