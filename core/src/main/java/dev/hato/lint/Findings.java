package dev.hato.lint;

import dev.hato.message.TemplatePosition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Collects what the rules that are on have found. */
final class Findings {
    /** More of one kind in one template tell nobody anything. */
    private static final int MOST_OF_A_RULE = 100;

    private static final List<String> PARTS = List.of("subject", "html", "text");
    private static final Comparator<LintFinding> ORDER = Comparator.comparing(LintFinding::severity)
            .thenComparingInt(finding -> part(finding.at().part()))
            .thenComparing(finding -> finding.at().part())
            .thenComparingInt(finding -> finding.at().line())
            .thenComparingInt(finding -> finding.at().column());

    private final Set<LintRule> rules;
    private final List<LintFinding> found = new ArrayList<>();
    private final Map<LintRule, Integer> counts = new EnumMap<>(LintRule.class);

    Findings(Set<LintRule> rules) {
        this.rules = rules;
    }

    private static int part(String name) {
        int index = PARTS.indexOf(name);
        return index < 0 ? PARTS.size() : index;
    }

    void add(LintRule rule, TemplatePosition at, String message) {
        add(rule.severity(), rule, at, message);
    }

    void add(Severity severity, LintRule rule, TemplatePosition at, String message) {
        if (rules.contains(rule) && counts.merge(rule, 1, Integer::sum) <= MOST_OF_A_RULE) {
            found.add(new LintFinding(severity, rule, at, message));
        }
    }

    boolean wants(LintRule rule) {
        return rules.contains(rule);
    }

    LintReport report(String template) {
        found.sort(ORDER);
        return new LintReport(template, found);
    }
}
