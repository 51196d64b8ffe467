/** Hato's tracking: links, opens, clicks, conversions, coupons. */
module dev.hato.tracking {
    requires transitive dev.hato.core;
    requires org.slf4j;
    requires static transitive jdk.httpserver;
    requires static transitive org.jspecify;

    exports dev.hato.tracking;
    exports dev.hato.tracking.conversion;
    exports dev.hato.tracking.coupon;
    exports dev.hato.tracking.hit;
}
