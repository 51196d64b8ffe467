package dev.hato.tracking.hit;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Says who is behind the hits of a mail: a person, a machine, or nobody knows.
 *
 * <pre>{@code
 * HitJudge judge = HitJudge.builder().dataCentres(DataCentres.of(ranges)).honeypot("https://shop.example/hidden").build();
 * }</pre>
 *
 * <p>Agents alone do not tell: scanners and privacy proxies pretend to be browsers. So it looks at all hits of the mail: how soon
 * they came, how many links within seconds, and whether links that nobody sees were followed. Immutable and thread-safe if the
 * rules given to it are.
 */
public final class HitJudge {
    private static final int KNOWN = 5_000;

    private final AgentRules agents;
    private final DataCentres dataCentres;
    private final Set<String> honeypots;
    private final Duration fastestOpen;
    private final Duration fastestClick;
    private final Burst burst;

    /** Few agents make most hits. */
    private final Map<String, AgentClass> known = new ConcurrentHashMap<>();

    private HitJudge(Builder builder) {
        agents = builder.agents;
        dataCentres = builder.dataCentres;
        honeypots = Set.copyOf(builder.honeypots);
        fastestOpen = builder.fastestOpen;
        fastestClick = builder.fastestClick;
        burst = builder.burst;
    }

    private record Burst(int links, Duration span) {}

    /** Returns the judge with the standard settings. */
    public static HitJudge standard() {
        return builder().build();
    }

    /** Begins a judge; everything has a default. */
    public static Builder builder() {
        return new Builder();
    }

    /** Returns how long after a hit others may come that change what is said about it. */
    public Duration horizon() {
        return burst.span();
    }

    /**
     * Judges hits by what is known of the whole mail.
     *
     * @param hits hits of one mail to one contact, in any order
     * @param handedOver when the server took the mail, or null if that is not known
     * @return a judgement of each hit, in the same order
     */
    public List<Judgement> judge(List<Hit> hits, @Nullable Instant handedOver) {
        Set<Hit> inBursts = inBursts(hits);
        Set<Hit.Client> caught = new HashSet<>();
        for (Hit hit : hits) {
            if (isHoneypot(hit)) {
                caught.add(anyMethod(hit.client()));
            }
        }
        List<Judgement> judgements = new ArrayList<>(hits.size());
        for (Hit hit : hits) {
            Set<HitReason> reasons = EnumSet.noneOf(HitReason.class);
            addAgentReasons(hit, reasons);
            if (handedOver != null && hit.at().isBefore(handedOver.plus(fastest(hit.kind())))) {
                reasons.add(HitReason.TOO_FAST);
            }
            if (inBursts.contains(hit)) {
                reasons.add(HitReason.MANY_LINKS);
            }
            if (caught.contains(anyMethod(hit.client()))) {
                reasons.add(HitReason.HONEYPOT);
            }
            judgements.add(Judgement.because(reasons));
        }
        return judgements;
    }

    private void addAgentReasons(Hit hit, Set<HitReason> reasons) {
        Hit.Client client = hit.client();
        if (client.method().equals("HEAD")) {
            reasons.add(HitReason.HEAD_REQUEST);
        }
        switch (classify(client.agent())) {
            case PROGRAM -> reasons.add(HitReason.KNOWN_AGENT);
            case IMAGE_PROXY -> reasons.add(hit.kind() == HitKind.OPEN ? HitReason.IMAGE_PROXY : HitReason.KNOWN_AGENT);
            case UNRECOGNISED -> reasons.add(HitReason.NO_AGENT);
            case PERSON -> {
                // nothing speaks against it
            }
        }
        // A provider's proxy is in a data centre, of course, and that says nothing about the person behind it.
        if (!reasons.contains(HitReason.IMAGE_PROXY) && dataCentres.contains(client.network())) {
            reasons.add(HitReason.DATA_CENTRE);
        }
    }

    private AgentClass classify(String agent) {
        AgentClass found = known.get(agent);
        if (found == null) {
            found = agents.classify(agent);
            if (known.size() >= KNOWN) {
                known.clear();
            }
            known.put(agent, found);
        }
        return found;
    }

