package dev.hato.tracking;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Parameters for analytics, appended to what a URL's query has already, before its fragment. All else of the URL stays as
 * it is, to the character. Immutable and thread-safe.
 */
final class LinkParameters {
    /** No parameters. */
    static final LinkParameters NONE = new LinkParameters(Map.of());

    private static final Set<String> KNOWN = new TreeSet<>(Set.of("delivery", "link", "mail", "step"));
    private static final String DELIVERY = "delivery:";

    private final Map<String, Template> byName;

    private LinkParameters(Map<String, Template> byName) {
        this.byName = byName;
    }

    /**
     * The mails that a link stands in, for the values.
     *
     * @param source the delivery or scenario
     * @param step the step of the scenario
     * @param name what people call the mail; empty where that is not known
     */
    record Place(String source, String step, String name) {}

    /** Returns these and one more. */
    LinkParameters and(String name, String value) {
        if (name.isBlank()) {
            throw new IllegalArgumentException(
                    "The name of a link's parameter is blank; give it a name such as utm_source.");
        }
        Map<String, Template> more = new LinkedHashMap<>(byName);
        if (more.put(name, Template.of(name, value)) != null) {
            throw new IllegalArgumentException("Links have a parameter '" + name + "' already; name each once.");
        }
        return new LinkParameters(more);
    }

    /** Tells whether there are none. */
    boolean isEmpty() {
        return byName.isEmpty();
    }

    /** Tells whether values depend on the place, not only on the link. */
    boolean dependOnPlace() {
        return byName.values().stream().anyMatch(Template::dependsOnPlace);
    }

    /** Tells whether values need the mail's name. */
    boolean nameMail() {
        return byName.values().stream().anyMatch(value -> value.names().contains("mail"));
    }

    /** Returns the URL with those of the parameters that it has not. */
    String addedTo(String url, Place place, String link) {
        int end = url.length();
        while (end > 0 && url.charAt(end - 1) <= ' ') {
            end--;
        }
        int hash = url.indexOf('#');
        int at = hash < 0 ? end : hash;
        int query = url.indexOf('?');
        boolean hasQuery = query >= 0 && query < at;
        Set<String> names = hasQuery ? names(url.substring(query + 1, at)) : Set.of();
        StringBuilder added = new StringBuilder();
        byName.forEach((name, value) -> {
            if (!names.contains(name)) {
                added.append(added.isEmpty() ? "" : "&");
                encode(name, added);
                added.append('=');
                encode(value.filled(place, link), added);
            }
        });
        if (added.isEmpty()) {
            return url;
        }
        char last = url.charAt(at - 1);
        String before = !hasQuery ? "?" : query == at - 1 || last == '&' ? "" : "&";
        return url.substring(0, at) + before + added + url.substring(at);
    }

    private static Set<String> names(String query) {
        Set<String> names = new TreeSet<>();
        for (String parameter : query.split("&", -1)) {
            int equals = parameter.indexOf('=');
            String name = equals < 0 ? parameter : parameter.substring(0, equals);
            names.add(name);
            try {
                names.add(URLDecoder.decode(name, StandardCharsets.UTF_8));
            } catch (IllegalArgumentException e) {
                // a percent sign of its own; the name as it is written has been added
            }
        }
        return names;
    }

    /** Writes a text as UTF-8, all but the unreserved characters in percent signs (RFC 3986, 2.3). */
    private static void encode(String text, StringBuilder out) {
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xFF);
            if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || "-._~".indexOf(c) >= 0) {
                out.append(c);
            } else {
                out.append('%')
                        .append(Character.toUpperCase(Character.forDigit(c >> 4, 16)))
                        .append(Character.toUpperCase(Character.forDigit(c & 15, 16)));
            }
        }
    }

    /** A value with names in braces. */
    private record Template(List<String> texts, List<String> names) {
        static Template of(String parameter, String value) {
            List<String> texts = new ArrayList<>();
            List<String> names = new ArrayList<>();
            int at = 0;
            for (int open = value.indexOf('{'); open >= 0; open = value.indexOf('{', at)) {
                int close = value.indexOf('}', open);
                String name = close < 0 ? value.substring(open + 1) : value.substring(open + 1, close);
                if (close < 0 || !KNOWN.contains(name)) {
                    throw new IllegalArgumentException("The link parameter '" + parameter + "' has '{" + name
                            + (close < 0 ? "'" : "}'") + " in its value; known are " + KNOWN + " in braces.");
                }
                texts.add(value.substring(at, open));
                names.add(name);
                at = close + 1;
            }
            texts.add(value.substring(at));
            return new Template(List.copyOf(texts), List.copyOf(names));
        }

        boolean dependsOnPlace() {
            return names.stream().anyMatch(name -> !name.equals("link"));
        }

        String filled(Place place, String link) {
            StringBuilder out = new StringBuilder(texts.get(0));
            for (int i = 0; i < names.size(); i++) {
                out.append(
                        switch (names.get(i)) {
                            case "delivery" -> delivery(place.source());
                            case "mail" -> place.name();
                            case "step" -> place.step();
                            default -> link;
                        });
                out.append(texts.get(i + 1));
            }
            return out.toString();
        }

        private static String delivery(String source) {
            return source.startsWith(DELIVERY) ? source.substring(DELIVERY.length()) : source;
        }
    }
}
