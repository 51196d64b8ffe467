package dev.hato.delivery;

import dev.hato.lint.LintException;
import dev.hato.lint.LintReport;
import dev.hato.message.MessageTemplate;
import dev.hato.message.TemplateField;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Refuses a delivery's template before anything is written down, with all that is wrong with it. */
final class TemplateGate {
    private final EngineSettings settings;
    private final MailKind kind;
    private final Set<String> engineFields;

    TemplateGate(EngineSettings settings, MailKind kind) {
        this.settings = settings;
        this.kind = kind;
        this.engineFields = new EngineFields(settings).paths(kind);
    }

    /**
     * Checks the template and tells the listener what is not well.
     *
     * @throws IllegalArgumentException if it cannot be filled for anybody
     * @throws LintException if it has errors
     * @throws LegalNoticeException if it is marketing and does not say what it must
     */
    void require(MessageTemplate template) {
        requireFillable(template);
        LintReport report = lint(template);
        if (report.hasErrors()) {
            throw new LintException(report);
        }
        if (kind.isMarketing() && settings.legalNotices() == LegalNotices.REQUIRED) {
            List<String> missing = new LegalCheck(settings.imprint(), template).missing();
            if (!missing.isEmpty()) {
                throw new LegalNoticeException(template.name(), missing);
            }
        }
        if (!report.findings().isEmpty()) {
            settings.listener().templateLinted(report);
        }
    }

    /** Checks the template against what contacts and engine can fill; without declared attributes a contact has any. */
    LintReport lint(MessageTemplate template) {
        Set<String> declared = settings.declaredFields();
        Set<String> known = new TreeSet<>(declared.isEmpty() ? Set.of("contact") : declared);
        known.addAll(engineFields);
        return settings.lint().check(template, known);
    }

    /** A delivery knows only contacts and engine: any other field that must have a value would exclude everybody. */
    private void requireFillable(MessageTemplate template) {
        List<TemplateField> unfillable = template.fields().stream()
                .filter(field -> field.use() == TemplateField.Use.REQUIRED)
                .filter(field -> !field.path().startsWith("contact.") && !engineFields.contains(field.path()))
                .toList();
        if (!unfillable.isEmpty()) {
            throw new IllegalArgumentException("Template '" + template.name() + "' needs "
                    + unfillable.stream()
                            .map(field -> field.path() + " (" + field.first() + ")")
                            .collect(Collectors.joining(", "))
                    + ", which a delivery cannot fill. Use a field of the contact, such as contact.name, or give it a "
                    + "default; sender.… comes from the engine's imprint, unsubscribe.… from its unsubscribe setting, in "
                    + "marketing mail only.");
        }
    }
}
