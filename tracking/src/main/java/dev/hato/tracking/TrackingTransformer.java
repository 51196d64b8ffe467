package dev.hato.tracking;

import dev.hato.message.LinkPlan;
import dev.hato.message.LinkTransformer;
import dev.hato.message.TemplateLinks;
import org.jspecify.annotations.Nullable;

/** Puts tracked links into the place of others, and the picture that tells of opens. Thread-safe. */
final class TrackingTransformer implements LinkTransformer {
    private final TrackingRules rules;
    private final TokenMill mill;

    /** Rendered messages come with the links of their template, one after another. */
    private volatile @Nullable Known last;

    TrackingTransformer(TrackingRules rules, TokenMill mill) {
        this.rules = rules;
        this.mill = mill;
    }

    private record Known(TemplateLinks links, TrackingPlan plan) {}

    @Override
    @SuppressWarnings("ReferenceEquality") // comparing all links for each mail would take longer than it saves
    public LinkPlan plan(TemplateLinks links) {
        Known known = last;
        if (known != null && known.links() == links) {
            return known.plan();
        }
        TrackingPlan plan = new TrackingPlan(rules, mill, links);
        last = links.fingerprint() == null ? known : new Known(links, plan);
        return plan;
    }

    @Override
    public String toString() {
        return "TrackingTransformer[" + rules.base() + "]";
    }
}
