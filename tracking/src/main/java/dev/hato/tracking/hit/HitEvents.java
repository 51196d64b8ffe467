package dev.hato.tracking.hit;

import dev.hato.contact.Attribute;
import dev.hato.contact.AttributeMap;
import dev.hato.contact.BooleanAttribute;
import dev.hato.contact.NumberAttribute;
import dev.hato.contact.TextAttribute;
import dev.hato.delivery.SendKey;
import dev.hato.enrolment.StoredScenario;
import dev.hato.event.ContactEvent;
import dev.hato.event.MailEvents;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The events that hits become, and their properties.
 *
 * <p>Each hit is kept as it came under {@link #HIT}. What the judge says about an open or a click is an event of its own, under
 * {@link MailEvents#OPENED} or {@link MailEvents#CLICKED} if it counts, and else under that type with {@code .machine} or
 * {@code .unknown} behind it, so that reports, segments and scenarios that ask for opens and clicks see people's.
 */
public final class HitEvents {
    /** A hit as it came, whoever is behind it. */
    public static final String HIT = "mail.hit";

    /** An open by a machine. */
    public static final String OPENED_BY_MACHINE = MailEvents.OPENED + ".machine";

    /** An open of which nobody can tell whether a person made it. */
    public static final String OPENED_BY_UNKNOWN = MailEvents.OPENED + ".unknown";

    /** A click by a machine. */
    public static final String CLICKED_BY_MACHINE = MailEvents.CLICKED + ".machine";

    /** A click of which nobody can tell whether a person made it. */
    public static final String CLICKED_BY_UNKNOWN = MailEvents.CLICKED + ".unknown";

    /** Where the link leads. */
    public static final TextAttribute LINK = Attribute.text("link");

    /** The link's place among the links of its template, or the number it is registered under. */
    public static final NumberAttribute LINK_NUMBER = Attribute.number("link_number");

    /** Whether the link is a registered URL. */
    public static final BooleanAttribute REGISTERED = Attribute.bool("link_registered");

    /** The verdict about the hit, in words of {@link Verdict}. */
    public static final TextAttribute VERDICT = Attribute.text("verdict");

    /** What speaks for the verdict, in words of {@link HitReason} with commas between them; empty for people. */
    public static final TextAttribute REASONS = Attribute.text("reasons");

    /** The source of the mail's send key. */
    public static final TextAttribute SOURCE = MailEvents.SOURCE;

    /** The seconds since the mail was handed over, where that is known. */
    public static final NumberAttribute SECONDS = Attribute.number("seconds_since_sent");

    private static final TextAttribute KIND = Attribute.text("kind");
    private static final TextAttribute STEP = MailEvents.STEP;
    private static final TextAttribute OCCURRENCE = Attribute.text("mail_occurrence");
    private static final TextAttribute METHOD = Attribute.text("method");
    private static final TextAttribute AGENT = Attribute.text("agent");
    private static final TextAttribute NETWORK = Attribute.text("network");
    private static final NumberAttribute ORDER = Attribute.number("hit_order");

    private HitEvents() {}

    /** Returns all types that verdicts stand under. */
    static List<String> judgedTypes() {
        return List.of(
                MailEvents.OPENED,
                OPENED_BY_MACHINE,
                OPENED_BY_UNKNOWN,
                MailEvents.CLICKED,
                CLICKED_BY_MACHINE,
                CLICKED_BY_UNKNOWN);
    }

    /**
     * Returns the hit as an event.
     *
     * @param mail the name of the mail
     * @param handedOver when the server took the mail, or null if that is not known
     */
    static ContactEvent raw(Hit hit, String mail, @Nullable Instant handedOver) {
        AttributeMap properties = linkOf(hit, mail)
                .with(KIND, hit.kind().name())
                .with(SOURCE, hit.mail().source())
                .with(STEP, hit.mail().step())
                .with(OCCURRENCE, hit.mail().occurrence())
                .with(METHOD, hit.client().method())
                .with(AGENT, hit.client().agent())
                .with(NETWORK, hit.client().network())
                .with(ORDER, BigDecimal.valueOf(hit.order()));
        if (handedOver != null) {
            properties = properties.with(
                    SECONDS,
                    BigDecimal.valueOf(Duration.between(handedOver, hit.at()).toMillis(), 3));
        }
        return new ContactEvent("hit:" + hit.id(), hit.contact(), HIT, hit.at(), properties);
    }

    /** Returns the hit that the event was made of. */
    static Hit hit(ContactEvent raw) {
        AttributeMap of = raw.properties();
        SendKey mail = new SendKey(text(of, SOURCE), text(of, STEP), raw.contact(), text(of, OCCURRENCE));
        Hit.Link link =
                new Hit.Link(number(of, LINK_NUMBER).intValue(), Boolean.TRUE.equals(of.get(REGISTERED)), of.get(LINK));
        Hit.Client client = new Hit.Client(text(of, METHOD), text(of, AGENT), text(of, NETWORK));
        return new Hit(
                HitKind.valueOf(text(of, KIND)),
                mail,
                raw.at(),
                link,
                client,
                number(of, ORDER).longValue());
    }

    /** Returns when the mail of the hit was handed over, or null if that was not known. */
    static @Nullable Instant handedOver(ContactEvent raw) {
        BigDecimal seconds = raw.properties().get(SECONDS);
        return seconds == null
                ? null
                : raw.at().minusMillis(seconds.movePointRight(3).longValue());
    }

    /**
     * Returns the verdict as an event, always under the same id, or null for a hit that is neither open nor click.
     *
     * @param counts whether the verdict is one of those that count
     */
    static @Nullable ContactEvent judged(Hit hit, String mail, Judgement judgement, boolean counts) {
        if (hit.kind() == HitKind.VISIT) {
            return null;
        }
        String base = hit.kind() == HitKind.OPEN ? MailEvents.OPENED : MailEvents.CLICKED;
        String type = counts || judgement.verdict() == Verdict.HUMAN
                ? base
                : base + (judgement.verdict() == Verdict.MACHINE ? ".machine" : ".unknown");
        AttributeMap properties = linkOf(hit, mail)
                .with(SOURCE, hit.mail().source())
                .with(VERDICT, judgement.verdict().name())
                .with(REASONS, judgement.reasons().stream().map(HitReason::name).collect(Collectors.joining(",")));
        if (StoredScenario.ofSource(hit.mail().source()) != null) {
            properties = properties.with(STEP, hit.mail().step());
        }
        return new ContactEvent("judged:" + hit.id(), hit.contact(), type, hit.at(), properties);
    }

    private static AttributeMap linkOf(Hit hit, String mail) {
        AttributeMap properties = AttributeMap.of(MailEvents.MAIL, mail)
                .with(LINK_NUMBER, BigDecimal.valueOf(hit.link().number()))
                .with(REGISTERED, hit.link().registered());
        String target = hit.link().target();
        return target == null ? properties : properties.with(LINK, target);
    }

    private static String text(AttributeMap map, TextAttribute attribute) {
        return Objects.requireNonNullElse(map.get(attribute), "");
    }

    private static BigDecimal number(AttributeMap map, NumberAttribute attribute) {
        return Objects.requireNonNullElse(map.get(attribute), BigDecimal.ZERO);
    }
}
