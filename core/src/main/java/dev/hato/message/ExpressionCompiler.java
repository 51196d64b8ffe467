package dev.hato.message;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Compiles expressions: finds out which names are variables, checks filters, and notes the fields. */
final class ExpressionCompiler {
    private static final List<String> LOOP_PROPERTIES = List.of("index", "index0", "rindex", "length", "first", "last");

    private final SourceText source;
    private final Formats formats;
    private final FieldUses uses;
    private final Map<String, Integer> assigned = new HashMap<>();
    private final Deque<Variable> variables = new ArrayDeque<>();
    private int locals;
    private int loops;

    /** A loop's variable: where it is kept, and which field its items come from, if from one. */
    record Variable(
            String name, int local, int loop, @Nullable String origin) {}

    ExpressionCompiler(SourceText source, Formats formats, FieldUses uses) {
        this.source = source;
        this.formats = formats;
        this.uses = uses;
    }

    int locals() {
        return locals;
    }

    int loops() {
        return loops;
    }

    /** Declares a variable that an assign anywhere in the part sets. */
    void declare(String name) {
        assigned.computeIfAbsent(name, key -> locals++);
    }

    int assigned(String name) {
        Integer local = assigned.get(name);
        if (local == null) {
            throw new IllegalStateException("Variable " + name + " was not declared.");
        }
        return local;
    }

    Variable enter(String name, Expr items) {
        String path = items instanceof Expr.Path field ? origin(field) : null;
        Variable variable = new Variable(name, locals++, loops++, path == null ? null : path + "[]");
        variables.push(variable);
        return variable;
    }

    void leave() {
        variables.pop();
    }

    private @Nullable Variable variable(String name) {
        for (Variable variable : variables) {
            if (variable.name().equals(name)) {
                return variable;
            }
        }
        return null;
    }

    /** The field that a path leads to, seen from the mail's data, or null if it begins at an assigned variable. */
    private @Nullable String origin(Expr.Path path) {
        Variable variable = variable(path.root());
        if (variable == null && assigned.containsKey(path.root())) {
            return null;
        }
        String root = variable == null ? path.root() : variable.origin();
        if (root == null) {
            return null;
        }
        StringBuilder out = new StringBuilder(root);
        for (Object segment : path.segments().subList(1, path.segments().size())) {
            out.append(segment instanceof Integer ? "[]" : "." + segment);
        }
        return out.toString();
    }

    Operand compile(Expr expression, TemplateField.Use use) {
        if (expression instanceof Expr.Literal literal) {
            return new Operand.Constant(literal.value());
        }
        if (expression instanceof Expr.Path path) {
            return path(path, use);
        }
        if (expression instanceof Expr.Filtered filtered) {
            return filtered(filtered, use);
        }
        if (expression instanceof Expr.Comparison comparison) {
            return comparison(comparison, use);
        }
        if (expression instanceof Expr.All all) {
            return new Operand.Junction(terms(all.terms(), use), true);
        }
        if (expression instanceof Expr.Any any) {
            return new Operand.Junction(terms(any.terms(), use), false);
        }
        if (expression instanceof Expr.Not not) {
            return new Operand.Not(compile(not.term(), use));
        }
        throw source.error(expression.at(), "'empty' and 'blank' can only be compared with: {% if field == blank %}.");
    }

    private List<Operand> terms(List<Expr> terms, TemplateField.Use use) {
        return terms.stream().map(term -> compile(term, use)).toList();
    }

    private Operand path(Expr.Path path, TemplateField.Use use) {
        if (path.root().equals("forloop") && variable("forloop") == null && !variables.isEmpty()) {
            return loopProperty(path);
        }
        Variable variable = variable(path.root());
        String origin = origin(path);
        if (origin != null) {
            uses.add(origin, use, path.at());
        }
        if (variable != null) {
            return Operand.Path.of(path, variable.local(), false);
        }
        Integer local = assigned.get(path.root());
        return Operand.Path.of(path, local == null ? -1 : local, local != null);
    }

    private Operand loopProperty(Expr.Path path) {
        Object name = path.segments().size() == 2 ? path.segments().get(1) : "";
        if (!LOOP_PROPERTIES.contains(name)) {
            throw source.error(
                    path.at(), "A loop has " + String.join(", ", LOOP_PROPERTIES) + ", as in forloop.index.");
        }
        Operand.Property property = Operand.Property.valueOf(name.toString().toUpperCase(Locale.ROOT));
        return new Operand.LoopProperty(variables.element().loop(), property);
    }

    private Operand filtered(Expr.Filtered filtered, TemplateField.Use use) {
        List<Expr.FilterCall> calls = filtered.filters();
        boolean hasDefault = calls.stream().anyMatch(call -> call.name().equals("default"));
        boolean falls = hasDefault && use == TemplateField.Use.REQUIRED;
        Operand value = compile(filtered.input(), falls ? TemplateField.Use.FALLBACK : use);
        for (Expr.FilterCall call : calls) {
            value = apply(call, value, use);
        }
        return value;
    }

    private Operand apply(Expr.FilterCall call, Operand input, TemplateField.Use use) {
        Filter filter = Filter.named(call.name());
        if (filter == null) {
            String near = Spelling.closest(call.name(), Filter.names());
            throw source.error(
                    call.at(),
                    "There is no filter '" + call.name() + "'" + (near == null ? "." : "; did you mean '" + near + "'?")
                            + " Filters are: " + String.join(", ", Filter.names()) + ".");
        }
        if (!filter.takes(call.arguments().size())) {
            throw source.error(
                    call.at(),
                    "Filter '" + call.name() + "' does not take "
                            + call.arguments().size()
                            + (call.arguments().size() == 1 ? " argument" : " arguments") + ". The form is: | "
                            + filter.form() + ".");
        }
        Filter.Step step;
        try {
            step = filter.compile(call.arguments(), formats);
        } catch (IllegalArgumentException e) {
            throw source.error(
                    call.at(),
                    "Filter '" + call.name() + "': " + e.getMessage() + ". The form is: | " + filter.form() + ".");
        }
        List<Operand> arguments = terms(call.arguments(), use);
        return new Operand.Filtered(input, call.name(), step, arguments, filter == Filter.DEFAULT, call.at());
    }

    private Operand comparison(Expr.Comparison comparison, TemplateField.Use use) {
        boolean equality =
                comparison.operator().equals("==") || comparison.operator().equals("!=");
        boolean negated = comparison.operator().equals("!=");
        if (equality && comparison.right() instanceof Expr.Special special) {
            return new Operand.Emptiness(compile(comparison.left(), use), special.blank(), negated);
        }
        if (equality && comparison.left() instanceof Expr.Special special) {
            return new Operand.Emptiness(compile(comparison.right(), use), special.blank(), negated);
        }
        Operand left = compile(comparison.left(), use);
        Operand right = compile(comparison.right(), use);
        return new Operand.Comparison(comparison.operator(), left, right, comparison.at());
    }
}
