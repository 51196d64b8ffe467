/**
 * DomainKeys Identified Mail: signs composed mails and verifies signatures (RFC 6376, RFC 8301, RFC 8463).
 *
 * <p>A host makes a {@link dev.hato.dkim.DkimKey}, publishes its DNS record, and gives it to a
 * {@link dev.hato.dkim.DkimSigner}; {@link dev.hato.dkim.DkimVerifier} checks what others will check. Nothing
 * here sends mail, reads DNS or asks a clock: mails, key records and instants are given by the caller.
 */
@NullMarked
package dev.hato.dkim;

import org.jspecify.annotations.NullMarked;
