package dev.hato.testkit;

import dev.hato.calendar.HolidayCalendar;
import dev.hato.testkit.RehearsalFigures.Course;
import dev.hato.testkit.RehearsalFigures.Kind;
import dev.hato.testkit.RehearsalFigures.Lane;
import dev.hato.testkit.RehearsalFigures.Point;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Draws steps over time: a lane each, with a bar for every slot of time, or a mark for every contact where these are few. */
final class TimelineChart {
    private static final int LEFT = 262;
    private static final int WIDTH = 718;
    private static final int LANE = 50;
    private static final int TOP = 26;
    private static final int LABEL = 30;
    private static final int FEW = 4;
    private static final double BAR = 36;

    private final RehearsalFigures figures;
    private final PageScale scale;
    private final PageWords words;
    private final HolidayCalendar holidays;
    private final ZoneId zone;

    TimelineChart(RehearsalFigures figures, PageScale scale, PageWords words, RehearsalPlan.Frame frame) {
        this.figures = figures;
        this.scale = scale;
        this.words = words;
        this.holidays = frame.holidays();
        this.zone = frame.zone();
    }

    /** Returns whether each contact has a mark of its own. */
    boolean isOfMarks() {
        return !figures.points().isEmpty() && most() <= FEW;
    }

    /** Returns the counts of each slot. */
    Map<Integer, Map<Kind, Long>> slots(Lane lane) {
        Map<Integer, Map<Kind, Long>> slots = new HashMap<>();
        lane.hours().forEach((hour, counts) -> {
            Map<Kind, Long> slot = slots.computeIfAbsent(scale.slot(hour), index -> new EnumMap<>(Kind.class));
            counts.forEach((kind, count) -> slot.merge(kind, count, Long::sum));
        });
        return slots;
    }

    private long most() {
        long most = 1;
        for (Course course : figures.courses()) {
            for (Lane lane : course.lanes().values()) {
                for (Map<Kind, Long> slot : slots(lane).values()) {
                    most = Math.max(most, total(slot));
                }
            }
        }
        return most;
    }

