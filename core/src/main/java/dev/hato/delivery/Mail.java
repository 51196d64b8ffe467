package dev.hato.delivery;

import dev.hato.contact.Contact;
import dev.hato.contact.ContactId;
import dev.hato.contact.EmailAddress;
import dev.hato.internal.Texts;
import dev.hato.message.Attachment;
import dev.hato.message.Fields;
import dev.hato.message.MessageTemplate;
import dev.hato.message.SafeHtml;
import java.net.URI;
import java.time.temporal.TemporalAccessor;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One transactional mail: a template, a recipient, the data of the occasion.
 *
 * <pre>{@code
 * hato.send(Mail.of(thanks).to(contact).with("order", order).key("order-1042").build());
 * }</pre>
 *
 * <p>Immutable and thread-safe.
 */
public final class Mail {
    private final MessageTemplate template;
    private final Contact recipient;
    private final Map<String, Object> data;
    private final List<Attachment> attachments;
    private final @Nullable String key;

    private Mail(Builder builder, Contact recipient) {
        this.template = builder.template;
        this.recipient = recipient;
        this.data = Collections.unmodifiableMap(new LinkedHashMap<>(builder.data));
        this.attachments = List.copyOf(builder.attachments);
        this.key = builder.key;
    }

    /** Begins a mail. */
    public static Builder of(MessageTemplate template) {
        return new Builder(template);
    }

    /** Returns the template. */
    public MessageTemplate template() {
        return template;
    }

    /** Returns the recipient, who need not be in the contact store. */
    public Contact recipient() {
        return recipient;
    }

    /** Returns the data of the occasion by name. */
    public Map<String, Object> data() {
        return data;
    }

    /** Returns the files that travel with it, besides those of the template. */
    public List<Attachment> attachments() {
        return attachments;
    }

    /** Returns the caller's idempotency key, or null if the mail has none. */
    public @Nullable String key() {
        return key;
    }

    /** Knows what {@link Fields} can hold. */
    private static final class Values {
        private static final List<Class<?>> FIT = List.of(
                CharSequence.class,
                Number.class,
                Boolean.class,
                Character.class,
                TemporalAccessor.class,
                SafeHtml.class,
                Enum.class,
                UUID.class,
                URI.class,
                EmailAddress.class,
                ContactId.class,
                Fields.class);

        /** Returns the first value in this one that a template cannot read, or null if it can read all. */
        static @Nullable Object unfit(@Nullable Object value) {
            if (value instanceof Map<?, ?> map) {
                return unfitIn(map.values());
            }
            if (value instanceof Collection<?> elements) {
                return unfitIn(elements);
            }
            return value == null || FIT.stream().anyMatch(type -> type.isInstance(value)) ? null : value;
        }

        private static @Nullable Object unfitIn(Collection<?> elements) {
            for (Object element : elements) {
                Object unfit = unfit(element);
                if (unfit != null) {
                    return unfit;
                }
            }
            return null;
        }
    }

    /** Collects what a mail has. Not thread-safe. */
    public static final class Builder {
        private final MessageTemplate template;
        private final Map<String, Object> data = new LinkedHashMap<>();
        private final List<Attachment> attachments = new ArrayList<>();
        private @Nullable Contact recipient;
        private @Nullable String key;

        private Builder(MessageTemplate template) {
            this.template = Objects.requireNonNull(template, "template");
        }

        /** Sets the recipient. */
        public Builder to(Contact contact) {
            recipient = Objects.requireNonNull(contact, "contact");
            return this;
        }

        /**
         * Gives the template a value under this name: a text, number, date, list, or map of such.
         *
         * @throws IllegalArgumentException if the name is {@code contact}, which is the recipient, or the
         *     value is or holds anything else, such as a bean or a record
         */
        public Builder with(String name, Object value) {
            if (name.equals("contact")) {
                throw new IllegalArgumentException(
                        "The name 'contact' always means the recipient; give the value another name.");
            }
            Object problem = Values.unfit(Objects.requireNonNull(value, name));
            if (problem != null) {
                throw new IllegalArgumentException(
                        "Template data '" + name + "' holds a "
                                + problem.getClass().getName()
                                + ", which templates cannot read; give texts, numbers, booleans, dates, and lists or maps of them.");
            }
            data.put(Texts.requireName("Data name", name, 100), value);
            return this;
        }

        /** Adds a file. */
        public Builder attach(Attachment attachment) {
            attachments.add(Objects.requireNonNull(attachment, "attachment"));
            return this;
        }

        /**
         * Sets the idempotency key: a mail with the same key and content is sent once, however often
         * it is asked for; the same key with another content is refused.
         *
         * @param value unique for the occasion, such as {@code order-1042}; at most 200 characters
         */
        public Builder key(String value) {
            key = Texts.requireName("Idempotency key", value, 200);
            return this;
        }

        /**
         * Returns the mail.
         *
         * @throws IllegalStateException if it has no recipient
         */
        public Mail build() {
            if (recipient == null) {
                throw new IllegalStateException(
                        "The mail with template '" + template.name() + "' has no recipient; call to(contact).");
            }
            return new Mail(this, recipient);
        }
    }
}
