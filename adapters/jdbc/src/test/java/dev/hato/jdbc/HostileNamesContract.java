package dev.hato.jdbc;

import static dev.hato.testkit.StoresContract.editable;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hato.contact.Attribute;
import dev.hato.contact.AttributeMap;
import dev.hato.contact.Contact;
import dev.hato.event.ContactEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Names of attributes that would be code somewhere do no harm, neither as declared columns nor as JSON. */
public interface HostileNamesContract extends TypedColumnsContract {
    /** Tables of MariaDB hold some sixty text columns less than this with ease. */
    int DECLARED = 120;

    /** Returns 742 names. */
    static List<String> names() {
        String[] parts = {
            "'", "''", "\"", "\"\"", "`", ";", "--", "/*", "*/", "#", "\\", "\\'", "$", "$1", "$$", "?", "??", ":x", "::text",
            "{contact}", "{now}", "{rows r: a text}", "${schema}", "%s", "%", "_", "$.a", "$[0]", "[*]", "->>", "@>", "a.b",
            "<script>", "&amp;", "' or '1'='1", "\") or (\"1\"=\"1", "'); drop table hato_contact; --", "\\u0041", "é",
            "e\u0301", "İ", "ı", "ß", "東京", "🕊", "\u202E", "\u200B", "\uFF07", "select", "table", "id", "address", "null",
            "true", "a_id", "t:x", "n:x", "=", "||", "0", "-1", "1e9", " ", "x y"
        };
        Set<String> names = new LinkedHashSet<>();
        for (String part : parts) {
            names.add(part);
            names.add("x" + part);
            names.add(part + "x");
            names.add(part + part);
            names.add("A" + part + "B");
            names.add(part.toUpperCase(Locale.ROOT));
            names.add(part.repeat(128 / part.length()));
            names.add("longer than a column " + part);
            names.add("longer than a column." + part);
            names.add(part + "'\"`;--");
            names.add("\\" + part);
            names.add("\"" + part);
            names.add("$." + part);
        }
        names.removeIf(String::isBlank);
        return names.stream().limit(742).toList();
    }

    @Test
    default void names_likeCode_areOnlyNames() {
        List<String> names = names();
        assertThat(names).hasSize(742);
        List<Attribute<?>> declared = new ArrayList<>();
        for (int i = 0; i < names.size(); i += names.size() / DECLARED) {
            declared.add(Attribute.text(names.get(i)));
        }
        String schema = TestDatabases.newSchema(database());
        JdbcStores stores = JdbcStores.builder(database())
                .schema(schema)
                .attributes(declared.toArray(Attribute<?>[]::new))
                .eventProperties(declared.toArray(Attribute<?>[]::new))
                .build();
        stores.schema().migrate();
        Map<Attribute<?>, Object> attributes = new HashMap<>();
        Map<Attribute<?>, Object> properties = new HashMap<>();
        for (String name : names) {
            attributes.put(Attribute.text(name), "text " + name);
            attributes.put(Attribute.number(name), name.length());
            properties.put(Attribute.text(name), "property " + name);
        }
        Contact contact = Contact.of("a@example.jp").withAttributes(AttributeMap.copyOf(attributes));
        ContactEvent event = new ContactEvent(
                "e", contact.id(), "visit", Instant.EPOCH, AttributeMap.copyOf(properties));
        editable(stores).save(contact);
        stores.events().add(event);
        assertThat(stores.contacts().find(contact.id())).contains(contact);
        assertThat(stores.events().latest(contact.id(), 1)).containsExactly(event);
        assertThat(stores.contacts().count()).isEqualTo(1);
        assertThat(number("select count(*) from " + schema + ".hato_typed_column"))
                .isEqualTo(2L * declared.size());
    }
}
