package dev.hato.segment;

import dev.hato.contact.ContactId;
import dev.hato.internal.Texts;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Asks who is in a segment, now.
 *
 * <pre>{@code
 * long lapsed = segments.count(lapsedRegulars);
 * System.out.println(segments.explain(lapsedRegulars, hanako.id()));
 * }</pre>
 *
 * <p>Safe for use by several threads.
 */
public final class Segments {
    private static final int PAGE = 1_000;

    private final SegmentSelector selector;
    private final InstantSource clock;
    private final ZoneId zone;
    private final Map<String, Segment> defined = new ConcurrentHashMap<>();

    /** Makes a front door to the selector's contacts, with days that begin in this zone. */
    public Segments(SegmentSelector selector, InstantSource clock, ZoneId zone) {
        this.selector = Objects.requireNonNull(selector, "selector");
        this.clock = Objects.requireNonNull(clock, "clock");
        this.zone = Objects.requireNonNull(zone, "zone");
    }

    /** Makes the segment known under its name to {@link Conditions#inSegment}, in place of an earlier one. */
    public void define(Segment segment) {
        defined.put(segment.name(), segment);
    }

    /** Returns the segment defined under this name. */
    public Optional<Segment> find(String name) {
        return Optional.ofNullable(defined.get(name));
    }

    /** Returns the defined segments by name. */
    public List<Segment> all() {
        List<Segment> all = new ArrayList<>(defined.values());
        all.sort(Comparator.comparing(Segment::name));
        return all;
    }

    /** Returns what an evaluation at this moment takes, for use with a {@link SegmentSelector} directly. */
    public EvaluationContext context() {
        return new EvaluationContext(clock.instant(), zone, defined::get);
    }

    /**
     * Returns the number of contacts in the segment.
     *
     * @throws SegmentReferenceException if it names a segment that is not defined or contains itself
     */
    public long count(Segment segment) {
        return selector.count(segment.condition(), context());
    }

    /**
     * Gives the id of each contact in the segment to the action, page by page, in the store's order;
     * one moment stands for "now" on all pages.
     *
     * @throws SegmentReferenceException if it names a segment that is not defined or contains itself
     */
    public void forEach(Segment segment, Consumer<ContactId> action) {
        EvaluationContext context = context();
        List<ContactId> page = selector.select(segment.condition(), context, null, PAGE);
        while (!page.isEmpty()) {
            page.forEach(action);
            page = selector.select(segment.condition(), context, page.get(page.size() - 1), PAGE);
        }
    }

    /**
     * Returns whether the contact is in the segment; one that does not exist is in none.
     *
     * @throws SegmentReferenceException if it names a segment that is not defined or contains itself
     */
    public boolean contains(Segment segment, ContactId contact) {
        Function<Profile, Boolean> test = CompiledCondition.of(segment.condition(), context())::test;
        return selector.read(contact, test).orElse(false);
    }

    /**
     * Explains, leaf by leaf, why the contact is in the segment or not.
     *
     * @throws NoSuchElementException if there is no such contact
     * @throws SegmentReferenceException if it names a segment that is not defined or contains itself
     */
    public Explanation explain(Segment segment, ContactId contact) {
        EvaluationContext context = context();
        return selector.read(contact, profile -> explain(segment.condition(), profile, context))
                .orElseThrow(
                        () -> new NoSuchElementException("There is no contact " + Texts.quote(contact.value()) + "."));
    }

    /** Explains a condition for what is known of a contact. */
    public static Explanation explain(Condition condition, Profile profile, EvaluationContext context) {
        return condition.accept(new Explainer(context, profile));
    }
}
