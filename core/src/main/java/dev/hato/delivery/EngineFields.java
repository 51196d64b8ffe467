package dev.hato.delivery;

import dev.hato.contact.Contact;
import dev.hato.internal.Texts;
import dev.hato.message.Fields;
import dev.hato.message.Imprint;
import java.net.URI;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What templates can show beside the contact: the sender, the way to unsubscribe, and pages of the host's. */
final class EngineFields {
    private final @Nullable Map<String, String> sender;
    private final @Nullable Unsubscribe unsubscribe;
    private final Map<String, RecipientLink> links;

    EngineFields(EngineSettings settings) {
        Imprint imprint = settings.imprint();
        this.sender = imprint == null
                ? null
                : Map.of(
                        "name", imprint.name(),
                        "postal_address", imprint.postalAddress(),
                        "contact", imprint.contact());
        this.unsubscribe = settings.unsubscribe();
        this.links = settings.links();
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
        links.keySet().forEach(name -> paths.add(name + ".url"));
        return paths;
    }

    /** Returns the fields for one mail; links are made only when a template shows them. */
    Fields of(Contact contact, Occasion occasion) {
        Unsubscribe offered = occasion.kind().isMarketing() ? unsubscribe : null;
        Fields ways = name -> offered == null ? null : way(offered, name, contact, occasion);
        return name -> switch (name) {
            case "sender" -> sender;
            case "unsubscribe" -> offered == null ? null : ways;
            default -> {
                RecipientLink link = links.get(name);
                yield link == null ? null : page(name, link, contact, occasion);
            }
        };
    }

    private static Fields page(String page, RecipientLink link, Contact contact, Occasion occasion) {
        return name -> name.equals("url") ? url(page, link.of(occasion.target(contact))) : null;
    }

    private static String url(String page, @Nullable URI uri) {
        String scheme = uri == null ? null : uri.getScheme();
        boolean web = "https".equalsIgnoreCase(scheme) || "http".equalsIgnoreCase(scheme);
        if (uri == null || !web || uri.getHost() == null) {
            throw new IllegalStateException("The link for {{ " + page + ".url }} is " + Texts.quote(String.valueOf(uri))
                    + "; it needs an absolute http or https URL.");
        }
        return uri.toASCIIString();
    }

    private static @Nullable Object way(Unsubscribe offered, String name, Contact contact, Occasion occasion) {
        return switch (name) {
            case "url" -> offered.url(occasion.target(contact));
            case "mail" -> offered.address();
            default -> null;
        };
    }
}
