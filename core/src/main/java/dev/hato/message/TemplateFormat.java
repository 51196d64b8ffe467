package dev.hato.message;

import dev.hato.css.CssInliner;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * Templates as JSON, to be kept in a database or a file: all that a template has, attachments included, so that what is
 * read has the {@linkplain MessageTemplate#fingerprint() fingerprint} of what was written.
 *
 * <pre>{@code
 * {"hato.template": 1, "name": "thanks", "subject": "{{ contact.name }}様",
 *  "html": "<p>{{ contact.name }}様</p>", "charset": "UTF-8", "locale": "ja-JP", "onMissing": "EXCLUDE", …}
 * }</pre>
 *
 * <p>The sources are kept, not what was compiled from them: reading compiles. What has its usual value may be left out
 * of a document written by hand; of a written one nothing is.
 */
public final class TemplateFormat {
    static final String VERSION_KEY = "hato.template";
    static final int VERSION = 1;

    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(10)
                            .maxStringLength(200_000_000)
                            .build())
                    .build())
            .build();

    private TemplateFormat() {}

    /** Returns the template as JSON, from which {@link #read} makes one of the same fingerprint. */
    public static String write(MessageTemplate template) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put(VERSION_KEY, VERSION);
        document.put("name", template.name());
        document.put("subject", template.subjectSource());
        put(document, "html", template.htmlSource());
        put(document, "text", template.textSource());
        put(document, "from", mailbox(template.fromSource()));
        put(document, "replyTo", mailbox(template.replyToSource()));
        document.put("headers", headers(template));
        document.put("attachments", attachments(template));
        document.put("charset", template.charset().label());
        if (template.charset() instanceof MailCharset.Iso2022Jp jis) {
            document.put("unmappable", jis.unmappable().name());
        }
        document.put("locale", template.locale().toLanguageTag());
        ZoneId zone = template.declaredZone();
        put(document, "zone", zone == null ? null : zone.getId());
        document.put("onMissing", template.onMissing().name());
        document.put("limits", limits(template.limits()));
        CssInliner inliner = template.cssInliner();
        put(document, "inlineCss", inliner == null ? null : inliner.keepsRules() ? "keepingRules" : "standard");
        return JSON.writeValueAsString(document);
    }

    private static void put(Map<String, Object> object, String name, @Nullable Object value) {
        if (value != null) {
            object.put(name, value);
        }
    }

    private static @Nullable Map<String, Object> mailbox(@Nullable Mailbox mailbox) {
        if (mailbox == null) {
            return null;
        }
        Map<String, Object> object = new LinkedHashMap<>();
        put(object, "name", mailbox.name());
        object.put("address", mailbox.address().value());
        return object;
    }

    private static List<Map<String, Object>> headers(MessageTemplate template) {
        List<Map<String, Object>> headers = new ArrayList<>();
        for (Message.Header header : template.headerSources()) {
            Map<String, Object> object = new LinkedHashMap<>();
            object.put("name", header.name());
            object.put("value", header.value());
            headers.add(object);
        }
        return headers;
    }

    private static List<Map<String, Object>> attachments(MessageTemplate template) {
        List<Map<String, Object>> attachments = new ArrayList<>();
        for (Attachment attachment : template.attachments()) {
            Map<String, Object> object = new LinkedHashMap<>();
            object.put("fileName", attachment.fileName());
            object.put("mediaType", attachment.mediaType());
            put(object, "contentId", attachment.contentId());
            object.put("content", Base64.getEncoder().encodeToString(attachment.content()));
            attachments.add(object);
        }
        return attachments;
    }

    private static Map<String, Object> limits(TemplateLimits limits) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("sourceLength", limits.sourceLength());
        object.put("nesting", limits.nesting());
        object.put("iterations", limits.iterations());
        object.put("outputBytes", limits.outputBytes());
        return object;
    }

    /**
     * Reads a template that {@link #write} wrote, or that was written by hand in the same format, and compiles it.
     *
     * @throws TemplateFormatException if it is anything else, or of a version that is not known here; its message names
     *     the path in the JSON
     * @throws TemplateException if a source cannot be compiled
     * @throws IllegalStateException if there is neither HTML nor text
     */
    public static MessageTemplate read(String json) {
        try {
            return new TemplateReader(JSON.readTree(json)).template();
        } catch (JacksonException e) {
            throw new TemplateFormatException("$", "the JSON cannot be read: " + e.getOriginalMessage(), e);
        }
    }

    /** Returns the language of a tag, which must be well-formed (BCP 47). */
    static Locale locale(String tag) {
        return new Locale.Builder().setLanguageTag(tag).build();
    }
}
