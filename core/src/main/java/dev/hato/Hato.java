package dev.hato;

import dev.hato.calendar.ContactZone;
import dev.hato.calendar.QuietHours;
import dev.hato.consent.Consents;
import dev.hato.contact.Attribute;
import dev.hato.contact.Contacts;
import dev.hato.contact.EmailAddress;
import dev.hato.contact.TextAttribute;
import dev.hato.delivery.Deliveries;
import dev.hato.delivery.Dispatcher;
import dev.hato.delivery.EngineSettings;
import dev.hato.delivery.LegalNotices;
import dev.hato.delivery.Mail;
import dev.hato.delivery.Mailer;
import dev.hato.delivery.RecipientLink;
import dev.hato.delivery.RetryPolicy;
import dev.hato.delivery.SendResult;
import dev.hato.delivery.Unsubscribe;
import dev.hato.dkim.DkimSigner;
import dev.hato.event.EventStore;
import dev.hato.imports.Imports;
import dev.hato.internal.SafeListener;
import dev.hato.internal.Texts;
import dev.hato.lint.Lint;
import dev.hato.message.Imprint;
import dev.hato.message.Mailbox;
import dev.hato.message.MessageTransformer;
import dev.hato.report.DeliveryHistory;
import dev.hato.segment.SegmentCatalog;
import dev.hato.segment.Segments;
import dev.hato.smtp.MailTransport;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The front door: mail marketing inside the host's own process, over the host's own stores.
 *
 * <pre>{@code
 * Hato hato = Hato.builder(MemoryStores.create(), SmtpTransport.to("localhost", 1025).build())
 *     .sender(Mailbox.of("鳩の店", "news@shop.example"))
 *     .build();
 *
 * hato.contacts().save(Contact.of("hanako@example.jp").with(NAME, "花子"));
 * hato.send(Mail.of(thanks).to(contact).key("order-1042").build());
 * }</pre>
 *
 * <p>Immutable and thread-safe. It starts no thread and owns nothing: the host closes the transport
 * it gave.
 */
public final class Hato {
    private final HatoSettings settings;
    private final Contacts contacts;
    private final Consents consents;
    private final Imports imports;
    private final Segments segments;
    private final Deliveries deliveries;
    private final Mailer mailer;
    private final DeliveryHistory history;

    private Hato(Builder builder) {
        Stores stores = builder.stores;
        segments = new Segments(stores.selector(), builder.clock, builder.zone);
        settings = builder.settings(name -> segments.find(name).orElse(null));
        imports = new Imports(stores, builder.clock);
        contacts = new Contacts(stores.contacts(), stores.eraser());
        consents = new Consents(stores.consents(), builder.clock);
        deliveries = new Deliveries(settings);
        mailer = new Mailer(settings);
        history = new DeliveryHistory(stores);
    }

    /**
     * Begins an engine. A sender is required besides; everything else has a default.
     *
     * @param stores where everything is kept
     * @param transport how mail leaves; the host closes it
     */
    public static Builder builder(Stores stores, MailTransport transport) {
        return new Builder(stores, transport);
    }

    /** Returns the contacts. */
    public Contacts contacts() {
        return contacts;
    }

    /** Returns the subscriptions and the address statuses, with the rules of who may change them. */
    public Consents consents() {
        return consents;
    }

    /** Returns the events. */
    public EventStore events() {
        return settings.stores().events();
    }

    /** Returns what brings contacts and events in from CSV files. */
    public Imports imports() {
        return imports;
    }

    /** Returns the segments: named, counted, listed, explained. */
    public Segments segments() {
        return segments;
    }

    /** Returns the group and spot deliveries. */
    public Deliveries deliveries() {
        return deliveries;
    }

    /** Returns what was sent and what became of it. */
    public DeliveryHistory history() {
        return history;
    }

    /** Returns what sends the mail that is due. */
    public Dispatcher dispatcher() {
        return new Dispatcher(settings);
    }

    /** Returns what the engine works with, for modules that build on it. */
    public EngineSettings settings() {
        return settings;
    }

