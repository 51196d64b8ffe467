package dev.hato.delivery;

import dev.hato.contact.Contact;
import dev.hato.contact.EmailAddress;
import dev.hato.contact.TextAttribute;
import dev.hato.internal.Texts;
import dev.hato.message.ComposedMail;
import dev.hato.message.Fields;
import dev.hato.message.LinkPlan;
import dev.hato.message.LinkTransformer;
import dev.hato.message.MailComposer;
import dev.hato.message.MailContext;
import dev.hato.message.MailStamp;
import dev.hato.message.Mailbox;
import dev.hato.message.Message;
import dev.hato.message.MessageTemplate;
import dev.hato.message.MessageTransformer;
import dev.hato.message.ReadyMail;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/** From a template and a contact to the message and its bytes. */
final class Composer {
    private static final int LONGEST_NAME = 100;

    private final EngineSettings settings;
    private final EngineFields engineFields;
    private final MailHeaders headers;
    private final Map<MessageTemplate, MessageTemplate> zoned = Collections.synchronizedMap(new WeakHashMap<>());

    /** The plans of the only transformer, where that is one of links. */
    private final Map<MessageTemplate, LinkPlan> plans = Collections.synchronizedMap(new WeakHashMap<>());

    /** The only transformer, if it can write links into their places. */
    private final @Nullable LinkTransformer linker;

    private final boolean linking;

    Composer(EngineSettings settings) {
        List<MessageTransformer> transformers = settings.transformers();
        this.linker = transformers.size() == 1 && transformers.get(0) instanceof LinkTransformer only ? only : null;
        this.linking = transformers.stream().anyMatch(LinkTransformer.class::isInstance);
        this.settings = settings;
        this.engineFields = new EngineFields(settings);
        this.headers = new MailHeaders(settings.unsubscribe());
    }

    /**
     * Fills the template for the contact and writes it in MIME.
     *
     * @throws dev.hato.message.RenderException if it cannot be filled
     */
    ReadyMail make(MessageTemplate template, Contact contact, Occasion occasion, Instant date) {
        if (!settings.transformers().isEmpty() && linker == null) {
            return compose(render(template, contact, Fields.none(), occasion), contact, occasion, date);
        }
        MessageTemplate zoned = inZone(template);
        MailComposer composer = zoned.composer(settings.sender(), settings.zone());
        EmailAddress author = composer.fromAddress();
        String opaqueId = occasion.opaqueId();
        MailStamp stamp = new MailStamp(
                MessageIds.of(opaqueId, author),
                date,
                headers.of(occasion, opaqueId, contact, author, zoned.headerSources()));
        Mailbox to = new Mailbox(recipientName(contact), contact.address());
        Fields fields = fields(contact, Fields.none(), occasion);
        ComposedMail content = linker == null
                ? composer.compose(to, fields, stamp)
                : composer.compose(to, fields, stamp, plan(zoned, linker).forMail(context(contact, occasion)));
        return new ReadyMail(envelopeSender(author), contact.address(), content);
    }

    /**
     * Fills the template for the contact.
     *
     * @throws dev.hato.message.RenderException if it cannot be filled
     */
    Message render(MessageTemplate template, Contact contact, Fields data, Occasion occasion) {
        MessageTemplate zoned = inZone(template);
        if (linking) {
            zoned.links(); // so that the message knows its links too
        }
        Mailbox to = new Mailbox(recipientName(contact), contact.address());
        return zoned.render(to, settings.sender(), fields(contact, data, occasion));
    }

    private LinkPlan plan(MessageTemplate template, LinkTransformer transformer) {
        LinkPlan known = plans.get(template);
        if (known == null) {
            known = transformer.plan(template.links());
            plans.put(template, known);
        }
        return known;
    }

    private Fields fields(Contact contact, Fields data, Occasion occasion) {
        Fields own = Fields.layered(data, engineFields.of(contact, occasion));
        return Fields.layered(Fields.ofContact(contact), own);
    }

    /** Lets the transformers have their way, adds the headers of the occasion, and writes the message in MIME. */
    ReadyMail compose(Message message, Contact contact, Occasion occasion, Instant date) {
        Message transformed = message;
        for (MessageTransformer transformer : settings.transformers()) {
            transformed = transformer.transform(transformed, context(contact, occasion));
        }
        EmailAddress author = transformed.from().address();
        String opaqueId = occasion.opaqueId();
        List<Message.Header> added = headers.of(occasion, opaqueId, contact, author, transformed.headers());
        if (!added.isEmpty()) {
            Message.Builder builder = transformed.newBuilder();
            added.forEach(header -> builder.header(header.name(), header.value()));
            transformed = builder.build();
        }
        String messageId = MessageIds.of(opaqueId, author);
        ComposedMail content = transformed.compose(messageId, date, settings.zone());
        return new ReadyMail(envelopeSender(author), contact.address(), content);
    }

    private static MailContext context(Contact contact, Occasion occasion) {
        SendKey key = occasion.key();
        return new MailContext(
                contact,
                new MailContext.Key(key.source(), key.step(), key.occurrence()),
                occasion.name(),
                occasion.list() == null ? null : occasion.list().name(),
                occasion.kind().isMarketing(),
                false);
    }

    /** Where delivery errors go. */
    private EmailAddress envelopeSender(EmailAddress author) {
        EmailAddress returnPath = settings.returnPath();
        return returnPath == null ? author : returnPath;
    }

    /** The template in the engine's zone, unless it declares one; a delivery's has been changed before. */
    private MessageTemplate inZone(MessageTemplate template) {
        MessageTemplate known = zoned.get(template);
        MessageTemplate result = known == null ? template.inZone(settings.zone()) : known;
        if (known == null && result != template) {
            zoned.put(template, result);
        }
        return result;
    }

    /** The name for To, on one line: names come from forms and files, and may hold line breaks. */
    private @Nullable String recipientName(Contact contact) {
        TextAttribute attribute = settings.recipientName();
        String name = attribute == null ? null : contact.get(attribute);
        if (name == null) {
            return null;
        }
        StringBuilder line = new StringBuilder();
        name.codePoints()
                .map(cp -> Texts.isControl(cp) || Character.isWhitespace(cp) ? ' ' : cp)
                .filter(cp -> cp != ' ' || (line.length() > 0 && line.charAt(line.length() - 1) != ' '))
                .limit(LONGEST_NAME)
                .forEach(line::appendCodePoint);
        String stripped = line.toString().strip();
        return stripped.isEmpty() ? null : stripped;
    }
}
