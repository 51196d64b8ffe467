package dev.hato.message;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Thrown when a field that the mail shows has no value for this recipient and no {@code default} filter. */
public final class MissingFieldException extends RenderException {
    private static final long serialVersionUID = 1L;
    private static final int SHOWN = 20;

    private final String path;

    @SuppressWarnings("serial") // always an immutable JDK list of strings
    private final List<String> known;

    MissingFieldException(String template, TemplatePosition position, String path, List<String> known) {
        super(template, position, problem(path, known));
        this.path = path;
        this.known = List.copyOf(known);
    }

    private static String problem(String path, List<String> known) {
        String last = path.substring(path.lastIndexOf('.') + 1);
        @Nullable String near = Spelling.closest(last, known);
        StringBuilder out = new StringBuilder("Field '").append(path).append("' has no value");
        if (near != null) {
            out.append("; did you mean '").append(near).append('\'');
        }
        if (!known.isEmpty()) {
            out.append("; there are: ")
                    .append(String.join(", ", known.subList(0, Math.min(SHOWN, known.size()))))
                    .append(known.size() > SHOWN ? ", …" : "");
        }
        return out.append(". Supply it, or write {{ ")
                .append(path)
                .append(" | default: \"…\" }}.")
                .toString();
    }

    /** Returns the path as the template writes it, such as {@code contact.name}. */
    public String path() {
        return path;
    }

    /** Returns the names that have a value where the path ended, sorted; empty where they cannot be listed. */
    public List<String> known() {
        return known;
    }
}
