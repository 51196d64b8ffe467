package dev.hato.tracking;

import dev.hato.message.LinkPlan;
import dev.hato.message.LinkTransformer;
import dev.hato.message.TemplateLinks;

/** Puts tracked links into the place of others, and the picture that tells of opens. Thread-safe. */
final class TrackingTransformer implements LinkTransformer {
    private final TrackingRules rules;
    private final TokenMill mill;

    TrackingTransformer(TrackingRules rules, TokenMill mill) {
        this.rules = rules;
        this.mill = mill;
    }

    @Override
    public LinkPlan plan(TemplateLinks links) {
        return new TrackingPlan(rules, mill, links);
    }

    @Override
    public String toString() {
        return "TrackingTransformer[" + rules.base() + "]";
    }
}
