/** A shop's back end with tables of its own: its customers are the contacts, its transactions carry the mails. */
@NullMarked
package dev.hato.examples.orders;

import org.jspecify.annotations.NullMarked;
