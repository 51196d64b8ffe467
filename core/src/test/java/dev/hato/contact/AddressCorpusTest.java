package dev.hato.contact;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hato.Corpus;
import java.io.IOException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Addresses that another library's authors collected; every deviation from their verdict is named here. */
class AddressCorpusTest {
    /** Why we refuse what others call valid, in the order in which it is asked. */
    private static final Map<String, Predicate<String>> REFUSED = new LinkedHashMap<>();

    /** Why we accept what others call invalid. */
    private static final Map<String, Predicate<String>> ACCEPTED = new LinkedHashMap<>();

    static {
        // Mail to an IP address reaches no list member; mail servers refuse it by and large.
        REFUSED.put("domain literal", address -> address.contains("@["));
        // A header's syntax, not an address: comments and names are no part of an SMTP path.
        REFUSED.put("display name and angle brackets", address -> address.endsWith(">"));
        REFUSED.put("comment in parentheses", address -> address.contains("("));
        // RFC 822's backslash outside quotes, gone since RFC 2822.
        REFUSED.put("escape outside quotes", address -> address.contains("\\") && !address.startsWith("\""));
        // IDNA 2008 forbids symbols in domain names, and so do the registries of mail's domains.
        REFUSED.put(
                "symbol in the domain",
                address -> address.substring(address.lastIndexOf('@'))
                        .codePoints()
                        .anyMatch(c -> Character.getType(c) == Character.OTHER_SYMBOL));
        // RFC 6531 allows any character outside ASCII in a local part; the recipient's server decides.
        ACCEPTED.put(
                "punctuation or symbol outside ASCII in the local part",
                address -> address.substring(0, address.lastIndexOf('@'))
                        .codePoints()
                        .anyMatch(c -> c > 0x7F));
    }

    private static Map<String, Integer> explain(List<String> addresses, Map<String, Predicate<String>> reasons) {
        Map<String, Integer> counts = new TreeMap<>();
        for (String address : addresses) {
            String reason = reasons.entrySet().stream()
                    .filter(entry -> entry.getValue().test(address))
                    .map(Map.Entry::getKey)
                    .findFirst()
                    .orElse("unexplained: " + address);
            counts.merge(reason, 1, Integer::sum);
        }
        return counts;
    }

    @Test
    @Tag("R1.1")
    void of_addressesSaidToBeValid_areAcceptedButForTheDeviations() throws IOException {
        List<String> all = lines("valid-addresses.csv").stream()
                .map(line -> line.substring(0, line.indexOf(',')))
                .toList();
        List<String> refused = all.stream()
                .filter(address -> EmailAddress.ofNullable(address) == null)
                .toList();
        assertThat(explain(refused, REFUSED))
                .isEqualTo(Map.of(
                        "domain literal", 31,
                        "display name and angle brackets", 4,
                        "comment in parentheses", 19,
                        "escape outside quotes", 8,
                        "symbol in the domain", 2));
        assertThat(all).hasSize(128);
    }

    @Test
    @Tag("R1.1")
    void of_addressesSaidToBeInvalid_areRefusedButForTheDeviations() throws IOException {
        List<String> all = lines("invalid-addresses.csv").stream()
                .map(line -> line.substring(0, line.lastIndexOf(';')).stripTrailing())
                .toList();
        List<String> accepted = all.stream()
                .filter(address -> EmailAddress.ofNullable(address) != null)
                .toList();
        assertThat(explain(accepted, ACCEPTED))
                .isEqualTo(Map.of("punctuation or symbol outside ASCII in the local part", 12));
        assertThat(all).hasSize(157);
    }

    @Test
    @Tag("R1.2")
    void wire_everyAcceptedAddress_isReadBackAsItself() throws IOException {
        for (String line : lines("valid-addresses.csv")) {
            EmailAddress address = EmailAddress.ofNullable(line.substring(0, line.indexOf(',')));
            if (address != null) {
                assertThat(EmailAddress.of(address.wire()).value()).isEqualTo(address.value());
            }
        }
    }

    /** The lines after the title. */
    private static List<String> lines(String file) throws IOException {
        List<String> lines = Files.readAllLines(Corpus.file("addresses/" + file));
        return lines.subList(1, lines.size()).stream()
                .filter(line -> !line.isBlank())
                .toList();
    }
}
