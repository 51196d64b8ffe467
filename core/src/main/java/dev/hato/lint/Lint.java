package dev.hato.lint;

import dev.hato.message.FieldFinding;
import dev.hato.message.MessageTemplate;
import dev.hato.message.TemplateException;
import dev.hato.message.TemplateField;
import dev.hato.message.TemplateSources;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Checks templates before a delivery begins.
 *
 * <pre>{@code
 * LintReport report = Lint.standard().without(LintRule.PREHEADER).check(template, List.of("contact.name"));
 * if (report.hasErrors()) {
 *     throw new IllegalStateException(report.toString());
 * }
 * }</pre>
 *
 * <p>It reads the sources, not a filled mail: what a field holds it cannot know, and says nothing about it. Positions
 * are those of the sources. Immutable and thread-safe.
 */
public final class Lint {
    private static final Lint STANDARD = new Lint(EnumSet.allOf(LintRule.class));

    private final Set<LintRule> rules;

    private Lint(Set<LintRule> rules) {
        this.rules = rules;
    }

    /** Returns the lint with all rules. */
    public static Lint standard() {
        return STANDARD;
    }

    /** Returns this lint without some rules. */
    public Lint without(LintRule... switchedOff) {
        Set<LintRule> rest = rules();
        rest.removeAll(List.of(switchedOff));
        return new Lint(rest);
    }

    /** Returns a copy of the set of rules that are on. */
    public Set<LintRule> rules() {
        return rules.isEmpty() ? EnumSet.noneOf(LintRule.class) : EnumSet.copyOf(rules);
    }

    /**
     * Checks a template.
     *
     * @param known the fields that have a value for some recipient at least, as {@link MessageTemplate#check} takes them
     */
    public LintReport check(MessageTemplate template, Collection<String> known) {
        Findings findings = new Findings(rules);
        fields(findings, template.check(known));
        parts(findings, template.newBuilder().sources());
        return findings.report(template.name());
    }

    /**
     * Checks a template that has not been built, and perhaps cannot be: what is wrong with it is a finding too.
     *
     * @param known as for a built template; fields are compared only if it can be built
     */
    public LintReport check(MessageTemplate.Builder builder, Collection<String> known) {
        Findings findings = new Findings(rules);
        TemplateSources sources = builder.sources();
        List<TemplateException> problems = sources.problems();
        for (TemplateException problem : problems) {
            findings.add(LintRule.TEMPLATE, problem.position(), problem.problem());
        }
        if (sources.html() == null && sources.text() == null) {
            findings.add(
                    LintRule.TEMPLATE, Positions.start("html"), "There is neither HTML nor text; write one of them.");
        } else if (problems.isEmpty()) {
            fields(findings, builder.build().check(known));
        }
        parts(findings, sources);
        return findings.report(sources.name());
    }

    private static void fields(Findings findings, List<FieldFinding> missing) {
        for (FieldFinding finding : missing) {
            TemplateField field = finding.field();
            Severity severity = finding.blocking() ? Severity.ERROR : Severity.WARNING;
            findings.add(severity, LintRule.FIELD, field.first(), finding.message());
        }
    }

    private static void parts(Findings findings, TemplateSources sources) {
        SubjectChecks.run(sources.subject(), findings);
        String html = sources.html();
        if (html != null) {
            HtmlChecks.run(sources, html, findings);
        }
        AttachmentChecks.run(sources.attachments(), findings);
    }

    /** Returns the ids of the rules that are on. */
    @Override
    public String toString() {
        return "Lint" + rules;
    }
}
