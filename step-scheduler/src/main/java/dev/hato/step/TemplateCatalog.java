package dev.hato.step;

import dev.hato.message.MessageTemplate;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds the templates that scenarios name. Safe for use by several threads. */
@FunctionalInterface
public interface TemplateCatalog {
    /** The catalogue without templates. */
    TemplateCatalog NONE = name -> null;

    /** Returns the template of this name, or null if there is none. */
    @Nullable MessageTemplate find(String name);

    /**
     * Returns a catalogue of these.
     *
     * @throws IllegalArgumentException if two have the same name
     */
    static TemplateCatalog of(MessageTemplate... templates) {
        Map<String, MessageTemplate> named = new LinkedHashMap<>();
        for (MessageTemplate template : templates) {
            if (named.put(template.name(), template) != null) {
                throw new IllegalArgumentException(
                        "Two templates are named " + Names.quote(template.name()) + "; rename one.");
            }
        }
        return named::get;
    }
}
