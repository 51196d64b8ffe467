package dev.hato.imports;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A row as it stands in the file.
 *
 * @param line the line on which it begins, from 1
 * @param cells its cells, unescaped
 * @param defect why the row cannot be used, or null
 */
record CsvRow(long line, List<String> cells, @Nullable String defect) {}
