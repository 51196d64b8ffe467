package dev.hato.message;

import java.io.Serializable;

/**
 * A place in a template's source.
 *
 * @param part {@code subject}, {@code html}, {@code text}, {@code from}, {@code reply-to} or {@code header X}
 * @param line from 1
 * @param column from 1, in code points
 */
public record TemplatePosition(String part, int line, int column) implements Serializable {
    /** Returns {@code html, line 3, column 14}. */
    @Override
    public String toString() {
        return part + ", line " + line + ", column " + column;
    }
}
