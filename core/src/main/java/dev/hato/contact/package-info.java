/**
 * Contacts: who they are, how their addresses are written, what is known about them.
 *
 * <p>The host owns the contacts. It implements {@link dev.hato.contact.ContactStore} over its own
 * customer table, or takes a store of this library. Everything here is a value or an SPI; the front
 * door is {@code hato.contacts()}.
 */
@NullMarked
package dev.hato.contact;

import org.jspecify.annotations.NullMarked;
