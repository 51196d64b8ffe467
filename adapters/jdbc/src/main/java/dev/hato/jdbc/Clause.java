package dev.hato.jdbc;

import dev.hato.segment.EventQuery;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A condition on its way into a statement: negations stand at the leaves only, nested groups of one kind are one group,
 * constants are gone, and questions about the same events are asked together.
 *
 * <p>A leaf may be null where a value is missing. In a tree without negations above the leaves that is as good as false;
 * a negated leaf says {@code is not true}. So the database's three values always end as the two of conditions.
 */
sealed interface Clause {
    /** Is always true. */
    Clause EVERYONE = new Constant(true);

    /** Is always false. */
    Clause NO_ONE = new Constant(false);

    /** Returns a guess at how long it takes; what takes longer stands further behind. */
    int cost();

    /** Appends it in parentheses where it needs them. */
    void write(Statement out);

    /** A constant. */
    record Constant(boolean value) implements Clause {
        @Override
        public int cost() {
            return 0;
        }

        @Override
        public void write(Statement out) {
            out.append(value ? "1 = 1" : "1 = 0");
        }
    }

    /** An expression over one row. */
    record Leaf(Sql sql, int cost) implements Clause {
        /** Returns the leaf, or what is true where it is false or null. */
        static Leaf of(Sql sql, int cost, boolean negative) {
            return new Leaf(negative ? Sql.format("($) is not true", sql) : sql, cost);
        }

        @Override
        public void write(Statement out) {
            out.append(sql);
        }
    }

    /** Whether a contact has such events, or has none. */
    record Occurs(EventQuery events, Events window, boolean any) implements Clause {
        @Override
        public int cost() {
            return 20 + window.cost();
        }

        @Override
        public void write(Statement out) {
            out.append(any ? "exists (select 1 " : "not exists (select 1 ");
            window.write(out);
            out.append(")");
        }

        private Measured measured() {
            return new Measured(events, window, Sql.of(any ? "count(*) > 0" : "count(*) = 0"));
        }
    }

    /** Whether what is computed from all such events of a contact passes a test. */
    record Measured(EventQuery events, Events window, Sql test) implements Clause {
        @Override
        public int cost() {
            return 40 + 2 * window.cost();
        }

        @Override
        public void write(Statement out) {
            out.append("exists (select 1 ");
            window.write(out);
            out.append(" having ");
            out.append(test);
            out.append(")");
        }
    }

    /** All of the parts, or one of them. There are two at least, none of them a constant or a group of this kind. */
    record Group(boolean all, List<Clause> parts, int cost) implements Clause {
        @Override
        public void write(Statement out) {
            out.append("(");
            for (int i = 0; i < parts.size(); i++) {
                if (i > 0) {
                    out.append(all ? " and " : " or ");
                }
                parts.get(i).write(out);
            }
            out.append(")");
        }
    }

    /** Returns all of the clauses, or one of them, in the simplest form. */
    static Clause group(boolean all, List<Clause> clauses) {
        List<Clause> parts = new ArrayList<>();
        for (Clause clause : clauses) {
            if (clause instanceof Constant constant) {
                if (constant.value() != all) {
                    return clause;
                }
            } else if (clause instanceof Group group && group.all() == all) {
                parts.addAll(group.parts());
            } else {
                parts.add(clause);
            }
        }
        List<Clause> merged = mergeEvents(all, parts);
        merged.sort(Comparator.comparingInt(Clause::cost));
        return switch (merged.size()) {
            case 0 -> all ? EVERYONE : NO_ONE;
            case 1 -> merged.get(0);
            default -> new Group(all, List.copyOf(merged), cost(merged));
        };
    }

    private static int cost(List<Clause> parts) {
        return parts.stream().mapToInt(Clause::cost).reduce(0, (a, b) -> Math.min(a + b, 1 << 20));
    }

    /** Asks what is asked about the same events in one pass over them. */
    private static List<Clause> mergeEvents(boolean all, List<Clause> parts) {
        Map<EventQuery, List<Clause>> byEvents = new LinkedHashMap<>();
        List<Clause> merged = new ArrayList<>();
        for (Clause part : parts) {
            EventQuery events = events(part);
            if (events == null) {
                merged.add(part);
            } else {
                byEvents.computeIfAbsent(events, query -> new ArrayList<>(2)).add(part);
            }
        }
        for (List<Clause> same : byEvents.values()) {
            if (same.stream().allMatch(Occurs.class::isInstance)) {
                merged.addAll(same.stream().distinct().toList());
            } else {
                merged.add(same.stream().map(Clause::measured).reduce((a, b) -> both(all, a, b)).orElseThrow());
            }
        }
        return merged;
    }

    private static @Nullable EventQuery events(Clause clause) {
        if (clause instanceof Measured measured) {
            return measured.events();
        }
        return clause instanceof Occurs occurs ? occurs.events() : null;
    }

    private static Measured measured(Clause clause) {
        return clause instanceof Occurs occurs ? occurs.measured() : (Measured) Objects.requireNonNull(clause);
    }

    private static Measured both(boolean all, Measured a, Measured b) {
        return new Measured(a.events(), a.window(), Sql.format(all ? "($ and $)" : "($ or $)", a.test(), b.test()));
    }

    /** The rows of events that a question is about, from the word {@code from} on. */
    record Events(Sql from, List<Sql> terms, Clause where) {
        int cost() {
            return where.cost();
        }

        void write(Statement out) {
            out.append("from ");
            out.append(from);
            String word = " where ";
            for (Sql term : terms) {
                out.append(word);
                out.append(term);
                word = " and ";
            }
            if (where != EVERYONE) {
                out.append(word);
                where.write(out);
            }
        }
    }

    /** A statement that is being put together. */
    final class Statement {
        private final StringBuilder text = new StringBuilder();
        private final List<Binder> values = new ArrayList<>();

        void append(String piece) {
            text.append(piece);
        }

        void append(Sql piece) {
            text.append(piece.text());
            values.addAll(piece.values());
        }

        Sql sql() {
            return new Sql(text.toString(), values);
        }
    }
}
