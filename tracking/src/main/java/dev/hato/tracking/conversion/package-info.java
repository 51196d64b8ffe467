/**
 * Conversions: purchases and other successes, attributed to the mail whose link the contact clicked before. The host reports them,
 * from a page, from its server, or as events of its own.
 */
@NullMarked
package dev.hato.tracking.conversion;

import org.jspecify.annotations.NullMarked;
