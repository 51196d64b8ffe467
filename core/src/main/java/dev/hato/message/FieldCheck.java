package dev.hato.message;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;

/** Compares the fields that a template reads with those that can be filled. */
final class FieldCheck {
    private FieldCheck() {}

    static List<FieldFinding> of(Collection<TemplateField> fields, Collection<String> known) {
        NavigableSet<String> paths = new TreeSet<>(known);
        List<FieldFinding> findings = new ArrayList<>();
        for (TemplateField field : fields) {
            if (!isKnown(field.path(), paths) && !isKnown(plain(field.path()), paths)) {
                findings.add(new FieldFinding(field, Spelling.closest(field.path(), paths)));
            }
        }
        return List.copyOf(findings);
    }

    /** Known itself, inside something known, or a group around something known. */
    private static boolean isKnown(String path, NavigableSet<String> known) {
        if (known.contains(path)) {
            return true;
        }
        for (int i = 0; i < path.length(); i++) {
            if ((path.charAt(i) == '.' || path.charAt(i) == '[') && known.contains(path.substring(0, i))) {
                return true;
            }
        }
        String inside = known.ceiling(path + ".");
        String element = known.ceiling(path + "[");
        return (inside != null && inside.startsWith(path + ".")) || (element != null && element.startsWith(path + "["));
    }

    /** Without the properties that every list has: {@code items.first.name} reads {@code items[].name}. */
    private static String plain(String path) {
        String elements = path.replace(".first.", "[].").replace(".last.", "[].");
        for (String property : List.of(".size", ".first", ".last")) {
            if (elements.endsWith(property)) {
                return elements.substring(0, elements.length() - property.length());
            }
        }
        return elements;
    }
}
