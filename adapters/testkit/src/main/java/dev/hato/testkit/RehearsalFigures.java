package dev.hato.testkit;

import dev.hato.contact.ContactId;
import dev.hato.enrolment.EnrolmentKey;
import dev.hato.enrolment.EnrolmentStatus;
import dev.hato.enrolment.StepRecord;
import dev.hato.step.Scenario;
import dev.hato.step.Step;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a rehearsal's page and summary are made of: a few counts for each step and hour, and the different ways that
 * contacts went, so that twenty thousand contacts take no more room than the ways they go.
 */
final class RehearsalFigures {
    private static final int EXAMPLES = 3;
    private static final int POINTS = 400;
    private static final int MOMENTS = 50_000;
    private static final int SECONDS_AN_HOUR = 3600;

    private final ZoneId zone;
    private final Map<String, Course> courses = new LinkedHashMap<>();
    private final Map<WayKey, Way> ways = new LinkedHashMap<>();

    /** The hours of moments that came before, most of which come again. */
    private final Map<Instant, Long> hours = new HashMap<>();

    private final Map<Mark, Mark> marks = new HashMap<>();
    private final List<Point> points = new ArrayList<>();
    private long lines;

    /** What became of a step, in a word. */
    enum Kind {
        /** A mail was handed over, or waits for that. */
        MAILED("mailed"),
        /** Something else was done. */
        DONE("done"),
        /** It led the way. */
        PASSED("passed"),
        /** It was left out, or its mail was excluded. */
        SKIPPED("skipped"),
        /** The scenario was over. */
        ENDED("ended here"),
        /** It did not work, or the mail came back. */
        FAILED("failed"),
        /** A note, of nothing that became of a step. */
        NOTE("note");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }

        /** Returns the kinds that are counted, in the order in which they are drawn. */
        static List<Kind> counted() {
            return List.of(MAILED, DONE, PASSED, SKIPPED, ENDED, FAILED);
        }

