package dev.hato.lint;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * All findings about one template.
 *
 * @param template the template's name
 * @param findings the worst first, then as they stand in subject, HTML, text and headers
 */
public record LintReport(String template, List<LintFinding> findings) {
    /** Copies the findings. */
    public LintReport {
        findings = List.copyOf(findings);
    }

    /** Returns whether a delivery of this template must not begin. */
    public boolean hasErrors() {
        return findings.stream().anyMatch(finding -> finding.severity() == Severity.ERROR);
    }

    /** Returns the findings of one severity. */
    public List<LintFinding> of(Severity severity) {
        return findings.stream()
                .filter(finding -> finding.severity() == severity)
                .toList();
    }

    /** Returns the findings of one rule. */
    public List<LintFinding> of(LintRule rule) {
        return findings.stream().filter(finding -> finding.rule() == rule).toList();
    }

    /** Returns how often each rule found something; rules that found nothing are left out. */
    public Map<LintRule, Integer> counts() {
        Map<LintRule, Integer> counts = new EnumMap<>(LintRule.class);
        findings.forEach(finding -> counts.merge(finding.rule(), 1, Integer::sum));
        return Collections.unmodifiableMap(counts);
    }

    /** Returns one line for each finding, or that there is none. */
    @Override
    public String toString() {
        return "Template '" + template + "': "
                + (findings.isEmpty()
                        ? "nothing found."
                        : findings.stream().map(LintFinding::toString).collect(Collectors.joining("\n  ", "\n  ", "")));
    }
}
