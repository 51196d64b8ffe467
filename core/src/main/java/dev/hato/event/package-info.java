/**
 * Events: what contacts did and what was done to them, each known by a unique id.
 *
 * <p>The host records its own (a purchase, a request for a brochure); this library records those of
 * its mails under types that begin with {@code mail.}. Segments, scenarios and reports read them.
 */
@NullMarked
package dev.hato.event;

import org.jspecify.annotations.NullMarked;
