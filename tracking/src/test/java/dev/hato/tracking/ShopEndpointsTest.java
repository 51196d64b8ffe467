package dev.hato.tracking;

import static dev.hato.tracking.TrackingFixture.HANAKO;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hato.event.ContactEvent;
import dev.hato.memory.MemoryStores;
import dev.hato.tracking.conversion.Conversions;
import dev.hato.tracking.coupon.CouponOffer;
import dev.hato.tracking.coupon.Coupons;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShopEndpointsTest {
    private final TrackingFixture fixture = new TrackingFixture();
    private final Coupons coupons =
            new Coupons(MemoryStores.create().coupons(), fixture.clock, CouponOffer.perContact("welcome"));
    private final TrackingHandler handler = fixture.tracking
            .endpoints()
            .clock(fixture.clock)
            .coupons(coupons)
            .reportParameter("hato")
            .build();

    private TrackingResponse handle(String method, String path) {
        return handler.handle(fixture.request(method, path));
    }

    private static String text(TrackingResponse response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    private String clickAndReadToken() {
        String path = fixture.path(Purpose.CLICK, "https://shop.example/sale?item=1#top");
        String location = handle("GET", path).headers().get("Location");
        assertThat(location)
                .startsWith("https://shop.example/sale?item=1&hato=")
                .endsWith("#top");
        String query = URI.create(location).getRawQuery();
        return query.substring(query.indexOf("hato=") + 5);
    }

    @Test
    @Tag("R9.6")
    void pageOfTheShop_reportsAnOrderByTheClicksToken() {
        String token = clickAndReadToken();
        fixture.clock.advance(Duration.ofMinutes(3));
        String report = "/k/" + token + "?order=1042&value=62000&currency=JPY";

        assertThat(handle("HEAD", report).status()).isEqualTo(200);
        assertThat(fixture.events(Conversions.CONVERTED)).isEmpty();
        assertThat(handle("GET", report).headers()).containsEntry("Content-Type", "image/gif");
        assertThat(handle("GET", report).status()).isEqualTo(200);
        assertThat(handler.handle(fixture.request("POST", "/k/" + token)
                                .body("order=1043&value=800.5&currency=USD".getBytes(StandardCharsets.UTF_8)))
                        .status())
                .isEqualTo(204);

        assertThat(fixture.events(Conversions.CONVERTED))
                .extracting(event -> String.valueOf(event.properties().get(Conversions.VALUE)))
                .containsExactlyInAnyOrder("62000", "800.5");
        ContactEvent event = fixture.events(Conversions.CONVERTED).get(0);
        assertThat(event.contact()).isEqualTo(HANAKO);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "?order=",
                "?value=1",
                "?order=1&value=x&currency=JPY",
                "?order=1&value=1&currency=yen",
                "?order=%00",
                "?order=1&value=1E99999999&currency=JPY",
                "?order=1&value=99999999999999999999999999999999999999999999"
            })
    void reportsThatMakeNoSense_areRefused(String query) {
        assertThat(handle("GET", "/k/" + clickAndReadToken() + query).status()).isEqualTo(400);
        assertThat(fixture.events(Conversions.CONVERTED)).isEmpty();
    }

    @Test
    @Tag("R9.7")
    void coupon_isShownWhileItCanBeUsed() {
        String path = fixture.path(Purpose.COUPON, "welcome");
        assertThat(handle("GET", path).status()).isEqualTo(404);
        String code = coupons.issue("welcome", HANAKO).code();

        assertThat(text(handle("GET", path))).contains("<code>" + code + "</code>");
        coupons.redeem(code, "order-1", HANAKO);
        assertThat(text(handle("GET", path))).contains("使用済み").doesNotContain(code);
        assertThat(handle("POST", path).status()).isEqualTo(405);
        assertThat(fixture.get(path).status()).isEqualTo(404);
    }
}
