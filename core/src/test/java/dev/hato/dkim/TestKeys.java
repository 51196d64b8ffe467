package dev.hato.dkim;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Keys of {@code shop.example} and their records. */
final class TestKeys {
    static final DkimKey RSA = DkimKey.generate("shop.example", "rsa1", DkimAlgorithm.RSA_SHA256);
    static final DkimKey ED25519 = DkimKey.generate("shop.example", "ed1", DkimAlgorithm.ED25519_SHA256);

    private TestKeys() {}

    static DkimKeyRecords published(DkimKey... keys) {
        Map<String, List<String>> records = new HashMap<>();
        for (DkimKey key : keys) {
            records.put(key.dnsName(), List.of(key.dnsRecord()));
        }
        return name -> records.getOrDefault(name, List.of());
    }

    static DkimVerifier verifier() {
        return DkimVerifier.of(published(RSA, ED25519));
    }
}
