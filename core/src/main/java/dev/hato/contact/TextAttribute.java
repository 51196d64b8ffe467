package dev.hato.contact;

import org.jspecify.annotations.Nullable;

/** An attribute that holds text. */
public final class TextAttribute extends Attribute<String> {
    TextAttribute(String name) {
        super(name, AttributeType.TEXT);
    }

    @Override
    @Nullable String convert(Object value) {
        return value instanceof String text ? text : null;
    }
}
