package dev.hato.lint;

import dev.hato.message.TemplatePosition;
import java.util.Arrays;

/** Turns offsets in the source of one part into positions. */
final class Positions {
    private final String part;
    private final String source;
    private final int[] lines;

    Positions(String part, String source) {
        this.part = part;
        this.source = source;
        int count = 1 + (int) source.chars().filter(c -> c == '\n').count();
        this.lines = new int[count];
        int line = 1;
        for (int i = source.indexOf('\n'); i >= 0; i = source.indexOf('\n', i + 1)) {
            lines[line++] = i + 1;
        }
    }

    static TemplatePosition start(String part) {
        return new TemplatePosition(part, 1, 1);
    }

    TemplatePosition at(int offset) {
        int found = Arrays.binarySearch(lines, offset);
        int line = found >= 0 ? found : -found - 2;
        return new TemplatePosition(part, line + 1, 1 + source.codePointCount(lines[line], offset));
    }
}
