package dev.hato.message;

import org.jspecify.annotations.Nullable;

/** Thrown when JSON is not a template. */
public final class TemplateFormatException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final String path;

    TemplateFormatException(String path, String message, @Nullable Throwable cause) {
        super("Template JSON at " + path + ": " + message, cause);
        this.path = path;
    }

    /** Returns where in the JSON, such as {@code $.attachments[2].fileName}. */
    public String path() {
        return path;
    }
}
