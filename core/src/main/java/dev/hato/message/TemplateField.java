package dev.hato.message;

/**
 * A field that a template reads.
 *
 * @param path with dots, {@code []} for the elements of a list: {@code contact.name}, {@code order.lines[].price}
 * @param use what happens when it has no value; the strictest of all its uses
 * @param first where the template reads it first
 */
public record TemplateField(String path, Use use, TemplatePosition first) {
    /** What a template does with a field. */
    public enum Use {
        /** It is put out: without a value there is no mail. */
        REQUIRED,
        /** It is put out, with a {@code default} filter or, for a loop, an {@code else} branch. */
        FALLBACK,
        /** It only decides between branches: without a value the condition is false. */
        CONDITION
    }
}
