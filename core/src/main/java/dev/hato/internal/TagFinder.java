package dev.hato.internal;

import dev.hato.internal.TemplateTag.Kind;
import dev.hato.internal.TemplateTag.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Finds the tags of the template language, forgiving what the compiler refuses. Linear in the source's length. */
final class TagFinder {
    private static final Set<String> OPENERS = Set.of("if", "unless", "case", "for");
    private static final Set<String> MIDDLES = Set.of("elsif", "else", "when");
    private static final Set<String> CLOSERS = Set.of("endif", "endunless", "endcase", "endfor");

    private final String source;
    private final List<TemplateTag> tags = new ArrayList<>();

    private TagFinder(String source) {
        this.source = source;
    }

    static List<TemplateTag> find(String source) {
        TagFinder finder = new TagFinder(source);
        finder.run();
        return finder.tags;
    }

    private void run() {
        int at = 0;
        while (true) {
            int open = source.indexOf('{', at);
            if (open < 0) {
                return;
            }
            boolean output = source.startsWith("{{", open);
            if (!output && !source.startsWith("{%", open)) {
                at = open + 1;
                continue;
            }
            int end = close(open + 2, output ? "}}" : "%}");
            if (end < 0) {
                return; // no template can be made of this: what follows is as good as text
            }
            String name = output ? "" : name(open + 2);
            if (name.equals("raw")) {
                add(open, end, Kind.OTHER);
                at = endOfRaw(end);
            } else {
                at = name.equals("comment") ? skipComment(end) : end;
                add(open, at, output ? Kind.OUTPUT : kind(name));
            }
        }
    }

    private void add(int from, int to, Kind kind) {
        tags.add(new TemplateTag(from, to, kind, Place.TEXT));
    }

    private static Kind kind(String name) {
        return OPENERS.contains(name)
                ? Kind.OPEN
                : MIDDLES.contains(name) ? Kind.MIDDLE : CLOSERS.contains(name) ? Kind.CLOSE : Kind.OTHER;
    }

    /** Returns the offset behind the closing mark, or -1. Marks inside quotes do not close. */
    private int close(int from, String mark) {
        for (int i = from; i < source.length(); i++) {
            char c = source.charAt(i);
            if (c == '"' || c == '\'') {
                i = source.indexOf(c, i + 1);
                if (i < 0) {
                    return -1;
                }
            } else if (source.startsWith(mark, i)) {
                return i + mark.length();
            }
        }
        return -1;
    }

    private String name(int from) {
        int start = source.startsWith("-", from) ? from + 1 : from;
        while (start < source.length() && isSpace(source.charAt(start))) {
            start++;
        }
        int end = start;
        while (end < source.length() && source.charAt(end) >= 'a' && source.charAt(end) <= 'z') {
            end++;
        }
        return source.substring(start, end);
    }

    private int endOfRaw(int from) {
        for (int at = source.indexOf("{%", from); at >= 0; at = source.indexOf("{%", at + 2)) {
            if (name(at + 2).equals("endraw")) {
                int end = close(at + 2, "%}");
                add(at, end < 0 ? source.length() : end, Kind.OTHER);
                return end < 0 ? source.length() : end;
            }
        }
        return source.length();
    }

    private int skipComment(int from) {
        int depth = 1;
        for (int at = source.indexOf("{%", from); at >= 0; at = source.indexOf("{%", at + 2)) {
            String name = name(at + 2);
            depth += name.equals("comment") ? 1 : name.equals("endcomment") ? -1 : 0;
            if (depth == 0) {
                int end = close(at + 2, "%}");
                return end < 0 ? source.length() : end;
            }
        }
        return source.length();
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\u3000';
    }
}
