/** Hato's core: the nouns and the engine. */
module dev.hato.core {
    requires de.siegmar.fastcsv;
    requires jakarta.mail;
    requires org.eclipse.angus.mail;
    requires org.jsoup;
    requires org.slf4j;
    requires tools.jackson.databind;
    requires static transitive org.jspecify;

    exports dev.hato;
    exports dev.hato.calendar;
    exports dev.hato.consent;
    exports dev.hato.contact;
    exports dev.hato.coupon;
    exports dev.hato.css;
    exports dev.hato.delivery;
    exports dev.hato.dkim;
    exports dev.hato.enrolment;
    exports dev.hato.event;
    exports dev.hato.memory;
    exports dev.hato.imports;
    exports dev.hato.lint;
    exports dev.hato.message;
    exports dev.hato.report;
    exports dev.hato.segment;
    exports dev.hato.smtp;
}
