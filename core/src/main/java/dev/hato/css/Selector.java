package dev.hato.css;

import dev.hato.css.Condition.Compound;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A complex selector.
 *
 * @param compounds from left to right
 * @param combinators between them: space, {@code >}, {@code +} or {@code ~}
 * @param specificity ids, classes and types, ten bits each (Selectors 4, 17)
 * @param pseudoElement whether it means a part of an element that no attribute can style
 */
record Selector(List<Compound> compounds, List<Character> combinators, int specificity, boolean pseudoElement) {
    /** Whether the answer changes when elements are repeated or left out. */
    boolean isStructural() {
        return combinators.contains('+')
                || combinators.contains('~')
                || compounds.stream().anyMatch(Compound::isStructural);
    }

    Compound key() {
        return compounds.get(compounds.size() - 1);
    }

    Match on(Subject subject, Budget budget) {
        return on(compounds.size() - 1, subject, budget);
    }

    private Match on(int last, Subject subject, Budget budget) {
        budget.spend(1);
        Match here = compounds.get(last).on(subject);
        if (here == Match.NO || last == 0) {
            return here;
        }
        char combinator = combinators.get(last - 1);
        boolean upwards = combinator == ' ' || combinator == '>';
        boolean once = combinator == '>' || combinator == '+';
        Match best = Match.NO;
        Subject other = next(subject, upwards);
        while (other != null && best != Match.SURE) {
            best = best.or(on(last - 1, other, budget));
            other = once ? null : next(other, upwards);
        }
        return here.and(best);
    }

    private static @Nullable Subject next(Subject subject, boolean upwards) {
        return upwards ? subject.parent() : subject.previous();
    }
}
