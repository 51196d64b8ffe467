package dev.hato.css;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Decides which declarations that stay in a style element become important, so as to win over a style attribute as they
 * won over a rule before.
 */
final class Contest {
    private final Set<Place> wanting = new HashSet<>();
    private final Set<Place> barred = new HashSet<>();
    private final Map<Place, Set<Place>> winners = new HashMap<>();
    private final Map<Place, Set<Place>> losers = new HashMap<>();

    /** A declaration of a rule. */
    record Place(StyleRule rule, Declaration declaration) {}

    /** It loses to what is moved, and did not before. */
    void wants(Place place) {
        wanting.add(place);
    }

    /** It would win where it must not. */
    void bars(Place place) {
        barred.add(place);
    }

    /** Both stay, and one wins over the other. */
    void beats(Place winner, Place loser) {
        winners.computeIfAbsent(loser, key -> new HashSet<>()).add(winner);
        losers.computeIfAbsent(winner, key -> new HashSet<>()).add(loser);
    }

    /** Returns the declarations that become important, and those that win over them. */
    Set<Place> raised() {
        winners.keySet().forEach(this::barIfFixed);
        wanting.forEach(this::barIfFixed);
        Set<Place> fixed = closure(barred, losers);
        Set<Place> wanted = new HashSet<>(wanting);
        wanted.removeAll(fixed);
        return closure(wanted, winners);
    }

    private void barIfFixed(Place place) {
        if (place.rule().sheet().frozen() || place.rule().isTagged()) {
            barred.add(place);
        }
    }

    private static Set<Place> closure(Set<Place> begin, Map<Place, Set<Place>> edges) {
        Set<Place> all = new HashSet<>(begin);
        Deque<Place> open = new ArrayDeque<>(begin);
        while (!open.isEmpty()) {
            for (Place next : edges.getOrDefault(open.pop(), Set.of())) {
                if (all.add(next)) {
                    open.push(next);
                }
            }
        }
        return all;
    }
}