    private Duration fastest(HitKind kind) {
        return kind == HitKind.OPEN ? fastestOpen : fastestClick;
    }

    private boolean isHoneypot(Hit hit) {
        String target = hit.link().target();
        return hit.kind() == HitKind.CLICK && target != null && honeypots.contains(target);
    }

    private static Hit.Client anyMethod(Hit.Client client) {
        return new Hit.Client("", client.agent(), client.network());
    }

    /** Returns the clicks within some span of time in which too many different links were asked for. */
    private Set<Hit> inBursts(List<Hit> hits) {
        List<Hit> clicks = hits.stream()
                .filter(hit -> hit.kind() == HitKind.CLICK)
                .sorted(Comparator.comparing(Hit::at))
                .toList();
        Set<Hit> inBursts = new HashSet<>();
        Map<Hit.Link, Integer> links = new HashMap<>();
        int from = 0;
        int marked = 0;
        for (int to = 0; to < clicks.size(); to++) {
            links.merge(clicks.get(to).link(), 1, Integer::sum);
            while (clicks.get(from)
                    .at()
                    .plus(burst.span())
                    .isBefore(clicks.get(to).at())) {
                links.computeIfPresent(clicks.get(from++).link(), (link, count) -> count == 1 ? null : count - 1);
            }
            if (links.size() >= burst.links()) {
                for (int i = Math.max(from, marked); i <= to; i++) {
                    inBursts.add(clicks.get(i));
                }
                marked = to + 1;
            }
        }
        return inBursts;
    }

    /** Collects the rules of a judge. Not thread-safe. */
    public static final class Builder {
        private AgentRules agents = AgentRules.standard();
        private DataCentres dataCentres = DataCentres.NONE;
        private final Set<String> honeypots = new HashSet<>();
        private Duration fastestOpen = Duration.ofSeconds(2);
        private Duration fastestClick = Duration.ofSeconds(5);
        private Burst burst = new Burst(3, Duration.ofSeconds(5));

        private Builder() {}

        /** Sets who knows agents; {@link AgentRules#standard()} unless set. */
        public Builder agents(AgentRules value) {
            agents = Objects.requireNonNull(value, "agents");
            return this;
        }

        /** Sets which networks are those of data centres; none unless set. */
        public Builder dataCentres(DataCentres value) {
            dataCentres = Objects.requireNonNull(value, "dataCentres");
            return this;
        }

        /**
         * Adds the target of a link that people do not see: whoever follows it is a machine, with all its hits of that mail. Those
         * that a log had written before keep their verdicts until {@link Rejudging} looks at them again.
         *
         * @param target the link's URL as it stands in the template
         */
        public Builder honeypot(String target) {
            honeypots.add(Objects.requireNonNull(target, "target"));
            return this;
        }

        /**
         * Sets how long after the hand-over a person needs at least; 2 seconds to an open and 5 to a click unless set.
         *
         * @throws IllegalArgumentException if one is negative
         */
        public Builder fastest(Duration open, Duration click) {
            if (open.isNegative() || click.isNegative()) {
                throw new IllegalArgumentException(
                        "Nobody reacts before the mail is handed over; give spans of 0 or more.");
            }
            fastestOpen = open;
            fastestClick = click;
            return this;
        }

        /**
         * Sets how many different links of a mail within which span only a machine asks for; 3 within 5 seconds unless set.
         *
         * @throws IllegalArgumentException if it is fewer than 2 links, or no span of at most an hour
         */
        public Builder manyLinks(int links, Duration span) {
            if (links < 2) {
                throw new IllegalArgumentException("A person asks for " + links + " link too; give at least 2.");
            }
            if (span.isNegative() || span.isZero() || span.compareTo(Duration.ofHours(1)) > 0) {
                throw new IllegalArgumentException(
                        "The span is " + span + "; give more than nothing and at most an hour.");
            }
            burst = new Burst(links, span);
            return this;
        }

        /** Returns the judge. */
        public HitJudge build() {
            return new HitJudge(this);
        }
    }
}
