package dev.hato.delivery;

import dev.hato.contact.Contact;
import dev.hato.message.Fields;
import dev.hato.message.Imprint;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What templates can show beside the contact: the sender, and the way to unsubscribe. */
final class EngineFields {
    private final @Nullable Map<String, String> sender;
    private final @Nullable Unsubscribe unsubscribe;

    EngineFields(@Nullable Imprint imprint, @Nullable Unsubscribe unsubscribe) {
        this.sender = imprint == null
                ? null
                : Map.of(
                        "name", imprint.name(),
                        "postal_address", imprint.postalAddress(),
                        "contact", imprint.contact());
        this.unsubscribe = unsubscribe;
    }

    /** Returns the paths that have a value. */
    Set<String> paths() {
        Set<String> paths = new TreeSet<>();
        if (sender != null) {
            sender.keySet().forEach(name -> paths.add("sender." + name));
        }
        if (unsubscribe != null && unsubscribe.hasLink()) {
            paths.add("unsubscribe.url");
        }
        if (unsubscribe != null && unsubscribe.hasMail()) {
            paths.add("unsubscribe.mail");
        }
        return paths;
    }

    /** Returns the fields for one mail; links are made only when a template shows them. */
    Fields of(Contact contact, SendKey mail) {
        Fields ways = name -> way(name, contact, mail);
        return name -> switch (name) {
            case "sender" -> sender;
            case "unsubscribe" -> unsubscribe == null ? null : ways;
            default -> null;
        };
    }

    private @Nullable Object way(String name, Contact contact, SendKey mail) {
        if (unsubscribe == null) {
            return null;
        }
        return switch (name) {
            case "url" -> unsubscribe.url(contact, mail);
            case "mail" -> unsubscribe.address();
            default -> null;
        };
    }
}
