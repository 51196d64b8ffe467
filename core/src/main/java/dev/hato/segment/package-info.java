/**
 * Segments: conditions on contacts, as data.
 *
 * <p>A {@code Condition} is one immutable tree that is written in Java, read from
 * JSON, printed as a sentence, explained leaf by leaf for one contact, and evaluated over many. All
 * evaluations give the same answer.
 */
@NullMarked
package dev.hato.segment;

import org.jspecify.annotations.NullMarked;
