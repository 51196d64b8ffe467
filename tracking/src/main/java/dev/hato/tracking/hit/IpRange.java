package dev.hato.tracking.hit;

/** Addresses that begin with the same bits. */
final class IpRange {
    private static final int KEPT_OF_V4 = 24;
    private static final int KEPT_OF_V6 = 48;

    private final byte[] start;
    private final int bits;

    private IpRange(byte[] start, int bits) {
        this.start = start;
        this.bits = bits;
    }

    static IpRange of(String text) {
        int slash = text.indexOf('/');
        byte[] start = slash < 0 ? null : IpAddresses.parse(text.substring(0, slash));
        int bits = slash < 0 ? -1 : number(text.substring(slash + 1));
        if (start == null || bits < 0 || bits > start.length * 8) {
            throw new IllegalArgumentException(
                    "'" + text + "' is no range of addresses; write one such as '203.0.113.0/24'.");
        }
        return new IpRange(start, Math.min(bits, start.length == 4 ? KEPT_OF_V4 : KEPT_OF_V6));
    }

    private static int number(String text) {
        boolean digits = !text.isEmpty() && text.length() <= 3 && text.chars().allMatch(c -> c >= '0' && c <= '9');
        return digits ? Integer.parseInt(text) : -1;
    }

    boolean contains(byte[] address) {
        if (address.length != start.length) {
            return false;
        }
        int whole = bits / 8;
        for (int i = 0; i < whole; i++) {
            if (address[i] != start[i]) {
                return false;
            }
        }
        int rest = bits % 8;
        return rest == 0 || ((address[whole] ^ start[whole]) & 0xFF) >> (8 - rest) == 0;
    }
}
