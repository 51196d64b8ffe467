package dev.hato.message;

/** Thrown when a template cannot be compiled: says where, what is wrong and what would have been right. */
public final class TemplateException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final String template;
    private final TemplatePosition position;
    private final String problem;
    private final String excerpt;

    TemplateException(String template, TemplatePosition position, String problem, String excerpt) {
        super("Template '" + template + "' (" + position + "): " + problem + (excerpt.isEmpty() ? "" : "\n" + excerpt));
        this.template = template;
        this.position = position;
        this.problem = problem;
        this.excerpt = excerpt;
    }

    /** Returns the template's name. */
    public String template() {
        return template;
    }

    /** Returns where the problem is. */
    public TemplatePosition position() {
        return position;
    }

    /** Returns what is wrong and what to write instead. */
    public String problem() {
        return problem;
    }

    /** Returns the line of the source with a mark under the place, possibly empty. */
    public String excerpt() {
        return excerpt;
    }
}
