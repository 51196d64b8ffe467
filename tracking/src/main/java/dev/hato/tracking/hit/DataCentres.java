package dev.hato.tracking.hit;

import java.util.ArrayList;
import java.util.List;

/**
 * Tells networks of data centres, where programs live, from those where people are. Thread-safe.
 *
 * <p>None is known unless the host brings a list, such as those that the large providers publish.
 */
@FunctionalInterface
public interface DataCentres {
    /** Knows no data centre. */
    DataCentres NONE = network -> false;

    /**
     * Returns whether the network lies in a data centre.
     *
     * @param network a network as {@link ClientNetwork} writes it; empty if it is unknown
     */
    boolean contains(String network);

    /**
     * Returns the data centres with these ranges.
     *
     * @param ranges addresses with the number of their leading bits, such as {@code 203.0.113.0/24}; a range smaller than what
     *     is kept of an address stands for the network that it lies in
     * @throws IllegalArgumentException if one is no range
     */
    static DataCentres of(Iterable<String> ranges) {
        List<IpRange> all = new ArrayList<>();
        ranges.forEach(range -> all.add(IpRange.of(range)));
        IpRange[] known = all.toArray(new IpRange[0]);
        return network -> {
            int slash = network.indexOf('/');
            byte[] address = slash < 0 ? null : IpAddresses.parse(network.substring(0, slash));
            if (address == null) {
                return false;
            }
            for (IpRange range : known) {
                if (range.contains(address)) {
                    return true;
                }
            }
            return false;
        };
    }
}
