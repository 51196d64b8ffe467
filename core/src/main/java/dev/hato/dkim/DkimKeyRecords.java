package dev.hato.dkim;

import java.io.IOException;
import java.util.List;

/**
 * Finds the key records that domains publish: the host's own DNS client, or a map in a test.
 *
 * <p>Must be thread-safe if the verifier is used by several threads. It should have a time limit of its own.
 */
@FunctionalInterface
public interface DkimKeyRecords {
    /**
     * Returns the TXT records at a name, the strings of each record joined without anything between them.
     *
     * @param name such as {@code s2026a._domainkey.shop.example}, in lower case, without a final dot
     * @return none if the name does not exist or has no TXT record
     * @throws IOException if no answer was to be had now: a later try may succeed
     */
    List<String> txt(String name) throws IOException;
}