    /**
     * Puts the mail into the outbox and tries at once, on this thread, to send it. A temporary
     * refusal leaves it to the {@link #dispatcher()}.
     *
     * @throws IllegalStateException if the stores take part in a transaction of the host's on this thread: it may be
     *     rolled back, and the mail would be sent; call {@link #enqueue}
     * @throws dev.hato.message.MissingFieldException if a field has no value and the template says
     *     {@code FAIL}
     * @throws dev.hato.delivery.IdempotencyConflictException if the mail's key belongs to a mail with
     *     another content
     */
    public SendResult send(Mail mail) {
        return mailer.send(mail);
    }

    /**
     * Puts the mail into the outbox, from which the {@link #dispatcher()} sends it.
     *
     * @throws dev.hato.message.MissingFieldException if a field has no value and the template says
     *     {@code FAIL}
     * @throws dev.hato.delivery.IdempotencyConflictException if the mail's key belongs to a mail with
     *     another content
     */
    public SendResult enqueue(Mail mail) {
        return mailer.enqueue(mail);
    }

    /**
     * Works in a transaction of the host's: what is written is there once the host commits, and is gone if it
     * rolls back.
     *
     * <pre>{@code
     * orders.insert(connection, order);
     * hato.in(stores.joining(connection)).enqueue(confirmation);
     * connection.commit();
     * }</pre>
     *
     * @param transaction stores that take part in the transaction; not used after it
     */
    public HatoTransaction in(Stores transaction) {
        return new HatoTransaction(transaction, mailer.in(transaction), settings.clock());
    }

    /** Collects what the engine works with. Not thread-safe. */
    public static final class Builder {
        private static final Pattern LINK_NAME = Pattern.compile("[a-z][a-z0-9_]{0,39}");
        private static final Set<String> TAKEN = Set.of("contact", "sender", "unsubscribe");

        private final Stores stores;
        private final MailTransport transport;
        private final List<MessageTransformer> transformers = new ArrayList<>();
        private final Set<String> declaredFields = new TreeSet<>();
        private @Nullable Mailbox sender;
        private @Nullable EmailAddress returnPath;
        private @Nullable TextAttribute recipientName;
        private @Nullable Imprint imprint;
        private @Nullable Unsubscribe unsubscribe;
        private final Map<String, RecipientLink> links = new TreeMap<>();
        private @Nullable DkimSigner signer;
        private Lint lint = Lint.standard();
        private LegalNotices legalNotices = LegalNotices.REQUIRED;
        private InstantSource clock = InstantSource.system();
        private ZoneId zone = ZoneId.systemDefault();
        private QuietHours quietHours = QuietHours.NONE;
        private @Nullable TextAttribute contactZone;
        private HatoListener listener = new HatoListener() {};
        private RetryPolicy retries = RetryPolicy.STANDARD;

        private Builder(Stores stores, MailTransport transport) {
            this.stores = Objects.requireNonNull(stores, "stores");
            this.transport = Objects.requireNonNull(transport, "transport");
        }

        /** Sets the author of messages whose template names none. Required. */
        public Builder sender(Mailbox value) {
            sender = Objects.requireNonNull(value, "sender");
            return this;
        }

        /**
         * Sets the envelope sender of all mail, where servers send delivery errors; the author's address unless
         * set. SPF is looked up for its domain.
         *
         * @throws dev.hato.contact.InvalidAddressException if it is no address
         */
        public Builder returnPath(String address) {
            returnPath = EmailAddress.of(address);
            return this;
        }

        /** Adds what changes each message before it is composed; several work in the order they were added. */
        public Builder transformer(MessageTransformer value) {
            transformers.add(Objects.requireNonNull(value, "transformer"));
            return this;
        }

        /** Sets the attribute that stands as the recipient's name in To; the default is the address alone. */
        public Builder recipientName(TextAttribute value) {
            recipientName = Objects.requireNonNull(value, "recipientName");
            return this;
        }

        /**
         * Sets who answers for marketing mail. Templates show it as {@code {{ sender.name }}}, {@code
         * {{ sender.postal_address }}} and {@code {{ sender.contact }}}; group deliveries need it unless
         * {@link #legalNotices} says otherwise.
         */
        public Builder imprint(Imprint value) {
            imprint = Objects.requireNonNull(value, "imprint");
            return this;
        }

        /** Sets where recipients leave a list; marketing mail gets List-Unsubscribe headers of it. */
        public Builder unsubscribe(Unsubscribe value) {
            unsubscribe = Objects.requireNonNull(value, "unsubscribe");
            return this;
        }

