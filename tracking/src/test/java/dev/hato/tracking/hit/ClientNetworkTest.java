package dev.hato.tracking.hit;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientNetworkTest {
    @ParameterizedTest
    @CsvSource({
        "203.0.113.77, 203.0.113.0/24",
        "0.0.0.0, 0.0.0.0/24",
        "203.0.113.77:51234, 203.0.113.0/24",
        "::ffff:203.0.113.77, 203.0.113.0/24",
        "0:0:0:0:0:ffff:cb00:714d, 203.0.113.0/24",
        "2001:db8:7:1:2:3:4:5, 2001:db8:7::/48",
        "2001:DB8:7::1, 2001:db8:7::/48",
        "[2001:db8:7::1]:443, 2001:db8:7::/48",
        "fe80::1%eth0, fe80:0:0::/48",
        "::1, 0:0:0::/48",
        "64:ff9b::198.51.100.7, 64:ff9b:0::/48"
    })
    void address_isCutToItsNetwork(String address, String network) {
        assertThat(ClientNetwork.of(address)).isEqualTo(network);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "unknown",
                "shop.example",
                "1.2.3",
                "1.2.3.4.5",
                "256.1.1.1",
                "1..2.3",
                "1.2.3.",
                ":::",
                "1:2:3",
                "::1::",
                "[::1",
                "12345::",
                "g::1",
                "1:2:3:4:5:6:7:8:9",
                "1.2.3.4:",
                "1.2.3.4:http",
                "1.2.3.4:123456",
                "1.2.3:80",
                "::1.2.3.4.5",
                "٣.1.1.1",
                "1:2:3:4:5:6:7:1.2.3.4"
            })
    void whatIsNoAddress_hasNoNetwork(String text) {
        assertThat(ClientNetwork.of(text)).isEmpty();
    }

    @Test
    void noAddress_hasNoNetwork() {
        assertThat(ClientNetwork.of(null)).isEmpty();
    }

    @Test
    void addresses_areReadAsThePlatformReadsThem() throws Exception {
        Random random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[random.nextBoolean() ? 4 : 16];
            random.nextBytes(bytes);
            if (random.nextBoolean()) {
                Arrays.fill(bytes, random.nextInt(bytes.length), bytes.length, (byte) 0);
            }
            InetAddress address = InetAddress.getByAddress(bytes);
            assertThat(IpAddresses.parse(address.getHostAddress())).isEqualTo(address.getAddress());
        }
    }
}
