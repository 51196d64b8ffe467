/**
 * Messages: templates compiled once, filled per recipient, and composed into MIME.
 *
 * <p>There are two ways from a {@link dev.hato.message.MessageTemplate} to a {@link dev.hato.message.ComposedMail}. {@code
 * render} gives a {@link dev.hato.message.Message} that can be looked at and changed, and {@code compose} encodes the
 * whole of it. A {@link dev.hato.message.MailComposer} encodes the template once and for each mail only what differs:
 * for deliveries to many.
 */
@NullMarked
package dev.hato.message;

import org.jspecify.annotations.NullMarked;
