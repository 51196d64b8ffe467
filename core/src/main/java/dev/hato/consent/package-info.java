/**
 * Consent on two axes: what a contact subscribed to, and whether mail to its address is possible.
 *
 * <p>Subscriptions are per contact and mailing list; the address status is global. Mail goes out only
 * when both allow. Every change carries its evidence and is kept: the Japanese law on unsolicited
 * mail (特定電子メール法) asks for records of consent.
 */
@NullMarked
package dev.hato.consent;

import org.jspecify.annotations.NullMarked;
