package dev.hato.imports;

import dev.hato.internal.Texts;
import java.io.IOException;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The first row: the names of the columns. */
final class Header {
    private final List<String> names;
    private final @Nullable String defect;

    Header(CsvRow row) {
        defect = row.defect();
        names = row.cells().stream()
                .map(cell -> TextDecoder.shown(cell).strip())
                .toList();
    }

    /** Reads the first row. */
    static Header read(CsvRows rows) throws IOException {
        CsvRow first = rows.next();
        if (first == null) {
            throw new CsvFileException(
                    "The file is empty; it needs a first line with the names of its columns.", List.of());
        }
        return new Header(first);
    }

    int size() {
        return names.size();
    }

    List<String> names() {
        return names;
    }

    /** Returns the position of the column that has this name. */
    int indexOf(String wanted) {
        int first = names.indexOf(wanted.strip());
        if (first < 0) {
            throw new CsvFileException(
                    "The file has no column " + Texts.quote(wanted) + nearTo(wanted) + columns(), names);
        }
        if (names.lastIndexOf(wanted.strip()) != first) {
            throw new CsvFileException(
                    "The file has several columns " + Texts.quote(wanted) + "; rename all but the one to import."
                            + columns(),
                    names);
        }
        return first;
    }

    private String columns() {
        if (names.stream().anyMatch(name -> name.indexOf('\0') >= 0)) {
            return " It seems to be in UTF-16 without a byte order mark; give the encoding.";
        }
        if (defect != null) {
            return " Its first line cannot be read: " + defect;
        }
        List<String> shown = names.stream().limit(50).map(Texts::quote).toList();
        return " Its columns are " + String.join(", ", shown) + (names.size() > 50 ? ", …" : "") + ".";
    }

    private String nearTo(String wanted) {
        String key = key(wanted);
        List<String> near = new ArrayList<>();
        for (String name : names) {
            String other = key(name);
            int allowed = key.length() <= 4 ? 1 : 2;
            if (!other.isEmpty() && (other.equals(key) || other.contains(key) || distance(key, other) <= allowed)) {
                near.add(Texts.quote(name));
            }
        }
        return near.isEmpty() ? "." : "; did you mean " + String.join(" or ", near) + "?";
    }

    private static String key(String name) {
        String cut = name.substring(0, Math.min(name.length(), 100));
        return Normalizer.normalize(cut, Normalizer.Form.NFKC)
                .replaceAll("[\\s_-]", "")
                .toLowerCase(Locale.ROOT);
    }

    /** Levenshtein's distance. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int substituted = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(substituted, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
