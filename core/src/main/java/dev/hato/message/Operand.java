package dev.hato.message;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A compiled expression. Immutable and thread-safe. */
@FunctionalInterface
interface Operand {
    /** Returns the value for this mail, or null if there is none. */
    @Nullable Object get(Frame frame);

    /** Returns the field on whose account there is no value, or null if it is not a field's fault. */
    default @Nullable Absent absent(Frame frame) {
        return null;
    }

    /** A field without a value, and the names that there are instead. */
    record Absent(String path, int at, List<String> known) {}

    /** A literal. */
    record Constant(@Nullable Object value) implements Operand {
        @Override
        public @Nullable Object get(Frame frame) {
            return value;
        }
    }

    /**
     * A field, or a variable and what is inside it.
     *
     * @param local the index of the variable, or -1 for a field of the mail
     * @param assigned whether the variable may not be set yet, in which case the field of the name is meant
     */
    record Path(Expr.Path path, String root, List<Object> inside, int local, boolean assigned) implements Operand {
        static Path of(Expr.Path path, int local, boolean assigned) {
            List<Object> inside =
                    List.copyOf(path.segments().subList(1, path.segments().size()));
            // Maps find a name sooner that is the same object as their key, as literals are.
            return new Path(path, path.root().intern(), inside, local, assigned);
        }

        @Override
        public @Nullable Object get(Frame frame) {
            Object value = root(frame);
            for (int i = 0; i < inside.size(); i++) {
                value = Paths.step(value, inside.get(i));
            }
            return value;
        }

        private @Nullable Object root(Frame frame) {
            if (local < 0) {
                return frame.field(root);
            }
            Object value = frame.local(local);
            return value == null && assigned ? frame.field(root) : value == Frame.NIL ? null : value;
        }

        @Override
        public @Nullable Absent absent(Frame frame) {
            Object value = root(frame);
            if (value == null) {
                return new Absent(path.shown(1), path.at(), local < 0 ? frame.fieldNames() : List.of());
            }
            for (int i = 0; i < inside.size(); i++) {
                Object next = Paths.step(value, inside.get(i));
                if (next == null) {
                    return new Absent(path.shown(i + 2), path.at(), Paths.names(value));
                }
                value = next;
            }
            return null;
        }
    }

    /** {@code forloop.index} and its like. */
    record LoopProperty(int loop, Property property) implements Operand {
        @Override
        public Object get(Frame frame) {
            Frame.Loop running = frame.loop(loop);
            return switch (property) {
                case INDEX -> running.index() + 1;
                case INDEX0 -> running.index();
                case RINDEX -> running.length() - running.index();
                case LENGTH -> running.length();
                case FIRST -> running.index() == 0;
                case LAST -> running.index() == running.length() - 1;
            };
        }
    }

    /** What a loop knows of itself. */
    enum Property {
        INDEX,
        INDEX0,
        RINDEX,
        LENGTH,
        FIRST,
        LAST
    }

    /** A filter on a value. */
    record Filtered(Operand input, String name, Filter.Step step, List<Operand> arguments, boolean isDefault, int at)
            implements Operand {
        @Override
        public @Nullable Object get(Frame frame) {
            Object value = input.get(frame);
            if (isDefault) {
                return Values.isBlank(value) ? arguments.get(0).get(frame) : value;
            }
            if (value == null) {
                return null;
            }
            @Nullable Object[] given = new Object[arguments.size()];
            for (int i = 0; i < given.length; i++) {
                given[i] = arguments.get(i).get(frame);
                if (given[i] == null) {
                    return null;
                }
            }
            try {
                Object result = step.apply(value, given);
                if (result instanceof String text) {
                    frame.charge(text.length(), at);
                }
                return result;
            } catch (Filter.Unfit e) {
                throw frame.error(at, "Filter '" + name + "' " + e.getMessage() + ".");
            }
        }

        @Override
        public @Nullable Absent absent(Frame frame) {
            if (!isDefault && input.get(frame) == null) {
                return input.absent(frame);
            }
            for (Operand argument : arguments) {
                if (argument.get(frame) == null) {
                    return argument.absent(frame);
                }
            }
            return null;
        }
    }

    /** A comparison; values of different kinds are unequal and in no order. */
    record Comparison(String operator, Operand left, Operand right, int at) implements Operand {
        @Override
        public Object get(Frame frame) {
            Object a = left.get(frame);
            Object b = right.get(frame);
            if (a instanceof CharSequence text && b instanceof CharSequence) {
                frame.charge(text.length() / 8, at);
            }
            return switch (operator) {
                case "==" -> Values.equal(a, b);
                case "!=" -> !Values.equal(a, b);
                case "contains" -> Values.contains(a, b);
                default -> {
                    Integer order = Values.order(a, b);
                    yield order != null && ordered(order);
                }
            };
        }

        private boolean ordered(int order) {
            return switch (operator) {
                case "<" -> order < 0;
                case ">" -> order > 0;
                case "<=" -> order <= 0;
                default -> order >= 0;
            };
        }
    }

    /** Whether a value is empty or blank. */
    record Emptiness(Operand value, boolean blank, boolean negated) implements Operand {
        @Override
        public Object get(Frame frame) {
            Object tested = value.get(frame);
            return negated != (blank ? Values.isBlank(tested) : Values.isEmpty(tested));
        }
    }

    /** Conjunction, or disjunction: stops at the first term that decides. */
    record Junction(List<Operand> terms, boolean all) implements Operand {
        @Override
        public Object get(Frame frame) {
            for (Operand term : terms) {
                if (Values.isTrue(term.get(frame)) != all) {
                    return !all;
                }
            }
            return all;
        }
    }

    /** Negation. */
    record Not(Operand term) implements Operand {
        @Override
        public Object get(Frame frame) {
            return !Values.isTrue(term.get(frame));
        }
    }
}
