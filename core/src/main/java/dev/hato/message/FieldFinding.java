package dev.hato.message;

import org.jspecify.annotations.Nullable;

/**
 * A field that nothing known can fill, found before a delivery begins.
 *
 * @param field the field as the template reads it
 * @param suggestion a known path that is spelled almost the same, or null
 */
public record FieldFinding(TemplateField field, @Nullable String suggestion) {
    /** Returns whether no recipient at all can get a mail as long as this stays. */
    public boolean blocking() {
        return field.use() == TemplateField.Use.REQUIRED;
    }

    /** Returns what is wrong and what to do, as a sentence. */
    public String message() {
        String what = "Nothing fills '" + field.path() + "' (" + field.first() + ").";
        String effect = switch (field.use()) {
            case REQUIRED -> " No mail can be made of this template";
            case FALLBACK -> " Every mail would show the fallback";
            case CONDITION -> " The condition would always be false";
        };
        return what + effect + (suggestion == null ? "; supply the field." : "; did you mean '" + suggestion + "'?");
    }
}
