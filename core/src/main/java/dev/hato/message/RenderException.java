package dev.hato.message;

/**
 * Thrown when a compiled template cannot be filled for one recipient: a value of a wrong kind, a
 * division by zero, a limit exceeded. Values of fields do not appear in it.
 */
public sealed class RenderException extends RuntimeException permits MissingFieldException {
    private static final long serialVersionUID = 1L;

    private final String template;
    private final TemplatePosition position;

    RenderException(String template, TemplatePosition position, String problem) {
        super("Template '" + template + "' (" + position + "): " + problem);
        this.template = template;
        this.position = position;
    }

    /** Returns the template's name. */
    public String template() {
        return template;
    }

    /** Returns the place in the template that could not be filled. */
    public TemplatePosition position() {
        return position;
    }
}