        static Kind of(String what, boolean leads) {
            if (what.startsWith("skipped: ")) {
                String reason = what.substring("skipped: ".length());
                boolean over = reason.equals("EXITED") || reason.equals("GOAL_REACHED");
                return over ? ENDED : reason.equals("FAILED") ? FAILED : SKIPPED;
            }
            if (what.startsWith("passed")) {
                return leads || what.equals("passed: COMPLETED") ? PASSED : NOTE;
            }
            return what.startsWith("excluded: ")
                    ? SKIPPED
                    : switch (what) {
                        case "mailed", "planned", "claimed", "started" -> MAILED;
                        case "done" -> DONE;
                        default -> FAILED;
                    };
        }
    }

    /** One mark of a small rehearsal, where each is drawn by itself. */
    record Point(Instant at, String scenario, String step, Kind kind, String what, ContactId contact) {}

    /** What became of one step: in all, by reason, by hour of local time. */
    @SuppressWarnings("EnumOrdinal") // the counts do not leave this process
    static final class Lane {
        private final long[] counts = new long[Kind.values().length];
        private final Map<String, Long> reasons = new TreeMap<>();
        private final Map<Long, long[]> hours = new HashMap<>();
        private long waiting;

        private void add(long hour, Kind kind, String what) {
            counts[kind.ordinal()]++;
            if (kind != Kind.NOTE) {
                hours.computeIfAbsent(hour, key -> new long[counts.length])[kind.ordinal()]++;
            }
            if (kind == Kind.SKIPPED || kind == Kind.FAILED || kind == Kind.ENDED) {
                int colon = what.indexOf(": ");
                reasons.merge(colon < 0 ? what : what.substring(colon + 2), 1L, Long::sum);
            }
        }

        long count(Kind kind) {
            return counts[kind.ordinal()];
        }

        long waiting() {
            return waiting;
        }

        Map<String, Long> reasons() {
            return reasons;
        }

        /** Returns the counts by hour, counted in local time from 1970. */
        Map<Long, Map<Kind, Long>> hours() {
            Map<Long, Map<Kind, Long>> byHour = new TreeMap<>();
            hours.forEach((hour, some) -> {
                Map<Kind, Long> byKind = new EnumMap<>(Kind.class);
                for (Kind kind : Kind.values()) {
                    if (some[kind.ordinal()] > 0) {
                        byKind.put(kind, some[kind.ordinal()]);
                    }
                }
                byHour.put(hour, byKind);
            });
            return byHour;
        }
    }

    /** One scenario. */
    static final class Course {
        private final Scenario scenario;
        private final Map<String, Lane> lanes = new LinkedHashMap<>();
        private final Map<EnrolmentStatus, Long> ends = new EnumMap<>(EnrolmentStatus.class);
        private long entered;

        private Course(Scenario scenario) {
            this.scenario = scenario;
            scenario.steps().forEach(step -> lanes.put(step.key(), new Lane()));
        }

        Scenario scenario() {
            return scenario;
        }

        /** Returns the lanes by step key: the scenario's steps, and behind them those of other versions. */
        Map<String, Lane> lanes() {
            return lanes;
        }

        Map<EnrolmentStatus, Long> ends() {
            return ends;
        }

        long entered() {
            return entered;
        }

        private boolean leads(String step) {
            return scenario.step(step).filter(Step::isControl).isPresent();
        }
    }

    /** The same steps with the same outcome: how many contacts went that way, and some of them. */
    static final class Way {
        private final String scenario;
        private final List<Mark> marks;
        private final EnrolmentStatus status;
        private final String detail;
        private final List<Example> examples = new ArrayList<>();
        private long count;

        private Way(String scenario, List<Mark> marks, RehearsalPlan.End end) {
            this.scenario = scenario;
            this.marks = marks;
            this.status = end.status();
            this.detail = end.detail();
        }

        String scenario() {
            return scenario;
        }

        List<Mark> marks() {
            return marks;
        }

        /** Returns the marks without notes. */
        List<Mark> steps() {
            return marks.stream().filter(mark -> mark.kind() != Kind.NOTE).toList();
        }

        EnrolmentStatus status() {
            return status;
        }

        String detail() {
            return detail;
        }

        List<Example> examples() {
            return examples;
        }

        long count() {
            return count;
        }
    }

    /** What ways differ in. */
    private record WayKey(
            String scenario,
            List<Mark> marks,
            EnrolmentStatus status,
            @Nullable String step,
            String detail) {}

    /** A step of a way. */
    record Mark(String step, Kind kind, String what) {
        /** Returns the reason that is said beside the kind; empty where there is none. */
        String reason() {
            int colon = what.indexOf(": ");
            return kind == Kind.SKIPPED && colon >= 0 ? what.substring(colon + 2) : "";
        }
    }

    /** A contact that went the way, and when. */
    record Example(
            EnrolmentKey key,
            List<Instant> times,
            @Nullable String step,
            @Nullable Instant due) {}

    RehearsalFigures(List<Scenario> scenarios, ZoneId zone) {
        this.zone = zone;
        scenarios.forEach(scenario -> courses.put(scenario.name(), new Course(scenario)));
    }

    /** Adds one enrolment with what became of its steps, in order, as the store and as the plan tell it. */
    void add(List<StepRecord> history, List<RehearsalPlan.Line> told, RehearsalPlan.End end) {
        Course course = courses.get(end.key().scenario());
        if (course == null) {
            return;
        }
        course.entered++;
        course.ends.merge(end.status(), 1L, Long::sum);
        List<Mark> way = new ArrayList<>(told.size());
        for (int i = 0; i < told.size(); i++) {
            RehearsalPlan.Line line = told.get(i);
            String key = history.get(i).step();
            Kind kind = Kind.of(line.what(), course.leads(key));
            course.lanes.computeIfAbsent(key, step -> new Lane()).add(known(line.at()), kind, line.what());
            lines += kind == Kind.NOTE ? 0 : 1;
            if (points.size() < POINTS && kind != Kind.NOTE) {
                points.add(new Point(line.at(), line.scenario(), key, kind, line.what(), line.contact()));
            }
            Mark mark = new Mark(line.step(), kind, line.what());
            way.add(marks.computeIfAbsent(mark, same -> same));
        }
        String at = end.step();
        if (at != null) {
            course.lanes.computeIfAbsent(at, step -> new Lane()).waiting++;
        }
        add(new WayKey(end.key().scenario(), way, end.status(), at, end.detail()), told, end);
    }

    private void add(WayKey key, List<RehearsalPlan.Line> told, RehearsalPlan.End end) {
        Way way = ways.computeIfAbsent(key, same -> new Way(same.scenario(), List.copyOf(same.marks()), end));
        way.count++;
        if (way.examples.size() < EXAMPLES) {
            List<Instant> times = told.stream().map(RehearsalPlan.Line::at).toList();
            way.examples.add(new Example(end.key(), times, end.step(), end.due()));
        }
    }

    private long known(Instant at) {
        if (hours.size() > MOMENTS) {
            hours.clear();
        }
        return hours.computeIfAbsent(at, this::hour);
    }

    /** Returns the hour of local time, counted from 1970. */
    long hour(Instant at) {
        return Math.floorDiv(LocalDateTime.ofInstant(at, zone).toEpochSecond(ZoneOffset.UTC), SECONDS_AN_HOUR);
    }

    Collection<Course> courses() {
        return courses.values();
    }

    /** Returns the ways, the most frequent first. */
    List<Way> ways() {
        return ways.values().stream()
                .sorted(Comparator.comparingLong((Way way) -> -way.count))
                .toList();
    }

    /** Returns each mark by itself, or nothing where there are too many. */
    List<Point> points() {
        return lines > POINTS ? List.of() : points;
    }

    /** Returns how many came to this end, in all scenarios. */
    long count(Kind kind) {
        return courses.values().stream()
                .flatMap(course -> course.lanes.values().stream())
                .mapToLong(lane -> lane.count(kind))
                .sum();
    }

    /** Returns the hour of the last mark; that of the beginning if there is none. */
    long lastHour(long first) {
        return courses.values().stream()
                .flatMap(course -> course.lanes.values().stream())
                .filter(lane -> !lane.hours.isEmpty())
                .mapToLong(lane -> Collections.max(lane.hours.keySet()))
                .reduce(first, Math::max);
    }
}
