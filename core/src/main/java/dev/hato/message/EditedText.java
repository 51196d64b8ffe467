package dev.hato.message;

import dev.hato.css.CssInliner.Edit;
import java.util.List;

/** A text that was changed in places, which knows where its characters come from. */
final class EditedText {
    private final String original;
    private final List<Edit> edits;
    private final int[] starts;

    private EditedText(String original, List<Edit> edits, int[] starts) {
        this.original = original;
        this.edits = edits;
        this.starts = starts;
    }

    /** Returns the source with the edits made, or itself if there are none. */
    static SourceText of(SourceText source, List<Edit> edits) {
        if (edits.isEmpty()) {
            return source;
        }
        StringBuilder out = new StringBuilder(source.text().length() + 16 * edits.size());
        int[] starts = new int[edits.size()];
        int at = 0;
        for (int i = 0; i < starts.length; i++) {
            Edit edit = edits.get(i);
            out.append(source.text(), at, edit.from());
            starts[i] = out.length();
            out.append(edit.text());
            at = edit.to();
        }
        out.append(source.text(), at, source.text().length());
        EditedText edited = new EditedText(source.text(), edits, starts);
        return new SourceText(source.template(), source.part(), out.toString(), edited);
    }

    String original() {
        return original;
    }

    /** Returns where a character stood; for one that an edit brought, where the edit began. */
    int origin(int offset) {
        int low = 0;
        int high = starts.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (starts[middle] <= offset) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        if (low == 0) {
            return offset;
        }
        Edit last = edits.get(low - 1);
        int behind = offset - starts[low - 1] - last.text().length();
        return behind < 0 ? last.from() : last.to() + behind;
    }
}
