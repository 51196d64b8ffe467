package dev.hato.jdbc;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** H2: sets are JSON arrays, in columns too; no function reads JSON there, only its own notation of a member. */
final class H2ValueSql implements ValueSql {
    /** What stands between the members of a set and around them; JSON escapes it wherever else it is. */
    private static final char BORDER = 3;

    @Override
    public Sql raw(Place place) {
        if (place instanceof Place.Json json) {
            return Sql.of("(" + json.document() + ")." + identifier(json.key()));
        }
        return Sql.of(((Place.Column) place).expression());
    }

    /** A bound key is not possible here, so each character that is not plain stands there as its code. */
    private static String identifier(String key) {
        StringBuilder out = new StringBuilder("U&\"");
        key.codePoints().forEach(c -> {
            if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == ':') {
                out.append((char) c);
            } else {
                out.append(String.format("\\+%06X", c));
            }
        });
        return out.append('"').toString();
    }

    @Override
    public Sql value(Place place) {
        if (place instanceof Place.Column column) {
            return Sql.of(column.expression());
        }
        String json = "cast(" + raw(place).text() + " as varchar)";
        String text = "stringdecode(substring(" + json + " from 2 for char_length(" + json + ") - 2))";
        return Sql.of(
                switch (place.type()) {
                    case TEXT -> text;
                    case NUMBER -> "cast(" + json + " as numeric(200, 100))";
                    case BOOLEAN -> "cast(" + json + " as boolean)";
                    case DATE -> "cast(" + text + " as date)";
                    case INSTANT -> "cast(" + json + " as bigint)";
                    case TEXT_SET -> json;
                });
    }

    @Override
    public Sql decimal(BigDecimal bound) {
        return Sql.format("cast($ as numeric(500, 200))", Sql.bound(bound));
    }

    @Override
    public Sql contains(Place set, boolean all, Collection<String> values) {
        Sql members = members(set);
        StringBuilder template = new StringBuilder("(");
        List<Sql> pieces = new ArrayList<>();
        for (String value : values) {
            template.append(pieces.isEmpty() ? "" : all ? " and " : " or ").append("position($ in $) > 0");
            pieces.add(Sql.bound(BORDER + unambiguous(value) + BORDER));
            pieces.add(members);
        }
        return Sql.format(template.append(')').toString(), pieces.toArray(Sql[]::new));
    }

    /**
     * Returns the JSON array as text in which borders stand around each member. Backslashes and quotes that belong to
     * members are moved out of the way first. From behind the first quote on, the next quote always ends a member, so
     * that quote, comma, quote, replaced from left to right, is always what stands between two members.
     */
    private Sql members(Place set) {
        String json = value(set).text();
        String safe = "replace(replace(" + json + ", '\\\\', char(1)), '\\\"', char(2))";
        return Sql.of("case when char_length(" + json + ") = 2 then '' else char(3) || replace(substring(" + safe
                + " from 3 for char_length(" + safe + ") - 4), '\",\"', char(3)) || char(3) end");
    }

    /** Returns the text as it stands among the members. */
    private static String unambiguous(String text) {
        StringBuilder json = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\\' -> json.append((char) 1);
                case '"' -> json.append((char) 2);
                case '\b' -> json.append("\\b");
                case '\f' -> json.append("\\f");
                case '\n' -> json.append("\\n");
                case '\r' -> json.append("\\r");
                case '\t' -> json.append("\\t");
                default -> json.append(c < ' ' ? String.format("\\u%04x", (int) c) : String.valueOf(c));
            }
        }
        return json.toString();
    }
}