    static long total(Map<Kind, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Draws the lanes of one scenario. */
    void lanes(Markup page, Course course) {
        int height = TOP + LANE * course.lanes().size() + 6;
        open(page, height, words.of("Timeline") + ": " + course.scenario().name());
        axis(page, LEFT, WIDTH, height - 6);
        int top = TOP;
        for (Map.Entry<String, Lane> entry : course.lanes().entrySet()) {
            Lane lane = entry.getValue();
            page.add("<line class=\"rule\" x1=\"0\" x2=\"980\" y1=\"%d\" y2=\"%d\"/>", top + LANE, top + LANE)
                    .add("<text class=\"key\" x=\"0\" y=\"%d\">", top + 21)
                    .text(clipped(entry.getKey(), 34))
                    .add("<title>")
                    .text(entry.getKey())
                    .add("</title></text><text class=\"soft\" x=\"0\" y=\"%d\">", top + 38)
                    .text(clipped(totals(lane), 44))
                    .add("</text>");
            if (isOfMarks()) {
                marks(page, course, entry.getKey(), top + LANE);
            } else {
                bars(page, lane, top + LANE);
            }
            top += LANE;
        }
        page.add("</svg>");
    }

    private String totals(Lane lane) {
        StringBuilder text = new StringBuilder();
        for (Kind kind : Kind.counted()) {
            if (lane.count(kind) > 0) {
                text.append(text.isEmpty() ? "" : " · ")
                        .append(words.of(kind.words()))
                        .append(String.format(Locale.ROOT, " %,d", lane.count(kind)));
            }
        }
        return text.toString();
    }

    private void bars(Markup page, Lane lane, int base) {
        double most = Math.sqrt((double) most());
        double slot = (double) WIDTH / scale.slots();
        double width = Math.min(18, Math.max(1.5, slot - 1.5));
        slots(lane).forEach((index, counts) -> {
            double x = LEFT + (index + 0.5) * slot - width / 2;
            double height = Math.max(3, Math.sqrt((double) total(counts)) / most * BAR);
            page.add("<g>");
            bar(page, new Box(x, base - 1, width, height), counts);
            page.add("<title>").text(told(index, counts)).add("</title></g>");
        });
    }

    /** Where a bar stands: its left, its foot, its size. */
    private record Box(double x, double foot, double width, double height) {}

    private static void bar(Markup page, Box box, Map<Kind, Long> counts) {
        double y = box.foot();
        double total = total(counts);
        for (Kind kind : Kind.counted()) {
            long count = counts.getOrDefault(kind, 0L);
            if (count > 0) {
                double part = box.height() * count / total;
                y -= part;
                page.add("<rect class=\"k-" + css(kind) + "\" ")
                        .add("x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"/>", box.x(), y, box.width(), part);
            }
        }
    }

    private String told(int index, Map<Kind, Long> counts) {
        StringBuilder text = new StringBuilder(scale.label(index));
        for (Kind kind : Kind.counted()) {
            if (counts.containsKey(kind)) {
                text.append(", ")
                        .append(words.of(kind.words()))
                        .append(String.format(Locale.ROOT, " %,d", counts.get(kind)));
            }
        }
        return text.toString();
    }

    private void marks(Markup page, Course course, String step, int base) {
        Map<Integer, Integer> stacked = new HashMap<>();
        for (Point point : figures.points()) {
            if (point.scenario().equals(course.scenario().name())
                    && point.step().equals(step)) {
                int below = stacked.merge(scale.slot(figures.hour(point.at())), 1, Integer::sum) - 1;
                double x = LEFT + scale.place(localHours(point.at()), WIDTH);
                page.add("<g transform=\"translate(%.1f %d)\">", x, base - (most() == 1 ? LANE / 2 : 9) - 10 * below)
                        .add(shape(point.kind()))
                        .add("<title>")
                        .text(LocalDateTime.ofInstant(point.at(), zone) + " " + point.contact() + ": " + point.what())
                        .add("</title></g>");
            }
        }
    }

    private double localHours(Instant at) {
        return LocalDateTime.ofInstant(at, zone).toEpochSecond(ZoneOffset.UTC) / 3600.0;
    }

    /** Returns a mark around the origin; each kind has a form of its own, for those who do not see the colour. */
    static String shape(Kind kind) {
        String form = switch (kind) {
            case MAILED -> "<circle r=\"5\"/>";
            case DONE -> "<rect x=\"-4.5\" y=\"-4.5\" width=\"9\" height=\"9\"/>";
            case PASSED -> "<path d=\"M-4-5 5 0-4 5z\"/>";
            case SKIPPED -> "<circle r=\"4\" class=\"hollow\"/>";
            case ENDED -> "<path d=\"M-2-5h4v10h-4z\"/>";
            default -> "<path d=\"M-5-3-3-5 0-2 3-5 5-3 2 0 5 3 3 5 0 2-3 5-5 3-2 0z\"/>";
        };
        return "<g class=\"k-" + css(kind) + "\">" + form + "</g>";
    }

    /** Draws the counts of all steps together. */
    void counts(Markup page, Map<Integer, Map<Kind, Long>> slots) {
        int foot = 176;
        open(page, foot + 4, words.of("Counts"));
        axis(page, 60, 920, foot);
        long most = Math.max(
                1, slots.values().stream().mapToLong(TimelineChart::total).max().orElse(1));
        long step = step(most);
        long lines = (most + step - 1) / step;
        double high = (double) (lines * step);
        for (long value = 0; value <= high; value += step) {
            double y = foot - value / high * (foot - TOP - 8);
            page.add("<line class=\"rule\" x1=\"60\" x2=\"980\" y1=\"%.1f\" y2=\"%.1f\"/>", y, y)
                    .add("<text class=\"soft\" x=\"52\" y=\"%.1f\" text-anchor=\"end\">%,d</text>", y + 4, value);
        }
        double slot = 920.0 / scale.slots();
        double width = Math.min(40, Math.max(1.5, slot - 1.5));
        slots.forEach((index, counts) -> {
            page.add("<g>");
            double height = total(counts) / high * (foot - TOP - 8);
            bar(page, new Box(60 + (index + 0.5) * slot - width / 2, foot, width, height), counts);
            page.add("<title>").text(told(index, counts)).add("</title></g>");
        });
        page.add("</svg>");
    }

    /** Returns a round distance of some four lines. */
    private static long step(long most) {
        long step = 1;
        while (most > 4 * step) {
            step = most <= 8 * step ? 2 * step : most <= 20 * step ? 5 * step : 10 * step;
        }
        return step;
    }

    private static void open(Markup page, int height, String label) {
        page.add("<svg viewBox=\"0 0 980 %d\" role=\"img\" aria-label=\"", height)
                .text(label)
                .add("\">");
    }

    private void axis(Markup page, int left, int width, int foot) {
        double day = Math.max(1, scale.place(scale.first() + 24.0, width));
        for (long rest : scale.restDays(holidays)) {
            double x = Math.max(0, scale.place((double) rest, width));
            double end = Math.min(width, scale.place((double) rest, width) + day);
            page.add(
                    "<rect class=\"rest\" x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\"/>",
                    left + x, TOP, Math.max(0, end - x), foot - TOP);
        }
        for (PageScale.Tick tick : scale.ticks()) {
            double x = left + scale.place((double) tick.hour(), width);
            page.add("<line class=\"tick\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\"/>", x, x, TOP - 5, foot)
                    .add(
                            x + LABEL > left + width
                                    ? "<text class=\"soft\" text-anchor=\"end\" "
                                    : "<text class=\"soft\" ")
                    .add("x=\"%.1f\" y=\"%d\">", Math.min(x + 3, left + width), TOP - 8)
                    .text(tick.label())
                    .add("</text>");
        }
    }

    static String css(Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    /** Returns the text, cut where it grows wider than so many Latin letters; those of Japanese are twice as wide. */
    static String clipped(String text, int width) {
        int used = 0;
        for (int i = 0; i < text.length(); i = text.offsetByCodePoints(i, 1)) {
            used += text.codePointAt(i) < 0x1100 ? 1 : 2;
            if (used > width) {
                return text.substring(0, i) + "…";
            }
        }
        return text;
    }

    /** Returns the kinds that occur. */
    List<Kind> kinds() {
        return Kind.counted().stream().filter(kind -> figures.count(kind) > 0).toList();
    }
}
