package dev.hato.css;

import dev.hato.css.CssInliner.Edit;
import dev.hato.css.StartTag.Hit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One run over one page: which rule means which tag, what is written there, and what is left in the style elements. */
final class Inlining {
    private final Page page;
    private final boolean keepsRules;
    private final Budget budget = new Budget();
    private final Set<StyleRule> kept = new HashSet<>();
    private final Set<StyleRule> always = new HashSet<>();
    private final List<Edit> edits = new ArrayList<>();

    Inlining(Page page, boolean keepsRules) {
        this.page = page;
        this.keepsRules = keepsRules;
    }

    List<Edit> edits() {
        StyleSheet sheet = new StyleSheet(page.html());
        List<StyleElement> elements = page.styleElements();
        elements.forEach(sheet::add);
        always.addAll(sheet.rules());
        sheet.rules().forEach(this::hit);
        sheet.conditional().forEach(this::hit);
        List<Cascade> cascades = page.tags().stream()
                .filter(tag -> !tag.hits().isEmpty())
                .map(tag -> new Cascade(tag, kept, budget))
                .toList();
        Contest contest = new Contest();
        cascades.forEach(cascade -> cascade.enter(contest));
        Set<Contest.Place> raised = contest.raised();
        cascades.forEach(cascade -> cascade.write(edits, raised));
        for (Contest.Place place : raised) {
            int at = place.declaration().end();
            edits.add(new Edit(at, at, " !important"));
        }
        elements.forEach(element -> clear(element, sheet.rules()));
        edits.removeIf(edit -> edit.from() == edit.to() && edit.text().isEmpty());
        edits.sort(Comparator.comparingInt(Edit::from).thenComparingInt(Edit::to));
        return List.copyOf(edits);
    }

    private void hit(StyleRule rule) {
        boolean sometimes = !always.contains(rule);
        Map<StartTag, Hit> hits = new HashMap<>();
        boolean complete = !sometimes && !keepsRules;
        for (Selector selector : rule.selectors()) {
            boolean sure = false;
            for (StartTag tag : selector.pseudoElement() ? List.<StartTag>of() : page.candidates(selector.key())) {
                Match match = match(selector, tag);
                if (match == Match.SURE && (sometimes || !tag.isEditable())) {
                    match = Match.MAYBE;
                }
                if (match != Match.NO) {
                    hits.merge(tag, new Hit(rule, selector.specificity(), match), Inlining::stronger);
                    complete &= match == Match.SURE;
                    sure |= match == Match.SURE;
                }
            }
            complete &= sure && !page.meansComment(selector);
        }
        if (!complete) {
            kept.add(rule);
        }
        hits.forEach((tag, hit) -> tag.hits().add(hit));
    }

    private static Hit stronger(Hit a, Hit b) {
        if (a.match() != b.match()) {
            return a.match() == Match.SURE ? a : b;
        }
        return a.specificity() >= b.specificity() ? a : b;
    }

    private Match match(Selector selector, StartTag tag) {
        boolean uncertain = (page.isTreeUncertain() && selector.compounds().size() > 1)
                || (page.isRepeated() && selector.isStructural());
        Match all = Match.SURE;
        Match any = Match.NO;
        for (Subject subject : tag.subjects()) {
            budget.spend(1);
            Match match =
                    uncertain ? selector.key().relaxed().on(subject).and(Match.MAYBE) : selector.on(subject, budget);
            all = all.and(match);
            any = any.or(match);
        }
        return all == Match.SURE ? all : any.and(Match.MAYBE);
    }

    private void clear(StyleElement element, List<StyleRule> rules) {
        String css = page.html().text();
        StringBuilder left = new StringBuilder(css.substring(element.contentFrom(), element.contentTo()));
        List<Edit> cuts = new ArrayList<>();
        for (StyleRule rule : rules) {
            if (rule.sheet().equals(element) && !kept.contains(rule)) {
                int from = rule.from();
                while (from > element.contentFrom() && " \t".indexOf(css.charAt(from - 1)) >= 0) {
                    from--;
                }
                boolean line = from > element.contentFrom() && css.charAt(from - 1) == '\n';
                int to = rule.to();
                if (line && to < element.contentTo() && css.charAt(to) == '\n') {
                    to++;
                } else {
                    from = rule.from();
                }
                cuts.add(new Edit(from, to, ""));
                for (int i = from; i < to; i++) {
                    left.setCharAt(i - element.contentFrom(), ' ');
                }
            }
        }
        boolean empty = CssScanner.compact(left.toString(), 0, left.length()).isEmpty()
                && !page.html().hasTag(element.from(), element.to());
        if (!cuts.isEmpty() && empty && element.removable()) {
            edits.add(new Edit(element.from(), element.to(), ""));
        } else {
            edits.addAll(cuts);
        }
    }
}
