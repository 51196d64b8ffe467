package dev.hato.lint;

import java.util.stream.Collectors;

/** A template has errors; nothing was scheduled. */
public final class LintException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final transient LintReport report;

    /**
     * Makes the exception.
     *
     * @param report has at least one error
     */
    public LintException(LintReport report) {
        super("Template '" + report.template() + "': "
                + report.of(Severity.ERROR).stream().map(LintFinding::toString).collect(Collectors.joining(" "))
                + " Mend the template, or leave the rule out: Hato.builder(…).lint(Lint.standard().without(…)).");
        this.report = report;
    }

    /** Returns all findings, warnings and notices among them; null in a copy that was serialized. */
    public LintReport report() {
        return report;
    }
}
