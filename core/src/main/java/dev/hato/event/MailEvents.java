package dev.hato.event;

import dev.hato.contact.Attribute;
import dev.hato.contact.TextAttribute;

/** The events this library records about its own mails, and their properties. */
public final class MailEvents {
    /** A server took responsibility for a mail to the contact. */
    public static final String SENT = "mail.sent";

    /** A server refused a mail to the contact for good. */
    public static final String BOUNCED = "mail.bounced";

    /** The contact opened a mail. */
    public static final String OPENED = "mail.opened";

    /** The contact clicked a link in a mail. */
    public static final String CLICKED = "mail.clicked";

    /** The name of the mail, the same on all events of all recipients. */
    public static final TextAttribute MAIL = Attribute.text("mail");

    /** The source of the mail's send key: which delivery or scenario it was, also where several have one name. */
    public static final TextAttribute SOURCE = Attribute.text("mail_source");

    /** The key of the scenario's step that sent the mail; on mails of scenarios only, of which {@link #SOURCE} says which. */
    public static final TextAttribute STEP = Attribute.text("mail_step");

    /** The kind of the mail that was sent or bounced, by the name of its {@link dev.hato.delivery.MailKind}. */
    public static final TextAttribute KIND = Attribute.text("kind");

    private MailEvents() {}
}
