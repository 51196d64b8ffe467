package dev.hato.tracking.hit;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The network of a client's address, all that is kept of it: {@code 203.0.113.0/24} of an IPv4 address, the first 48 bits
 * such as {@code 2001:db8:7::/48} of an IPv6 address.
 */
public final class ClientNetwork {
    private ClientNetwork() {}

    /**
     * Returns the network of an address.
     *
     * @param address an IPv4 or IPv6 address in text form, also with a zone, a port or in brackets; an IPv4 address in IPv6 form
     *     stands for itself. Nothing is looked up
     * @return the network, or the empty text if the address is null or none
     */
    public static String of(@Nullable String address) {
        byte[] bytes = address == null ? null : IpAddresses.parse(address);
        if (bytes == null) {
            return "";
        }
        if (bytes.length == 4) {
            return (bytes[0] & 0xFF) + "." + (bytes[1] & 0xFF) + "." + (bytes[2] & 0xFF) + ".0/24";
        }
        return String.format(Locale.ROOT, "%x:%x:%x::/48", group(bytes, 0), group(bytes, 2), group(bytes, 4));
    }

    private static int group(byte[] bytes, int at) {
        return (bytes[at] & 0xFF) << 8 | (bytes[at + 1] & 0xFF);
    }
}
