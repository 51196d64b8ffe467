/**
 * The front door: {@link dev.hato.Hato}, built over {@link dev.hato.Stores} and a mail transport.
 */
@NullMarked
package dev.hato;

import org.jspecify.annotations.NullMarked;
