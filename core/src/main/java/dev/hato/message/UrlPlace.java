package dev.hato.message;

import java.util.Locale;
import java.util.Set;

/** How far into an URL the static text before a slot has come: decides what a slot there may do. */
enum UrlPlace {
    /** Nothing yet: a slot may be a whole URL, and its scheme is checked when it is filled. */
    START,
    /** Characters that may turn out to be a scheme. */
    SCHEME,
    /** Behind a slot or an unusual character, so that a colon may end a scheme that is not known. */
    OPEN,
    /** Behind the scheme: authority, path, query or fragment. */
    REST,
    /** The address of a mailto or cid link. */
    MAIL,
    /** Behind an ampersand where a scheme may still be: an entity there could stand for a letter or a colon. */
    ENTITY,
    /** Behind a scheme that runs or embeds content, or one that is not known: no slot may stand here. */
    SCRIPT,
    /** Some branch before has begun the URL and another has not. */
    UNSURE;

    private static final Set<String> RUNNING = Set.of("javascript", "vbscript", "livescript", "data", "mocha");
    private static final int LONGEST_SCHEME = 24;

    /** A place and the characters of a scheme so far. */
    record State(UrlPlace place, String scheme) {
        static final State BEGIN = new State(START, "");

        State next(char c) {
            UrlPlace next = place.after(c, scheme);
            if (next == place && next != SCHEME && next != ENTITY) {
                return this;
            }
            return new State(
                    next, next == SCHEME || (place == ENTITY && next == ENTITY) ? scheme + Character.toString(c) : "");
        }

        State afterSlot() {
            if (place == ENTITY) {
                return new State(ENTITY, "?");
            }
            return place == START || place == SCHEME ? new State(OPEN, "") : this;
        }

        State join(State other) {
            return equals(other) ? this : new State(place.join(other.place), "");
        }
    }

    private UrlPlace after(char c, String scheme) {
        if (c == '&' && (this == START || this == SCHEME || this == OPEN || this == UNSURE)) {
            return ENTITY;
        }
        return switch (this) {
            case ENTITY -> entity(c, scheme);
            case REST, SCRIPT -> this;
            case MAIL -> c == '?' ? REST : MAIL;
            case OPEN, UNSURE -> endsScheme(c) ? REST : c == ':' ? SCRIPT : this;
            case START -> c <= ' ' ? START : isLetter(c) ? SCHEME : endsScheme(c) ? REST : OPEN;
            case SCHEME -> {
                if (c == ':') {
                    String name = scheme.toLowerCase(Locale.ROOT);
                    yield RUNNING.contains(name) ? SCRIPT : name.equals("mailto") || name.equals("cid") ? MAIL : REST;
                }
                boolean more = isLetter(c) || c == '+' || c == '-' || c == '.' || (c >= '0' && c <= '9');
                yield endsScheme(c) ? REST : more && scheme.length() < LONGEST_SCHEME ? SCHEME : OPEN;
            }
        };
    }

    /** Only an escaped ampersand and one that begins no entity are known to end what could be a scheme. */
    private static UrlPlace entity(char c, String name) {
        if (isLetter(c) || (c >= '0' && c <= '9')) {
            return name.length() < LONGEST_SCHEME ? ENTITY : SCRIPT;
        }
        if (c == ';') {
            return name.equals("amp") ? REST : SCRIPT;
        }
        return c == '#' && name.isEmpty() ? SCRIPT : REST;
    }

    private UrlPlace join(UrlPlace other) {
        if (this == SCRIPT || other == SCRIPT || this == ENTITY || other == ENTITY) {
            return SCRIPT;
        }
        if (this == START || other == START || this == UNSURE || other == UNSURE) {
            return UNSURE;
        }
        return (this == REST || this == MAIL) && (other == REST || other == MAIL) ? REST : OPEN;
    }

    private static boolean endsScheme(char c) {
        return c == '/' || c == '?' || c == '#';
    }

    private static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }
}
