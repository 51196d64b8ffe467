package dev.hato.testkit;

import dev.hato.enrolment.EnrolmentStatus;
import dev.hato.testkit.RehearsalFigures.Course;
import dev.hato.testkit.RehearsalFigures.Example;
import dev.hato.testkit.RehearsalFigures.Kind;
import dev.hato.testkit.RehearsalFigures.Lane;
import dev.hato.testkit.RehearsalFigures.Mark;
import dev.hato.testkit.RehearsalFigures.Way;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Writes what came of a rehearsal as one page that needs nothing else. */
final class RehearsalPage {
    private static final int WAYS = 12;
    private static final int FEW = 3;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);

    private final RehearsalFigures figures;
    private final RehearsalPlan.Frame frame;
    private final PageWords words;
    private final PageScale scale;
    private final TimelineChart chart;
    private final Markup page = new Markup();

    RehearsalPage(RehearsalFigures figures, RehearsalPlan.Frame frame, PageWords words) {
        this.figures = figures;
        this.frame = frame;
        this.words = words;
        this.scale = PageScale.of(figures, frame);
        this.chart = new TimelineChart(figures, scale, words, frame);
    }

    String html() {
        page.add("<!DOCTYPE html>\n<html lang=\"").add(words.language()).add("""
                "><head><meta charset="UTF-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <meta name="color-scheme" content="light dark">
                <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
                <title>""");
        page.text(title()).add("</title>\n<style>\n").add(PageStyle.CSS).add("</style></head>\n<body><main>\n");
        page.add(PageStyle.PATTERNS).add("<h1>").name(title()).add("</h1>\n<p class=\"soft\">");
        page.text(local(frame.from()) + " – " + local(frame.to()) + " (" + frame.zone() + ")")
                .add("</p>\n");
        tiles();
        timeline();
        counts();
        funnel();
        ways();
        section("The scenario");
        for (Course course : figures.courses()) {
            page.add("<pre class=\"card\" tabindex=\"0\">")
                    .text(course.scenario().plan())
                    .add("</pre>\n");
        }
        return page.add("</section>\n</main></body></html>\n").toString();
    }

    private String title() {
        return words.of("Rehearsal") + ": "
                + String.join(
                        ", ",
                        figures.courses().stream()
                                .map(course -> course.scenario().name())
                                .toList());
    }

    /** Begins a section; all but the first end the one before. */
    private void section(String title) {
        page.add("</section>\n");
        open(title);
    }

    private void open(String title) {
        page.add("<section><h2>").text(words.of(title)).add("</h2>\n");
    }

    private String local(Instant at) {
        return TIME.format(LocalDateTime.ofInstant(at, frame.zone()));
    }

    private void tiles() {
        Map<EnrolmentStatus, Long> ends = new EnumMap<>(EnrolmentStatus.class);
        long entered = 0;
        for (Course course : figures.courses()) {
            entered += course.entered();
            course.ends().forEach((status, count) -> ends.merge(status, count, Long::sum));
        }
        page.add("<dl class=\"tiles\">");
        tile("enrolments", entered);
        tile("mails", figures.count(Kind.MAILED));
        tile("left out", figures.count(Kind.SKIPPED));
        if (figures.count(Kind.FAILED) > 0) {
            tile("failed", figures.count(Kind.FAILED));
        }
        tile(
                "ended early",
                ends.getOrDefault(EnrolmentStatus.EXITED, 0L) + ends.getOrDefault(EnrolmentStatus.GOAL_REACHED, 0L));
        tile("COMPLETED", ends.getOrDefault(EnrolmentStatus.COMPLETED, 0L));
        tile(
                "still open",
                ends.entrySet().stream()
                        .filter(end -> end.getKey().isOpen())
                        .mapToLong(Map.Entry::getValue)
                        .sum());
        page.add("</dl>\n");
    }

    private void tile(String label, long value) {
        page.add("<div class=\"card\"><dt>")
                .text(words.of(label))
                .add("</dt><dd>")
                .number(value)
                .add("</dd></div>");
    }

    private void timeline() {
        open("Timeline");
        page.add("<p class=\"legend\">");
        for (Kind kind : chart.kinds()) {
            page.add("<span><svg class=\"swatch\" viewBox=\"-7 -7 14 14\" aria-hidden=\"true\">")
                    .add(
                            chart.isOfMarks()
                                    ? TimelineChart.shape(kind)
                                    : "<rect class=\"k-" + TimelineChart.css(kind)
                                            + "\" x=\"-6\" y=\"-6\" width=\"12\" height=\"12\"/>")
                    .add("</svg>")
                    .text(words.of(kind.words()))
                    .add("</span>");
        }
        page.add("</p>\n");
        for (Course course : figures.courses()) {
            if (figures.courses().size() > 1) {
                page.add("<h3>").name(course.scenario().name()).add("</h3>\n");
            }
            scrollable(course.scenario().name());
            chart.lanes(page, course);
            page.add("</div>\n");
        }
        page.add("<p class=\"soft\">")
                .text(words.of(
                        chart.kinds().isEmpty()
                                ? "Nothing happened."
                                : chart.isOfMarks()
                                        ? "Each mark is one contact."
                                        : "Heights grow with the square root of the count."));
        if (!scale.isWeekly()) {
            page.add(" ").text(words.of("Shaded: no business day."));
        }
        if (scale.cut()) {
            page.add(" ").text(words.of("Nothing happens after this."));
        }
        page.add("</p>\n");
    }

    private void scrollable(String label) {
        page.add("<div class=\"card wide\" role=\"region\" tabindex=\"0\" aria-label=\"")
                .text(label)
                .add("\">");
    }

    private void counts() {
        section("Counts");
        Map<Integer, Map<Kind, Long>> slots = new TreeMap<>();
        for (Course course : figures.courses()) {
            for (Lane lane : course.lanes().values()) {
                chart.slots(lane).forEach((index, counts) -> {
                    Map<Kind, Long> slot = slots.computeIfAbsent(index, key -> new EnumMap<>(Kind.class));
                    counts.forEach((kind, count) -> slot.merge(kind, count, Long::sum));
                });
            }
        }
        scrollable(words.of("Counts"));
        chart.counts(page, slots);
        page.add("</div>\n<details><summary>")
                .text(words.of("The numbers as a table"))
                .add("</summary><div class=\"card wide\" role=\"region\" tabindex=\"0\" aria-label=\"")
                .text(words.of("Counts"))
                .add("\"><table><thead><tr><th scope=\"col\">")
                .text(words.of(scale.isHourly() ? "Hour" : scale.isWeekly() ? "Week from" : "Date"))
                .add("</th>");
        chart.kinds().forEach(kind -> column(kind.words()));
        page.add("</tr></thead><tbody>");
        slots.forEach((index, counts) -> {
            page.add("<tr><th scope=\"row\">").text(scale.label(index)).add("</th>");
            chart.kinds().forEach(kind -> cell(counts.getOrDefault(kind, 0L)));
            page.add("</tr>");
        });
        page.add("</tbody></table></div></details>\n");
    }

    private void column(String label) {
        page.add("<th scope=\"col\" class=\"n\">").text(words.of(label)).add("</th>");
    }

    private void cell(long value) {
        page.add("<td class=\"n\">")
                .add(value == 0 ? "<span class=\"soft\">–</span>" : "%,d", value)
                .add("</td>");
    }

    private void funnel() {
        section("Funnel");
        for (Course course : figures.courses()) {
            scrollable(words.of("Funnel") + ": " + course.scenario().name());
            page.add("<table><caption>")
                    .name(course.scenario().name())
                    .add(": ")
                    .number(course.entered())
                    .add(" ")
                    .text(words.of("enrolments"));
            course.ends()
                    .forEach((status, count) -> page.add(" · ")
                            .text(words.of(status.name()))
                            .add(" ")
                            .number(count));
            page.add("</caption><thead><tr><th scope=\"col\">")
                    .text(words.of("Step"))
                    .add("</th><td></td>");
            chart.kinds().forEach(kind -> column(kind.words()));
            column("Waiting");
            page.add("<th scope=\"col\">").text(words.of("Reasons")).add("</th></tr></thead><tbody>");
            course.lanes().forEach((step, lane) -> row(course, step, lane));
            page.add("</tbody></table></div>\n");
        }
    }

    private void row(Course course, String step, Lane lane) {
        page.add("<tr><th scope=\"row\">").name(step).add("</th><td>");
        page.add("<svg class=\"share\" viewBox=\"0 0 200 12\" preserveAspectRatio=\"none\" aria-hidden=\"true\">");
        double all = Math.max(
                course.entered(), Kind.counted().stream().mapToLong(lane::count).sum() + lane.waiting());
        double x = 0;
        for (Kind kind : Kind.counted()) {
            double width = all == 0 ? 0 : 200 * lane.count(kind) / all;
            if (width > 0) {
                page.add("<rect class=\"k-" + TimelineChart.css(kind) + "\" ")
                        .add("x=\"%.2f\" y=\"0\" width=\"%.2f\" height=\"12\"/>", x, width);
            }
            x += width;
        }
        page.add("</svg></td>");
        chart.kinds().forEach(kind -> cell(lane.count(kind)));
        cell(lane.waiting());
        page.add("<td class=\"why\">");
        String between = "";
        for (Map.Entry<String, Long> reason : lane.reasons().entrySet()) {
            page.add(between).name(reason.getKey()).add(" ").number(reason.getValue());
            between = ", ";
        }
        page.add("</td></tr>");
    }

    private void ways() {
        section("Ways and examples");
        List<Way> ways = figures.ways();
        long all = figures.courses().stream().mapToLong(Course::entered).sum();
        page.add("<ol class=\"ways\">\n");
        for (Way way : ways.subList(0, Math.min(WAYS, ways.size()))) {
            way(way, all);
        }
        page.add("</ol>\n");
        if (ways.size() > WAYS) {
            page.add("<p class=\"soft\">")
                    .text(words.of("more ways"))
                    .add(
                            ": %,d (%,d)</p>\n",
                            ways.size() - WAYS,
                            ways.stream().skip(WAYS).mapToLong(Way::count).sum());
        }
    }

    private void way(Way way, long all) {
        page.add(
                "<li class=\"card\"><p><b>%,d</b> <span class=\"soft\">%.1f %%</span></p><p class=\"chips\">",
                way.count(), 100.0 * way.count() / all);
        if (figures.courses().size() > 1) {
            page.add("<span class=\"soft\">").name(way.scenario()).add("</span>");
        }
        for (Mark mark : way.steps()) {
            page.add("<span class=\"chip\"><svg class=\"swatch\" viewBox=\"-7 -7 14 14\" aria-hidden=\"true\">")
                    .add(TimelineChart.shape(mark.kind()))
                    .add("</svg>")
                    .name(mark.step())
                    .add(" <small>")
                    .text(words.of(mark.kind().words()) + " " + mark.reason())
                    .add("</small></span>");
        }
        page.add("<span class=\"chip end\">").text(words.of(way.status().name()));
        if (!way.detail().isEmpty()) {
            page.add(" <small>").name(way.detail()).add("</small>");
        }
        page.add("</span></p>\n").add(all <= FEW ? "<details open=\"\">" : "<details>");
        page.add("<summary>").text(words.of("for example")).add(" ");
        String between = "";
        for (Example example : way.examples()) {
            page.add(between).name(example.key().contact().toString());
            between = ", ";
        }
        page.add("</summary>");
        example(way, way.examples().get(0));
        page.add("</details></li>\n");
    }

    private void example(Way way, Example example) {
        page.add("<table><caption>").name(example.key().toString()).add("</caption><thead><tr><th scope=\"col\">");
        page.text(words.of("Time")).add("</th><th scope=\"col\">").text(words.of("Step"));
        page.add("</th><th scope=\"col\">").text(words.of("What")).add("</th></tr></thead><tbody>");
        for (int i = 0; i < way.marks().size(); i++) {
            Mark mark = way.marks().get(i);
            line(local(example.times().get(i)), mark.step(), mark.what());
        }
        if (example.step() != null) {
            line(
                    waitsUntil(example.due()),
                    example.step(),
                    words.of(way.status().name()));
        }
        page.add("</tbody></table>");
    }

    private String waitsUntil(@Nullable Instant due) {
        return due == null ? "" : words.of("until") + " " + local(due);
    }

    private void line(String time, String step, String what) {
        page.add("<tr><td class=\"time\">").text(time).add("</td><td>").name(step);
        page.add("</td><td>").name(what).add("</td></tr>");
    }
}
