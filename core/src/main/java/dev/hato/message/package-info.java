/**
 * Messages: templates compiled once, filled per recipient, and composed into MIME.
 */
@NullMarked
package dev.hato.message;

import org.jspecify.annotations.NullMarked;
