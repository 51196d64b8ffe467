package dev.hato.jdbc;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where our tables are: turns the braces in a statement's text into what the database reads.
 *
 * <p>{@code {contact}} is a table with its schema and prefix; {@code {rows r: id text, fence bigint}} a table of bound
 * values under the name {@code r}; {@code {now}} the database's clock in microseconds. Thread-safe.
 */
final class Tables {
    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,30}");
    private static final Pattern BRACES = Pattern.compile("\\{(?:rows (\\w+): ([^}]+)|(\\w+))}");

    private final Dialect dialect;
    private final String schema;
    private final String prefix;
    private final Map<String, String> known = new ConcurrentHashMap<>();

    Tables(Dialect dialect, @Nullable String schema, String prefix) {
        this.dialect = dialect;
        this.schema = schema == null ? "" : require("Schema", schema) + ".";
        this.prefix = prefix.isEmpty() ? "" : require("Table prefix", prefix);
    }

    static String require(String what, String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(what + " '" + name
                    + "' is not a plain name; use a letter, then letters, digits and underscores, 31 at most.");
        }
        return name;
    }

    /** Returns the schema, or null for the connection's own. */
    @Nullable String schemaName() {
        return schema.isEmpty() ? null : schema.substring(0, schema.length() - 1);
    }

    /** Returns the schema with its dot, or nothing. */
    String schema() {
        return schema;
    }

    String prefix() {
        return prefix;
    }

    /** Returns the text as the database reads it. Few texts exist; each is made once. */
    String sql(String text) {
        return known.computeIfAbsent(text, this::expand);
    }

    /** Returns the text as the database reads it, without keeping it: for texts that are made for one occasion. */
    String expand(String text) {
        return BRACES.matcher(text).replaceAll(match -> Matcher.quoteReplacement(expansion(match)));
    }

    private String expansion(MatchResult match) {
        if (match.group(1) != null) {
            return dialect.rows(match.group(1), match.group(2).split(",\\s*"));
        }
        String name = match.group(3);
        return name.equals("now") ? dialect.now() : schema + prefix + name;
    }
}
