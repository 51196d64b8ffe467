/** Hato's step mail: scenarios, triggers, and what keeps their time. */
module dev.hato.step {
    requires transitive dev.hato.core;
    requires org.slf4j;
    requires tools.jackson.databind;
    requires static transitive org.jspecify;

    exports dev.hato.step;
}
