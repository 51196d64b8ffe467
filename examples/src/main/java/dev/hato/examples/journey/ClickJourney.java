package dev.hato.examples.journey;

import static dev.hato.segment.Conditions.event;
import static dev.hato.step.Steps.days;
import static dev.hato.step.Steps.end;
import static dev.hato.step.Steps.immediately;
import static dev.hato.step.Steps.mail;
import static dev.hato.step.Steps.waitFor;

import dev.hato.Hato;
import dev.hato.Stores;
import dev.hato.contact.Attribute;
import dev.hato.contact.NumberAttribute;
import dev.hato.contact.TextAttribute;
import dev.hato.event.ContactEvent;
import dev.hato.event.MailEvents;
import dev.hato.message.MessageTemplate;
import dev.hato.segment.EventQuery;
import dev.hato.smtp.MailTransport;
import dev.hato.step.Scenario;
import dev.hato.step.StepScheduler;
import dev.hato.tracking.Tracking;
import dev.hato.tracking.TrackingHandler;
import dev.hato.tracking.conversion.Conversions;
import dev.hato.tracking.conversion.ConvertingEvents;
import dev.hato.tracking.hit.HitLog;
import java.time.InstantSource;
import java.util.function.UnaryOperator;

/**
 * Who clicks in the spring sale gets an offer, and a reminder two days later unless they click in that too; who buys gets nothing
 * more, and the purchase is a conversion of the mail that led to it.
 */
public final class ClickJourney implements AutoCloseable {
    /** What a purchase brought. */
    public static final NumberAttribute AMOUNT = Attribute.number("amount");

    /** The order of a purchase. */
    public static final TextAttribute ORDER = Attribute.text("order");

    private static final MessageTemplate OFFER = template("offer");
    private static final MessageTemplate REMINDER = template("reminder");

    private final Hato hato;
    private final StepScheduler steps;
    private final TrackingHandler links;

    /**
     * Connects tracking with the step scheduler.
     *
     * @param engine sets the sender and what else the host has
     */
    public ClickJourney(
            Stores hosts,
            MailTransport transport,
            Tracking tracking,
            InstantSource clock,
            UnaryOperator<Hato.Builder> engine) {
        // GUIDE: begin
        // purchases are conversions, whoever records them
        Stores stores = Conversions.over(hosts)
                .countingIn(
                        hosts,
                        ConvertingEvents.of("purchase").worth(AMOUNT, "JPY").order(ORDER));
        hato = engine.apply(Hato.builder(stores, transport)
                        .transformer(tracking.transformer())
                        .unsubscribe(tracking.unsubscribe()))
                .build();
        steps = StepScheduler.builder(hato, stores.steps()).scenario(journey()).build();
        // opens and clicks start scenarios, end them, and satisfy waits
        HitLog hits = HitLog.into(stores).clock(clock).recordedBy(steps::signal).build();
        links = tracking.endpoints().hits(hits).clock(clock).build();
        // GUIDE: end
    }

    private static Scenario journey() {
        return Scenario.named("after-the-click")
                .startsOn(clickIn("spring-sale"))
                .step("offer", immediately(), mail(OFFER))
                .step(
                        "wait",
                        immediately(),
                        waitFor(clickIn("offer")).upTo(days(2)).onEvent("done"))
                .step("reminder", mail(REMINDER))
                .step("done", end())
                .exitsOn(event("purchase"))
                .build();
    }

    private static EventQuery clickIn(String mail) {
        return event(MailEvents.CLICKED).where(MailEvents.MAIL.is(mail));
    }

    private static MessageTemplate template(String name) {
        return MessageTemplate.named(name)
                .subject(name)
                .html("<p><a href=\"https://shop.example/" + name + "\">" + name + "</a></p>"
                        + "<p><a href=\"{{ unsubscribe.url }}\">Stop</a></p>")
                .build();
    }

    /** Returns the engine. */
    public Hato hato() {
        return hato;
    }

    /** Returns what answers the links. */
    public TrackingHandler links() {
        return links;
    }

    /** Records what a contact did in the shop. */
    public void happened(ContactEvent event) {
        steps.signal(event);
    }

    /** Does what is due now. */
    public void work() {
        links.tend();
        steps.drain();
        hato.dispatcher().drain();
    }

    /** Writes the hits that wait. */
    @Override
    public void close() {
        links.close();
    }
}
