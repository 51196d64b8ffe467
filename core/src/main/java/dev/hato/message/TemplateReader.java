package dev.hato.message;

import dev.hato.contact.EmailAddress;
import dev.hato.css.CssInliner;
import dev.hato.internal.Texts;
import java.time.ZoneId;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads what {@link TemplateFormat} writes, and refuses everything else. Used once. */
final class TemplateReader {
    private final JsonNode document;

    TemplateReader(JsonNode document) {
        this.document = document;
    }

    MessageTemplate template() {
        JsonObject root = new JsonObject("$", document);
        int version = root.number(TemplateFormat.VERSION_KEY);
        if (version != TemplateFormat.VERSION) {
            throw new TemplateFormatException(
                    "$['" + TemplateFormat.VERSION_KEY + "']",
                    "version " + version + " is unknown here; this release reads version " + TemplateFormat.VERSION
                            + ".",
                    null);
        }
        MessageTemplate.Builder builder = root.of("name", MessageTemplate::named);
        root.ifPresent("subject", builder::subject);
        root.ifPresent("html", builder::html);
        root.ifPresent("text", builder::text);
        mailbox(root, "from", builder::from);
        mailbox(root, "replyTo", builder::replyTo);
        for (JsonObject header : root.objects("headers")) {
            String value = header.text("value");
            header.of("name", name -> builder.header(name, value));
            header.end();
        }
        for (JsonObject attachment : root.objects("attachments")) {
            builder.attach(attachment(attachment));
            attachment.end();
        }
        charset(root, builder);
        root.ifPresent("locale", tag -> builder.locale(TemplateFormat.locale(tag)));
        root.ifPresent("zone", id -> builder.zone(ZoneId.of(id)));
        root.ifPresent("onMissing", name -> builder.onMissing(constant(MissingField.class, name)));
        root.ifPresent("inlineCss", name -> builder.inlineCss(inliner(name)));
        if (root.has("limits")) {
            builder.limits(limits(root.object("limits")));
        }
        root.end();
        return builder.build();
    }

    private static void mailbox(JsonObject parent, String name, Function<Mailbox, MessageTemplate.Builder> setter) {
        if (!parent.has(name)) {
            return;
        }
        JsonObject mailbox = parent.object(name);
        EmailAddress address = mailbox.of("address", EmailAddress::of);
        if (mailbox.has("name")) {
            mailbox.of("name", text -> setter.apply(new Mailbox(text, address)));
        } else {
            setter.apply(new Mailbox(null, address));
        }
        mailbox.end();
    }

    private static Attachment attachment(JsonObject object) {
        String fileName = object.text("fileName");
        String mediaType = object.text("mediaType");
        byte[] content = object.of("content", Base64.getDecoder()::decode);
        return object.has("contentId")
                ? object.of("contentId", id -> Attachment.inline(id, fileName, mediaType, content))
                : object.checked(() -> Attachment.of(fileName, mediaType, content));
    }

    private static void charset(JsonObject root, MessageTemplate.Builder builder) {
        String label = root.has("charset") ? root.text("charset") : MailCharset.UTF_8.label();
        if (label.equals(Jis.LABEL)) {
            root.of(
                    "unmappable",
                    name -> builder.charset(MailCharset.iso2022jp(constant(Unmappable.class, name))));
        } else if (!label.equals(MailCharset.UTF_8.label())) {
            throw root.error("charset", Texts.quote(label) + " is not one of UTF-8, " + Jis.LABEL + ".", null);
        }
    }

    private static CssInliner inliner(String name) {
        return switch (name) {
            case "standard" -> CssInliner.standard();
            case "keepingRules" -> CssInliner.keepingRules();
            default -> throw new IllegalArgumentException(
                    Texts.quote(name) + " is not one of standard, keepingRules.");
        };
    }

    private static TemplateLimits limits(JsonObject object) {
        int sourceLength = object.number("sourceLength");
        int nesting = object.number("nesting");
        int iterations = object.number("iterations");
        int outputBytes = object.number("outputBytes");
        object.end();
        return object.checked(() -> new TemplateLimits(sourceLength, nesting, iterations, outputBytes));
    }

    private static <E extends Enum<E>> E constant(Class<E> type, String name) {
        for (E constant : type.getEnumConstants()) {
            if (constant.name().equals(name)) {
                return constant;
            }
        }
        throw new IllegalArgumentException(
                Texts.quote(name) + " is not one of " + List.of(type.getEnumConstants()) + ".");
    }

    /** An object whose properties are taken one by one, so that those nobody asked for are found. */
    private static final class JsonObject {
        private final String path;
        private final JsonNode node;
        private final Set<String> taken = new HashSet<>();

        JsonObject(String path, JsonNode node) {
            this.path = path;
            this.node = node;
            if (!node.isObject()) {
                throw new TemplateFormatException(path, "expected an object.", null);
            }
        }

        boolean has(String name) {
            return node.has(name);
        }

        private JsonNode take(String name) {
            taken.add(name);
            JsonNode value = node.get(name);
            if (value == null) {
                throw new TemplateFormatException(path, "the property \"" + name + "\" is missing.", null);
            }
            return value;
        }

        String text(String name) {
            JsonNode value = take(name);
            if (!value.isString()) {
                throw error(name, "expected a string.", null);
            }
            return value.stringValue();
        }

        int number(String name) {
            JsonNode value = take(name);
            if (!value.isInt()) {
                throw error(name, "expected a whole number.", null);
            }
            return value.intValue();
        }

        JsonObject object(String name) {
            return new JsonObject(path + "." + name, take(name));
        }

        List<JsonObject> objects(String name) {
            if (!has(name)) {
                return List.of();
            }
            JsonNode array = take(name);
            if (!array.isArray()) {
                throw error(name, "expected an array.", null);
            }
            JsonObject[] objects = new JsonObject[array.size()];
            for (int i = 0; i < objects.length; i++) {
                objects[i] = new JsonObject(path + "." + name + "[" + i + "]", array.get(i));
            }
            return List.of(objects);
        }

        /** Returns what the function makes of the text; what it refuses is refused with the path. */
        <T> T of(String name, Function<String, T> function) {
            String text = text(name);
            try {
                return function.apply(text);
            } catch (IllegalArgumentException | java.time.DateTimeException | java.util.IllformedLocaleException e) {
                throw error(name, String.valueOf(e.getMessage()), e);
            }
        }

        void ifPresent(String name, Function<String, MessageTemplate.Builder> setter) {
            if (has(name)) {
                of(name, setter);
            }
        }

        <T> T checked(java.util.function.Supplier<T> supplier) {
            try {
                return supplier.get();
            } catch (IllegalArgumentException e) {
                throw new TemplateFormatException(path, String.valueOf(e.getMessage()), e);
            }
        }

        TemplateFormatException error(String name, String message, @Nullable Throwable cause) {
            return new TemplateFormatException(path + "." + name, message, cause);
        }

        /** Checks that every property was taken. */
        void end() {
            for (String name : node.propertyNames()) {
                if (!taken.contains(name)) {
                    throw error(name, "unknown property " + Texts.quote(name) + "; remove it, or use a newer release.", null);
                }
            }
        }
    }
}
