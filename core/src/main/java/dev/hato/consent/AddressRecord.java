package dev.hato.consent;

import dev.hato.contact.EmailAddress;
import java.time.Instant;
import java.util.Objects;

/**
 * What is known about sending to an address.
 *
 * @param address which
 * @param status whether mail may be sent to it
 * @param since when it became so
 * @param reason why: the server's answer, the operator's words
 */
public record AddressRecord(EmailAddress address, AddressStatus status, Instant since, String reason) {
    /** Checks that nothing is missing. */
    public AddressRecord {
        Objects.requireNonNull(address, "address");
        Objects.requireNonNull(status, "status");
        Objects.requireNonNull(since, "since");
        Objects.requireNonNull(reason, "reason");
    }
}
