package dev.hato.css;

import dev.hato.css.CssInliner.Edit;
import dev.hato.css.StartTag.Hit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The declarations for one start tag in the order of the cascade (CSS Cascade 4, 6).
 *
 * <p>What the rules say goes before the element's own style, which wins as it did; what they say with
 * {@code !important} goes behind it, so that the mark, which some mail programs cannot read in an attribute, can be left
 * out. It is written only where the declaration must win over an important one that stays in a style element.
 */
final class Cascade {
    private static final Comparator<Hit> ORDER = Comparator.comparingInt(Hit::specificity)
            .thenComparingInt(hit -> hit.rule().order());

    /** A declaration with what decides on its rank. */
    private record Ranked(Hit hit, Declaration declaration) {
        boolean beats(Ranked other) {
            return ORDER.compare(hit, other.hit) > 0;
        }

        boolean meets(Ranked other) {
            return !hit.rule().equals(other.hit.rule()) && declaration.overlaps(other.declaration);
        }

        Contest.Place place() {
            return new Contest.Place(hit.rule(), declaration);
        }
    }

    private final StartTag tag;
    private final Budget budget;
    private final List<Ranked> normal = new ArrayList<>();
    private final List<Ranked> important = new ArrayList<>();
    private final List<Ranked> staying = new ArrayList<>();
    private final List<Declaration> own;

    Cascade(StartTag tag, Set<StyleRule> kept, Budget budget) {
        this.tag = tag;
        this.budget = budget;
        this.own = Declaration.lenient(tag.ownStyle());
        List<Hit> hits = new ArrayList<>(tag.hits());
        hits.sort(ORDER);
        for (Hit hit : hits) {
            for (Declaration declaration : hit.rule().declarations()) {
                Ranked ranked = new Ranked(hit, declaration);
                if (hit.match() == Match.SURE) {
                    (declaration.important() ? important : normal).add(ranked);
                }
                if (kept.contains(hit.rule())) {
                    staying.add(ranked);
                }
            }
        }
    }

    /**
     * Adds the edits of the tag's style attribute.
     *
     * @param raised declarations in style elements that become important
     */
    void write(List<Edit> edits, Set<Contest.Place> raised) {
        List<Declaration> before = new ArrayList<>();
        List<Declaration> behind = new ArrayList<>();
        List<Declaration> flagged = new ArrayList<>();
        boolean takesMore = tag.takesMore();
        for (Ranked ranked : important) {
            boolean mark = !takesMore || needsMark(ranked) || meetsRaised(ranked, raised);
            (mark ? flagged : behind).add(ranked.declaration());
        }
        List<Declaration> strong = new ArrayList<>();
        for (Ranked ranked : normal) {
            (meetsRaised(ranked, raised) ? strong : before).add(ranked.declaration());
        }
        flagged.addAll(0, strong);
        List<Declaration> certain = Declaration.lenient(tag.styleBeforeBranches());
        String head = join(thinned(before, certain, false), thinned(flagged, certain, true));
        String tail = join(
                thinned(behind, List.of(), false).stream().filter(this::isNew).toList(), List.of());
        if (!head.isEmpty() || !tail.isEmpty()) {
            budget.insert(head.length() + tail.length());
            edits.addAll(tag.edits(head, tail));
        }
    }

    /** Whether an important declaration must keep its mark: what stays is important too and weaker. */
    private boolean needsMark(Ranked ranked) {
        boolean needed = false;
        for (Ranked other : staying) {
            budget.spend(1);
            boolean rival = other.declaration().important()
                    && !other.hit().rule().equals(ranked.hit().rule())
                    && other.declaration().overlaps(ranked.declaration());
            if (rival && !ranked.beats(other)) {
                return false;
            }
            needed |= rival;
        }
        return needed;
    }

    /** Leaves out what a later declaration replaces, in the list or in what follows it. */
    private List<Declaration> thinned(List<Declaration> list, List<Declaration> following, boolean marked) {
        Map<String, List<Declaration>> later = new HashMap<>();
        for (Declaration declaration : following) {
            if (declaration.important() || !marked) {
                later.computeIfAbsent(declaration.property(), key -> new ArrayList<>())
                        .add(declaration);
            }
        }
        List<Declaration> out = new ArrayList<>();
        for (int i = list.size() - 1; i >= 0; i--) {
            Declaration declaration = list.get(i);
            List<Declaration> same = later.computeIfAbsent(declaration.property(), key -> new ArrayList<>());
            budget.spend(1 + same.size());
            if (same.stream().noneMatch(declaration::isReplacedBy)) {
                out.add(0, declaration);
                same.add(declaration);
            }
        }
        return out;
    }

    /** Whether it says something else than the last word of the element's own style on the matter. */
    private boolean isNew(Declaration declaration) {
        Declaration last = null;
        for (Declaration mine : Declaration.lenient(tag.styleBehindBranches())) {
            last = mine.overlaps(declaration) ? mine : last;
        }
        return last == null
                || !last.property().equals(declaration.property())
                || !last.value().equals(declaration.value());
    }

    private static String join(List<Declaration> plain, List<Declaration> marked) {
        List<String> all = new ArrayList<>();
        plain.forEach(declaration -> all.add(declaration.written(false)));
        marked.forEach(declaration -> all.add(declaration.written(true)));
        return all.stream().collect(Collectors.joining(";"));
    }

    /** Whether it must keep winning over a declaration that becomes important. */
    private boolean meetsRaised(Ranked ranked, Set<Contest.Place> raised) {
        if (raised.isEmpty()) {
            return false;
        }
        for (Ranked other : staying) {
            budget.spend(1);
            boolean stronger = ranked.declaration().important() || ranked.beats(other);
            if (stronger && ranked.meets(other) && raised.contains(other.place())) {
                return true;
            }
        }
        return false;
    }

    /** Tells which declarations that stay in a style element lose to what is moved, and whom they may not beat. */
    void enter(Contest contest) {
        for (Ranked stays : staying) {
            if (stays.declaration().important()) {
                continue;
            }
            for (Ranked other : normal) {
                budget.spend(1);
                if (stays.hit().match() != Match.SURE && stays.meets(other) && stays.beats(other)) {
                    contest.wants(stays.place());
                }
            }
            for (Ranked other : staying) {
                budget.spend(1);
                if (stays.meets(other) && other.declaration().important() && stays.beats(other)) {
                    contest.bars(stays.place());
                } else if (stays.meets(other) && !other.declaration().important() && other.beats(stays)) {
                    contest.beats(other.place(), stays.place());
                }
            }
            if (tag.hasTagsInStyle() || own.stream().anyMatch(mine -> mine.overlaps(stays.declaration()))) {
                contest.bars(stays.place());
            }
        }
    }
}
