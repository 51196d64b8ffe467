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

    /** Returns the paths that have a value in mail of this kind: only marketing mail offers a way out of a list. */
    Set<String> paths(MailKind kind) {
        Set<String> paths = new TreeSet<>();
        if (sender != null) {
            sender.keySet().forEach(name -> paths.add("sender." + name));
        }
        boolean marketing = kind.isMarketing();
        if (marketing && unsubscribe != null && unsubscribe.hasLink()) {
            paths.add("unsubscribe.url");
        }
        if (marketing && unsubscribe != null && unsubscribe.hasMail()) {
            paths.add("unsubscribe.mail");
        }
        return paths;
    }

    /** Returns the fields for one mail; links are made only when a template shows them. */
    Fields of(Contact contact, Occasion occasion) {
        Unsubscribe offered = occasion.kind().isMarketing() ? unsubscribe : null;
        Fields ways = name -> offered == null ? null : way(offered, name, contact, occasion);
        return name -> switch (name) {
            case "sender" -> sender;
            case "unsubscribe" -> offered == null ? null : ways;
            default -> null;
        };
    }

    private static @Nullable Object way(Unsubscribe offered, String name, Contact contact, Occasion occasion) {
        return switch (name) {
            case "url" -> offered.url(occasion.target(contact));
            case "mail" -> offered.address();
            default -> null;
        };
    }
}