        /**
         * Lets templates show a link to a page for their recipient, such as the mail in the browser, as {@code {{ name.url }}}.
         *
         * @param name the first part of the field's path, such as {@code view}: lower-case letters, digits and underscores
         * @throws IllegalArgumentException if it is something else, or taken
         */
        public Builder link(String name, RecipientLink link) {
            if (!LINK_NAME.matcher(name).matches() || TAKEN.contains(name) || links.containsKey(name)) {
                throw new IllegalArgumentException("A link cannot be named " + Texts.quote(name)
                        + "; give a lower-case name of its own, such as view for {{ view.url }}.");
            }
            links.put(name, Objects.requireNonNull(link, "link"));
            return this;
        }

        /**
         * Signs each mail with DKIM just before it leaves; without it the mail server may sign. A mail for
         * which the signer has no key waits, and the listener hears of it as a failing route.
         */
        public Builder dkim(DkimSigner value) {
            signer = Objects.requireNonNull(value, "signer");
            return this;
        }

        /**
         * Sets which rules look over a delivery's template when it is submitted; all of them unless set. Errors
         * refuse the delivery, the listener hears of warnings and notices.
         */
        public Builder lint(Lint value) {
            lint = Objects.requireNonNull(value, "lint");
            return this;
        }

        /** Sets whether marketing mail must show its sender and the way out; {@link LegalNotices#REQUIRED} unless set. */
        public Builder legalNotices(LegalNotices value) {
            legalNotices = Objects.requireNonNull(value, "legalNotices");
            return this;
        }

        /**
         * Declares the attributes that contacts can have. A delivery whose template needs another, most
         * often by a slip of the pen, is refused when it is submitted; without a declaration its mails
         * would be excluded one by one.
         */
        public Builder attributes(Attribute<?>... values) {
            for (Attribute<?> attribute : values) {
                declaredFields.add("contact." + attribute.name());
            }
            declaredFields.addAll(List.of("contact.id", "contact.email"));
            return this;
        }

        /** Sets where the time comes from; the default is the system's clock. */
        public Builder clock(InstantSource value) {
            clock = Objects.requireNonNull(value, "clock");
            return this;
        }

        /** Sets the zone in which days and hours are meant; the default is the system's. */
        public Builder zone(ZoneId value) {
            zone = Objects.requireNonNull(value, "zone");
            return this;
        }

        /**
         * Sets when no mail may leave (配信禁止時間帯), on the recipients' clocks; never unless set. Every mail but
         * transactional ones waits for the end of the window, also where one opens during a delivery; it goes on by
         * itself with the dispatcher's first round afterwards. A window holds until its end as it was when it held.
         */
        public Builder quietHours(QuietHours value) {
            quietHours = Objects.requireNonNull(value, "quietHours");
            return this;
        }

        /**
         * Sets the attribute with the contact's zone by its name in the tz database, such as {@code Asia/Tokyo}, for
         * {@link #quietHours}; contacts without one live in the engine's {@link #zone}.
         */
        public Builder contactZone(TextAttribute value) {
            contactZone = Objects.requireNonNull(value, "contactZone");
            return this;
        }

        /** Sets whom to tell what happens. */
        public Builder listener(HatoListener value) {
            listener = Objects.requireNonNull(value, "listener");
            return this;
        }

        /** Sets when temporary refusals are tried again; the default is {@link RetryPolicy#STANDARD}. */
        public Builder retries(RetryPolicy value) {
            retries = Objects.requireNonNull(value, "retries");
            return this;
        }

        /**
         * Returns the engine.
         *
         * @throws IllegalStateException if no sender is set
         */
        public Hato build() {
            return new Hato(this);
        }

        private HatoSettings settings(SegmentCatalog segments) {
            if (sender == null) {
                throw new IllegalStateException(
                        "No sender is set; call sender(Mailbox.of(\"name\", \"address\")) before build().");
            }
            return new HatoSettings(
                    stores,
                    transport,
                    sender,
                    returnPath,
                    clock,
                    zone,
                    quietHours,
                    new ContactZone(contactZone, zone),
                    segments,
                    new SafeListener(listener),
                    retries,
                    List.copyOf(transformers),
                    Set.copyOf(declaredFields),
                    imprint,
                    unsubscribe,
                    Map.copyOf(links),
                    signer,
                    lint,
                    legalNotices,
                    recipientName);
        }
    }
}
