package dev.hato.message;

import dev.hato.internal.Texts;

/**
 * Who answers for marketing mail, as the mail has to say: name, postal address, and where complaints
 * and questions go.
 *
 * <p>Japan's Act on Regulation of Transmission of Specified Electronic Mail (特定電子メール法, article 4 and
 * its ordinance) wants all three in each mail, beside the way to refuse further mail; so do CAN-SPAM
 * and others. Templates show them as {@code {{ sender.name }}}, {@code {{ sender.postal_address }}} and
 * {@code {{ sender.contact }}}.
 *
 * @param name the person or company, such as {@code 株式会社鳩の店}; at most 200 characters
 * @param postalAddress the whole address in one line; at most 300 characters
 * @param contact a telephone number, a mail address or an URL; at most 300 characters
 */
public record Imprint(String name, String postalAddress, String contact) {
    /** Checks that each is there, in one line. */
    public Imprint {
        Texts.requireName("Imprint name", name, 200);
        Texts.requireName("Imprint postal address", postalAddress, 300);
        Texts.requireName("Imprint contact", contact, 300);
    }

    /** Returns an imprint. */
    public static Imprint of(String name, String postalAddress, String contact) {
        return new Imprint(name, postalAddress, contact);
    }
}
