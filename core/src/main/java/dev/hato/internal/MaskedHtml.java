package dev.hato.internal;

import dev.hato.internal.TemplateTag.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The HTML of a template with its tags overwritten by harmless characters, each offset meaning the same as in the
 * source, so that an HTML parser can say where things stand.
 *
 * <p>A tag becomes spaces; an output inside a value or a style becomes letters, so that {@code href="{{ url }}"} is no
 * empty link. Immutable and thread-safe.
 */
public final class MaskedHtml {
    private final String source;
    private final String text;
    private final List<TemplateTag> tags;
    private final List<Block> blocks;
    private final int[] depths;

    /**
     * A branch or loop from its first tag to its last.
     *
     * @param from offset of the opening tag
     * @param to offset behind the closing tag, or the source's length if there is none
     * @param tags its own tags in order: the opening one, those that divide it, the closing one
     */
    public record Block(int from, int to, List<TemplateTag> tags) {}

    private MaskedHtml(String source, String text, List<TemplateTag> tags) {
        this.source = source;
        this.text = text;
        this.tags = List.copyOf(tags);
        this.blocks = blocks(tags, source.length());
        this.depths = depths(tags);
    }

    /** Masks an HTML source; one that the compiler would refuse is masked as far as it can be read. */
    public static MaskedHtml of(String source) {
        List<TemplateTag> found = TagFinder.find(source);
        char[] text = source.toCharArray();
        List<TemplateTag> placed = new HtmlPlaces(text).mask(found);
        return new MaskedHtml(source, new String(text), placed);
    }

    private static List<Block> blocks(List<TemplateTag> tags, int length) {
        List<Block> blocks = new ArrayList<>();
        Deque<List<TemplateTag>> open = new ArrayDeque<>();
        for (TemplateTag tag : tags) {
            if (tag.kind() == Kind.OPEN) {
                open.push(new ArrayList<>());
            }
            if (tag.isBlock() && !open.isEmpty()) {
                open.element().add(tag);
            }
            if (tag.kind() == Kind.CLOSE && !open.isEmpty()) {
                List<TemplateTag> own = open.pop();
                blocks.add(new Block(own.get(0).from(), tag.to(), List.copyOf(own)));
            }
        }
        for (List<TemplateTag> own : open) {
            blocks.add(new Block(own.get(0).from(), length, List.copyOf(own)));
        }
        return List.copyOf(blocks);
    }

    /** Returns the source as it was given. */
    public String source() {
        return source;
    }

    /** Returns the masked text, as long as the source. */
    public String text() {
        return text;
    }

    /** Returns the branches and loops, inner ones before those around them. */
    public List<Block> blocks() {
        return blocks;
    }

    /** Returns the tags that overlap a span, in order. */
    public List<TemplateTag> tagsIn(int from, int to) {
        int first = firstEndingBehind(from);
        int end = first;
        while (end < tags.size() && tags.get(end).from() < to) {
            end++;
        }
        return tags.subList(first, end);
    }

    private int firstEndingBehind(int offset) {
        int low = 0;
        int high = tags.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (tags.get(middle).to() <= offset) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** Returns whether a tag overlaps the span. */
    public boolean hasTag(int from, int to) {
        int first = firstEndingBehind(from);
        return first < tags.size() && tags.get(first).from() < to;
    }

    /** Returns whether a value is put out somewhere in the span. */
    public boolean hasOutput(int from, int to) {
        return tagsIn(from, to).stream().anyMatch(tag -> tag.kind() == Kind.OUTPUT);
    }

    /** Returns whether the place depends on a branch or loop. */
    public boolean isInsideBlock(int offset) {
        return depths[firstEndingBehind(offset)] > 0;
    }

    /** Returns whether the place depends on a branch or loop that begins at or behind {@code since}. */
    public boolean isInsideBlock(int offset, int since) {
        int depth = 0;
        for (TemplateTag tag : tagsIn(since, offset)) {
            depth = Math.max(0, depth + step(tag));
        }
        return depth > 0;
    }

    private static int step(TemplateTag tag) {
        return tag.kind() == Kind.OPEN ? 1 : tag.kind() == Kind.CLOSE ? -1 : 0;
    }

    /** How many blocks are open before each tag, and behind the last. */
    private static int[] depths(List<TemplateTag> tags) {
        int[] depths = new int[tags.size() + 1];
        for (int i = 0; i < tags.size(); i++) {
            depths[i + 1] = Math.max(0, depths[i] + step(tags.get(i)));
        }
        return depths;
    }
}
