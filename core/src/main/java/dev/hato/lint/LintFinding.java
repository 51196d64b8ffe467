package dev.hato.lint;

import dev.hato.message.TemplatePosition;

/**
 * Something that is wrong, or likely to go wrong, with a template.
 *
 * @param at where in the sources; line 1, column 1 for what concerns a whole part
 * @param message what is wrong, the value escaped, and what to do
 */
public record LintFinding(Severity severity, LintRule rule, TemplatePosition at, String message) {
    /** Returns {@code WARNING image-alt (html, line 3, column 5): …}. */
    @Override
    public String toString() {
        return severity + " " + rule + " (" + at + "): " + message;
    }
}
