package dev.hato.delivery;

import dev.hato.internal.Texts;
import dev.hato.lint.LintReport;
import dev.hato.message.MessageTemplate;
import dev.hato.segment.Segment;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A delivery being written: what is optional is set here, {@link #submit()} or {@link #save()} ends
 * it. Not thread-safe.
 */
public final class DeliveryDraft {
    private final Deliveries deliveries;
    private final String name;
    private final MessageTemplate template;
    private Audience audience;
    private @Nullable Instant at;
    private boolean ended;

    DeliveryDraft(Deliveries deliveries, String name, Audience audience, MessageTemplate template) {
        this.deliveries = deliveries;
        this.name = Texts.requireName("Delivery name", name, 100);
        this.audience = audience;
        this.template = Objects.requireNonNull(template, "template");
    }

    /** Narrows the audience to the contacts in the segment when the delivery starts. */
    public DeliveryDraft to(Segment segment) {
        Objects.requireNonNull(segment, "segment");
        audience = audience instanceof Audience.Subscribers subscribers
                ? new Audience.Subscribers(subscribers.list(), segment)
                : new Audience.Anyone(((Audience.Anyone) audience).reason(), segment);
        return this;
    }

    /** Sets when the delivery starts; the default is at once. A time that has passed means at once. */
    public DeliveryDraft at(Instant instant) {
        at = Objects.requireNonNull(instant, "instant");
        return this;
    }

    /**
     * Returns what is likely to go wrong with the template, with line and column; errors keep it from being sent.
     * What marketing mail has to say by law is checked by {@link #submit()} and {@link #save()}, not here.
     */
    public LintReport lint() {
        return deliveries.lint(template, plan().kind());
    }

    /**
     * Schedules the delivery.
     *
     * @throws IllegalArgumentException if the template needs fields that no contact can have
     * @throws dev.hato.lint.LintException if the template has errors, such as no subject
     * @throws LegalNoticeException if marketing mail does not show its sender and the way out
     * @throws dev.hato.segment.SegmentReferenceException if the segment names one that is not defined
     * @throws IllegalStateException if this draft was submitted or saved already
     */
    public Delivery submit() {
        return end(DeliveryState.SCHEDULED);
    }

    /**
     * Keeps the delivery as a draft, to be scheduled later.
     *
     * @throws IllegalArgumentException if the template needs fields that no contact can have
     * @throws dev.hato.lint.LintException if the template has errors, such as no subject
     * @throws LegalNoticeException if marketing mail does not show its sender and the way out
     * @throws dev.hato.segment.SegmentReferenceException if the segment names one that is not defined
     * @throws IllegalStateException if this draft was submitted or saved already
     */
    public Delivery save() {
        return end(DeliveryState.DRAFT);
    }

    private Delivery end(DeliveryState state) {
        if (ended) {
            throw new IllegalStateException(
                    "The delivery '" + name + "' was submitted or saved already; begin another one to send it again.");
        }
        Delivery delivery = deliveries.insert(plan(), state);
        ended = true;
        return delivery;
    }

    private Delivery.Plan plan() {
        Instant now = deliveries.now();
        return new Delivery.Plan(name, audience, template, at == null ? now : at, now);
    }
}
