package dev.hato.testkit;

import dev.hato.Stores;
import dev.hato.contact.ContactId;
import dev.hato.delivery.OutboxEntry;
import dev.hato.delivery.SendKey;
import dev.hato.enrolment.Enrolment;
import dev.hato.enrolment.Standing;
import dev.hato.enrolment.StepRecord;
import dev.hato.enrolment.StepRecord.Outcome;
import dev.hato.enrolment.StoredScenario;
import dev.hato.step.Scenario;
import dev.hato.testkit.RehearsalPlan.End;
import dev.hato.testkit.RehearsalPlan.Line;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/**
 * Reads from the stores what came of a rehearsal. There may be millions of lines: those of many enrolments are made on
 * several threads, and all are put in order by their moments, of which there are few.
 */
final class PlanWriter {
    /** So many enrolments are read at once. */
    private static final int PAGE = 20_000;

    private static final Comparator<Instant> IN_TIME = Comparator.naturalOrder();

    private final Stores stores;
    private final List<String> scenarios;
    private final RehearsalFigures figures;
    private final List<End> ends = new ArrayList<>();
    private final Map<Instant, List<Line>> lines = new HashMap<>();

    /** One string for each word that is said of many. */
    private final Map<String, String> words = new ConcurrentHashMap<>();

    PlanWriter(List<Scenario> scenarios, Stores stores, RehearsalFigures figures) {
        this.scenarios = scenarios.stream().map(Scenario::name).toList();
        this.stores = stores;
        this.figures = figures;
    }

    /** Reads the enrolments of the contacts. */
    void read(List<ContactId> contacts) {
        List<Enrolment> all = stores.steps().of(contacts);
        for (int from = 0; from < all.size(); from += PAGE) {
            List<Enrolment> page = all.subList(from, Math.min(from + PAGE, all.size()));
            List<List<Line>> told = IntStream.range(0, page.size())
                    .parallel()
                    .mapToObj(i -> lines(page.get(i)))
                    .toList();
            for (int i = 0; i < told.size(); i++) {
                add(page.get(i), told.get(i));
            }
        }
    }

    private void add(Enrolment enrolment, List<Line> own) {
        Standing standing = enrolment.standing();
        End end = new End(enrolment.key(), standing.status(), standing.step(), standing.due(), standing.detail());
        figures.add(enrolment.history(), own, end);
        ends.add(end);
        for (Line line : own) {
            lines.computeIfAbsent(line.at(), at -> new ArrayList<>(2)).add(line);
        }
    }

    /** Returns where the enrolments stand at the end, in the order of their keys. */
    List<End> ends() {
        return ends;
    }

    /** Returns the lines by time, then by contact and scenario; the steps of an enrolment keep their order. */
    List<Line> lines() {
        List<Line> sorted =
                new ArrayList<>(lines.values().stream().mapToInt(List::size).sum());
        lines.entrySet().stream()
                .sorted(Map.Entry.comparingByKey(IN_TIME))
                .map(Map.Entry::getValue)
                .forEach(moment -> {
                    if (scenarios.size() > 1) { // those of one came in the order of contacts
                        moment.sort(Comparator.comparing(Line::contact)
                                .thenComparingInt(line -> scenarios.indexOf(line.scenario())));
                    }
                    sorted.addAll(moment);
                });
        return sorted;
    }

    private List<Line> lines(Enrolment enrolment) {
        List<Line> own = new ArrayList<>(enrolment.history().size());
        for (StepRecord record : enrolment.history()) {
            String step =
                    record.occurrence().isEmpty() ? record.step() : word(record.step() + " " + record.occurrence());
            own.add(new Line(
                    record.at(), enrolment.key().contact(), enrolment.key().scenario(), step, what(enrolment, record)));
        }
        return own;
    }

    private String word(String made) {
        return words.computeIfAbsent(made, word -> word);
    }

    private String what(Enrolment enrolment, StepRecord record) {
        if (record.outcome() != Outcome.MAILED) {
            return word(record.outcome().name().toLowerCase(Locale.ROOT)
                    + (record.reason().isEmpty() ? "" : ": " + record.reason()));
        }
        String number =
                enrolment.key().occurrence() == 1 ? "" : "#" + enrolment.key().occurrence();
        SendKey key = new SendKey(
                word(StoredScenario.source(enrolment.key().scenario())),
                record.step(),
                enrolment.key().contact(),
                record.occurrence().isEmpty() ? number : record.occurrence());
        OutboxEntry entry = stores.outbox().find(key).orElseThrow();
        return switch (entry.state()) {
            case HANDED_OVER -> "mailed";
            case EXCLUDED ->
                word("excluded: " + Objects.requireNonNull(entry.progress().reason()));
            default -> word(entry.state().name().toLowerCase(Locale.ROOT));
        };
    }
}
