/**
 * Transports: how one composed mail reaches one recipient's server, and what that server said.
 */
@NullMarked
package dev.hato.smtp;

import org.jspecify.annotations.NullMarked;
