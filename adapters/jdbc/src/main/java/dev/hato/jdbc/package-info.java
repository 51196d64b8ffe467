/**
 * Stores in the host's own database: PostgreSQL, MariaDB or H2, over plain JDBC.
 *
 * <p>{@link dev.hato.jdbc.JdbcStores} is the front door; {@link dev.hato.jdbc.JdbcSchema} brings the tables. Whoever
 * embeds the library calls both.
 */
@NullMarked
package dev.hato.jdbc;

import org.jspecify.annotations.NullMarked;
