/**
 * CSV import: files as shops have them become contacts, subscriptions and events.
 *
 * <p>{@link dev.hato.imports.ContactImport} and {@link dev.hato.imports.EventImport} are the two front
 * doors. Both read a file row by row in constant memory, end each row in exactly one {@link
 * dev.hato.imports.RowClass} with a reason, and never stop at a bad row.
 */
@NullMarked
package dev.hato.imports;

import org.jspecify.annotations.NullMarked;
