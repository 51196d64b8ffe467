package dev.hato.css;

import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** One part of a compound selector (Selectors 4). */
sealed interface Condition {
    /** Whether an element meets it. */
    Match on(Subject subject);

    /** {@code #id}. */
    record Id(String id) implements Condition {
        @Override
        public Match on(Subject subject) {
            return subject.hasId(id);
        }
    }

    /** {@code .name}. */
    record ClassName(String name) implements Condition {
        @Override
        public Match on(Subject subject) {
            return subject.hasClass(name);
        }
    }

    /** {@code [name]} and {@code [name op value]}; {@code op} is empty, =, ~=, |=, ^=, $= or *=. */
    record Attribute(String name, String op, String value, boolean anyCase) implements Condition {
        @Override
        public Match on(Subject subject) {
            Match exact = subject.attribute(name, test(value, false));
            if (exact != Match.NO) {
                return exact;
            }
            Match folded = subject.attribute(name, test(value.toLowerCase(Locale.ROOT), true));
            // HTML compares the values of some attributes, such as align, in any case.
            return folded == Match.SURE && !anyCase ? Match.MAYBE : folded;
        }

        private Predicate<String> test(String wanted, boolean fold) {
            return raw -> {
                String actual = fold ? raw.toLowerCase(Locale.ROOT) : raw;
                return switch (op) {
                    case "" -> true;
                    case "=" -> actual.equals(wanted);
                    case "~=" ->
                        !wanted.isEmpty()
                                && List.of(actual.split("[ \\t\\n\\r\\f]+", -1)).contains(wanted);
                    case "|=" -> actual.equals(wanted) || actual.startsWith(wanted + "-");
                    case "^=" -> !wanted.isEmpty() && actual.startsWith(wanted);
                    case "$=" -> !wanted.isEmpty() && actual.endsWith(wanted);
                    default -> !wanted.isEmpty() && actual.contains(wanted);
                };
            };
        }
    }

    /** {@code :root}. */
    record Root() implements Condition {
        @Override
        public Match on(Subject subject) {
            return Match.of(subject.isRoot());
        }
    }

    /** The {@code :nth-…} family: the element is number a·n + b among its siblings. */
    record Nth(int a, int b, boolean ofType, boolean fromEnd) implements Condition {
        @Override
        public Match on(Subject subject) {
            Subject.Place place = subject.place;
            int index = ofType ? place.ofType : place.index;
            int count = ofType ? place.countOfType : place.count;
            int number = fromEnd ? count - index + 1 : index;
            int rest = number - b;
            return Match.of(a == 0 ? rest == 0 : rest % a == 0 && rest / a >= 0);
        }
    }

    /** {@code :not(…)}: none of the compounds. */
    record Not(List<Compound> compounds) implements Condition {
        @Override
        public Match on(Subject subject) {
            Match any = Match.NO;
            for (Compound compound : compounds) {
                any = any.or(compound.on(subject));
            }
            return any.not();
        }
    }

    /** What only a mail program can tell: {@code :hover} and its like, {@code :is(…)}. */
    record Unknown() implements Condition {
        @Override
        public Match on(Subject subject) {
            return Match.MAYBE;
        }
    }

    /** Type and conditions of one element; no type is every type. */
    record Compound(@Nullable String type, List<Condition> conditions) {
        Match on(Subject subject) {
            if (type != null && !type.equals(subject.name())) {
                return Match.NO;
            }
            Match match = Match.SURE;
            for (Condition condition : conditions) {
                match = match.and(condition.on(subject));
                if (match == Match.NO) {
                    return match;
                }
            }
            return match;
        }

        /** Without what depends on siblings. */
        Compound relaxed() {
            return new Compound(
                    type,
                    conditions.stream()
                            .filter(condition -> !(condition instanceof Nth) && !(condition instanceof Not))
                            .toList());
        }

        boolean isStructural() {
            return conditions.stream()
                    .anyMatch(condition -> condition instanceof Nth
                            || (condition instanceof Not not
                                    && not.compounds().stream().anyMatch(Compound::isStructural)));
        }
    }
}
