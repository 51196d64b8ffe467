package dev.hato.message;

import java.util.Set;

/** Says how a slot must be escaped where it stands, or why none may stand there. Immutable and thread-safe. */
final class SlotEscape {
    private static final Set<String> ANIMATED = Set.of("animate", "set", "animatetransform", "animatemotion");
    private static final Set<String> ANIMATION = Set.of("to", "from", "by", "values");

    private final SourceText source;

    SlotEscape(SourceText source) {
        this.source = source;
    }

    /**
     * How a slot in an element's raw content is escaped.
     *
     * @param broken whether what may become an end tag has begun
     */
    Escape raw(String element, boolean broken, int at) {
        if (broken) {
            throw source.error(at, "A field cannot stand in the middle of what may become an end tag.");
        }
        return switch (element) {
            case "style" -> Escape.CSS;
            case "title", "textarea" -> Escape.HTML_RAW;
            default ->
                throw source.error(
                        at, "A field cannot stand in <" + element + ">: nothing there can be escaped. Take it out.");
        };
    }

    /**
     * How a slot in an attribute's value is escaped.
     *
     * @param unquotedStart whether it begins a value without quotes
     */
    Escape value(HtmlScanner place, boolean unquotedStart, int at) {
        String element = place.element();
        String attribute = place.plainAttribute();
        boolean unquoted = place.mode() == HtmlState.Mode.UNQUOTED;
        if (attribute.startsWith("on") || attribute.equals("srcdoc")) {
            throw refused(place, at, "its value is a program or a page");
        }
        if (attribute.equals("content") && element.equals("meta")) {
            throw refused(place, at, "it could redirect the reader");
        }
        if (ANIMATED.contains(element) && ANIMATION.contains(attribute)) {
            throw refused(place, at, "it could set an URL unchecked");
        }
        if (attribute.equals("style")) {
            if (unquoted) {
                throw refused(place, at, "it has no quotes around it, and a style may hold spaces");
            }
            return Escape.CSS;
        }
        if (!place.isUrl()) {
            return unquotedStart ? Escape.UNQUOTED_START : unquoted ? Escape.UNQUOTED : Escape.ATTRIBUTE;
        }
        if (element.equals("script")) {
            throw refused(place, at, "it would load a program");
        }
        Escape escape = url(place.url(), at);
        return unquotedStart && escape == Escape.URL ? Escape.URL_UNQUOTED_START : escape;
    }

    private TemplateException refused(HtmlScanner place, int at, String why) {
        return source.error(
                at,
                "A field cannot stand in attribute '" + place.plainAttribute() + "' of <" + place.element() + ">: "
                        + why + ". Take it out.");
    }

    /** Returns how a slot at this place of an URL is escaped inside an attribute. */
    Escape url(UrlPlace.State url, int at) {
        return switch (url.place()) {
            case START -> Escape.URL;
            case SCHEME, OPEN, REST, ENTITY -> Escape.URL_PART;
            case MAIL -> Escape.URL_MAIL;
            case SCRIPT ->
                throw source.error(
                        at,
                        "A field cannot stand behind this scheme: the URL could become a program. Begin the URL with"
                                + " https:, or with one field that holds the whole beginning.");
            case UNSURE ->
                throw source.error(
                        at,
                        "The branches before this field begin the URL in one case and not in another. Put the whole URL"
                                + " into each branch.");
        };
    }
}
