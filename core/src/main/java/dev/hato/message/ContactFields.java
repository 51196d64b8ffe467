package dev.hato.message;

import dev.hato.contact.Attribute;
import dev.hato.contact.Contact;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A contact as a template sees it. */
record ContactFields(Contact contact) implements Fields {
    @Override
    public @Nullable Object value(String name) {
        if (name.equals("email")) {
            return contact.address().value();
        }
        if (name.equals("id")) {
            return contact.id().value();
        }
        Attribute<?> attribute = contact.attributes().attributeNamed(name);
        return attribute == null ? null : contact.get(attribute);
    }

    @Override
    public Set<String> names() {
        Set<String> names = new TreeSet<>(Set.of("email", "id"));
        contact.attributes().forEach((attribute, value) -> names.add(attribute.name()));
        return names;
    }
}
