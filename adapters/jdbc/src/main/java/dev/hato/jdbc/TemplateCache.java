package dev.hato.jdbc;

import dev.hato.message.MessageTemplate;
import dev.hato.segment.Segment;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was made from texts that the database keeps: templates by fingerprint, segments by their JSON. Both say all that
 * there is to know, so nothing in here grows old; the least used goes when there are too many. Thread-safe.
 */
final class TemplateCache {
    private static final int MOST_TEMPLATES = 100;
    private static final int MOST_SEGMENTS = 500;

    private final Map<String, MessageTemplate> templates = leastUsedFirst(MOST_TEMPLATES);
    private final Map<String, Segment> segments = leastUsedFirst(MOST_SEGMENTS);

    private static <V> Map<String, V> leastUsedFirst(int most) {
        return new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
                return size() > most;
            }
        };
    }

    /** Returns the template of the fingerprint, or null if it is not here. */
    @Nullable MessageTemplate template(String fingerprint) {
        synchronized (templates) {
            return templates.get(fingerprint);
        }
    }

    void add(MessageTemplate template) {
        synchronized (templates) {
            templates.put(template.fingerprint(), template);
        }
    }

    /** Returns the segment of the JSON. */
    Segment segment(String json) {
        synchronized (segments) {
            Segment known = segments.get(json);
            if (known != null) {
                return known;
            }
        }
        Segment segment = Segment.fromJson(json);
        synchronized (segments) {
            segments.put(json, segment);
        }
        return segment;
    }
}
