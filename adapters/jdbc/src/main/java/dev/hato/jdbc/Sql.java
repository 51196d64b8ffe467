package dev.hato.jdbc;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A piece of a statement: its text, and what binds its question marks, in their order.
 *
 * <p>Immutable.
 */
record Sql(String text, List<Binder> values) {
    /** Returns a piece without values. */
    static Sql of(String text) {
        return new Sql(text, List.of());
    }

    /** Returns a question mark for the text. */
    static Sql bound(String value) {
        return new Sql("?", List.of(parameters -> parameters.text(value)));
    }

    /** Returns a question mark for the number. */
    static Sql bound(long value) {
        return new Sql("?", List.of(parameters -> parameters.number(value)));
    }

    /** Returns a question mark for the number. */
    static Sql bound(BigDecimal value) {
        return new Sql("?", List.of(parameters -> parameters.decimal(value)));
    }

    /** Returns a question mark for the date. */
    static Sql bound(LocalDate value) {
        return new Sql("?", List.of(parameters -> parameters.date(value)));
    }

    /** Returns a question mark for each text, with commas between them. */
    static Sql bound(Collection<String> values) {
        return new Sql(
                values.stream().map(value -> "?").collect(Collectors.joining(", ")),
                values.stream()
                        .<Binder>map(value -> parameters -> parameters.text(value))
                        .toList());
    }

    /** Returns a table {@code r} of one column {@code v} with the texts. */
    static Sql table(Collection<String> values) {
        return new Sql("{rows r: v text}", List.of(parameters -> parameters.texts(values)));
    }

    /** Returns the template with the pieces in place of its dollar signs, in their order. */
    static Sql format(String template, Sql... pieces) {
        StringBuilder text = new StringBuilder(template.length() + 64 * pieces.length);
        List<Binder> values = new ArrayList<>();
        int from = 0;
        for (Sql piece : pieces) {
            int place = template.indexOf('$', from);
            text.append(template, from, place).append(piece.text);
            values.addAll(piece.values);
            from = place + 1;
        }
        return new Sql(text.append(template, from, template.length()).toString(), Collections.unmodifiableList(values));
    }
}
