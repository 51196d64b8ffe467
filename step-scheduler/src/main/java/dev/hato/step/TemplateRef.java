package dev.hato.step;

import dev.hato.message.MessageTemplate;
import org.jspecify.annotations.Nullable;

/**
 * A template by its name, with the template itself where it is known.
 *
 * <p>Two are equal when the names are. Immutable and thread-safe.
 */
public final class TemplateRef {
    private final String name;
    private final @Nullable MessageTemplate template;

    private TemplateRef(String name, @Nullable MessageTemplate template) {
        this.name = Names.require("Template name", name, 200);
        this.template = template;
    }

    /** Returns the template under its own name. */
    public static TemplateRef of(MessageTemplate template) {
        return new TemplateRef(template.name(), template);
    }

    /** Returns the name of a template that a catalogue knows. */
    public static TemplateRef named(String name) {
        return new TemplateRef(name, null);
    }

    /** Returns the name. */
    public String name() {
        return name;
    }

    /** Returns whether the template itself is known. */
    public boolean isResolved() {
        return template != null;
    }

    /**
     * Returns the template.
     *
     * @throws IllegalStateException if it is not known; that of a built scenario is
     */
    public MessageTemplate template() {
        if (template == null) {
            throw new IllegalStateException(
                    "Template " + Names.quote(name) + " is not known here; look it up in a catalogue.");
        }
        return template;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TemplateRef that && name.equals(that.name);
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }

    /** Returns the name. */
    @Override
    public String toString() {
        return name;
    }
}
