package dev.hato.jdbc;

import dev.hato.contact.Attribute;
import dev.hato.contact.Contact;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * A column of the host's into which an attribute is written.
 *
 * @param name quoted
 * @param zone of what has none
 */
record HostTarget(
        Attribute<?> attribute,
        HostColumns.Column column,
        String name,
        HostSql sql,
        @Nullable ZoneId zone) {
    /** Returns whether the column must have a value and brings none of its own. */
    boolean isRequired() {
        return column.filling() == HostColumns.Filling.REQUIRED;
    }

    /** Returns what to write where the contact has no value. */
    String missing() {
        return switch (column.filling()) {
            case DEFAULT, SEQUENCE -> "default";
            default -> "null";
        };
    }

    /** Returns whether a change of a contact without a value leaves the column as it is: its number was given once. */
    boolean isKept(Contact contact) {
        return column.filling() == HostColumns.Filling.SEQUENCE
                && !contact.attributes().contains(attribute);
    }

    void bind(Parameters parameters, Object value) throws SQLException {
        switch (attribute.type()) {
            case TEXT ->
                sql.bindText(
                        parameters,
                        StorableText.require("Attribute '" + attribute.name() + "'", (String) value),
                        column.typeName());
            case NUMBER -> parameters.decimal((BigDecimal) value);
            case BOOLEAN -> {
                if (column.typeName().startsWith("bool")) {
                    parameters.flag((Boolean) value);
                } else {
                    parameters.number((Boolean) value ? 1L : 0L);
                }
            }
            case DATE -> parameters.date((LocalDate) value);
            case INSTANT -> {
                Instant instant = (Instant) value;
                ZoneId local = HostValue.isZoneless(column) ? zone : null;
                parameters.object(
                        local == null ? instant.atOffset(ZoneOffset.UTC) : LocalDateTime.ofInstant(instant, local));
            }
            case TEXT_SET -> throw new AssertionError(attribute);
        }
    }
}
