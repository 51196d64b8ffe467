package dev.hato.examples.shop;

import dev.hato.Hato;
import dev.hato.delivery.ExclusionReason;
import dev.hato.report.DeliveryRow;
import dev.hato.segment.Segment;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** One page that needs nothing else: the delivery history, the exclusions by reason, charts. */
final class ReportPage {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT).withZone(Shop.TOKYO);

    private final Hato hato;
    private final Summary summary;

    ReportPage(Hato hato, Summary summary) {
        this.hato = hato;
        this.summary = summary;
    }

    String html() {
        List<DeliveryRow> rows = hato.history().rows();
        StringBuilder page = new StringBuilder("""
                <!DOCTYPE html>
                <html lang="ja"><head><meta charset="UTF-8"><title>Hato 配信レポート</title>
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <style>
                :root { --ink: #1d2521; --soft: #66716b; --line: #d9dfdb; --paper: #fbfcfa; --card: #ffffff;
                        --sent: #2f7d5b; --bounced: #c2571a; --excluded: #8a93a6; --bar: #3f6c8f; }
                @media (prefers-color-scheme: dark) {
                  :root { --ink: #e6ebe8; --soft: #9aa59f; --line: #35403a; --paper: #151a17; --card: #1c2320; } }
                body { margin: 0; padding: 32px 20px; background: var(--paper); color: var(--ink);
                       font: 15px/1.6 "Hiragino Sans", "Noto Sans CJK JP", "Yu Gothic", sans-serif; }
                main { max-width: 940px; margin: 0 auto; }
                h1 { font-size: 24px; margin: 0 0 4px; } h2 { font-size: 17px; margin: 32px 0 12px; }
                p.sub { color: var(--soft); margin: 0; }
                .card { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 18px 20px; overflow-x: auto; }
                .tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(150px, 1fr)); gap: 12px; margin-top: 20px; }
                .tile b { display: block; font-size: 24px; font-variant-numeric: tabular-nums; }
                .tile span { color: var(--soft); font-size: 13px; }
                table { border-collapse: collapse; width: 100%; } th, td { text-align: left; padding: 8px 10px; border-bottom: 1px solid var(--line); }
                th { color: var(--soft); font-weight: 600; font-size: 13px; } td.n, th.n { text-align: right; font-variant-numeric: tabular-nums; }
                th { white-space: nowrap; } mark { background: #e3efe8; color: #22563f; border-radius: 4px; padding: 0 4px; font-size: 13px; }
                code { color: var(--soft); font-size: 12px; }
                tr:last-child td { border-bottom: 0; } svg text { fill: var(--ink); font-size: 13px; } svg .soft { fill: var(--soft); }
                </style></head><body><main>
                <h1>配信レポート</h1><p class="sub">Hato shop demo, 1998-07-01 00:00 (Asia/Tokyo)</p>
                """);
        tiles(page);
        for (DeliveryRow row : rows) {
            outcome(page, row);
        }
        history(page, rows);
        exclusions(page, rows);
        segments(page);
        return page.append("</main></body></html>\n").toString();
    }

    private void tiles(StringBuilder page) {
        page.append("<div class=\"tiles\">");
        tile(page, number(hato.contacts().count()), "顧客");
        tile(page, number(summary.number("import", "stopped")), "取込時の配信停止");
        tile(page, number(summary.get("smtpAccepted")), "SMTPサーバーが受領");
        tile(page, number(summary.number("messyImport", "failed")), "問題のある行（失敗）");
        page.append("</div>\n");
    }

    private static void tile(StringBuilder page, String value, String label) {
        page.append("<div class=\"card tile\"><b>")
                .append(value)
                .append("</b><span>")
                .append(label)
                .append("</span></div>");
    }

    /** One bar whose parts add up to the target. */
    private static void outcome(StringBuilder page, DeliveryRow row) {
        long excluded =
                row.excluded().values().stream().mapToLong(Long::longValue).sum();
        Map<String, Long> parts = new LinkedHashMap<>();
        parts.put("sent", row.handedOver());
        parts.put("bounced", row.bounced());
        parts.put("excluded", excluded);
        page.append("<h2>配信結果: ")
                .append(escape(row.name()))
                .append(
                        "</h2><div class=\"card\"><svg viewBox=\"0 0 880 86\" width=\"100%\" role=\"img\" aria-label=\"")
                .append("target ")
                .append(row.target())
                .append("\">");
        double x = 0;
        for (Map.Entry<String, Long> part : parts.entrySet()) {
            double width = row.target() == 0 ? 0 : 880.0 * part.getValue() / row.target();
            page.append(String.format(
                    Locale.ROOT,
                    "<rect x=\"%.1f\" y=\"0\" width=\"%.1f\" height=\"34\" fill=\"var(--%s)\"/>",
                    x,
                    width,
                    part.getKey()));
            x += width;
        }
        page.append(legend(0, "sent", "送信完了 " + number(row.handedOver())))
                .append(legend(230, "bounced", "不達 " + number(row.bounced())))
                .append(legend(400, "excluded", "除外 " + number(excluded)))
                .append("<text class=\"soft\" x=\"880\" y=\"68\" text-anchor=\"end\">対象 ")
                .append(number(row.target()))
                .append("</text></svg></div>\n");
    }

    private static String legend(int x, String colour, String text) {
        return String.format(
                Locale.ROOT,
                "<rect x=\"%d\" y=\"56\" width=\"13\" height=\"13\" rx=\"3\" fill=\"var(--%s)\"/><text x=\"%d\" y=\"68\">%s</text>",
                x,
                colour,
                x + 20,
                text);
    }

    private static void history(StringBuilder page, List<DeliveryRow> rows) {
        page.append("<h2>配信履歴</h2><div class=\"card\"><table><thead><tr><th>日時</th><th>件名</th><th>リスト</th>")
                .append("<th>形式</th><th class=\"n\">対象</th><th class=\"n\">送信完了</th><th class=\"n\">不達</th>")
                .append("<th class=\"n\">除外</th></tr></thead><tbody>");
        for (DeliveryRow row : rows) {
            page.append("<tr><td>")
                    .append(row.time() == null ? "" : TIME.format(row.time()))
                    .append("</td><td>")
                    .append(subject(row.content().subject()))
                    .append("</td><td>")
                    .append(escape(row.content().list()))
                    .append("</td><td>")
                    .append(row.content().format())
                    .append("</td><td class=\"n\">")
                    .append(number(row.target()))
                    .append("</td><td class=\"n\">")
                    .append(number(row.handedOver()))
                    .append("</td><td class=\"n\">")
                    .append(number(row.bounced()))
                    .append("</td><td class=\"n\">")
                    .append(number(row.excluded().values().stream()
                            .mapToLong(Long::longValue)
                            .sum()))
                    .append("</td></tr>");
        }
        page.append("</tbody></table></div>\n");
    }

    private static void exclusions(StringBuilder page, List<DeliveryRow> rows) {
        page.append("<h2>除外の理由</h2><div class=\"card\"><table><thead><tr><th>配信</th><th>理由</th>")
                .append("<th class=\"n\">件数</th></tr></thead><tbody>");
        for (DeliveryRow row : rows) {
            for (Map.Entry<ExclusionReason, Long> entry : row.excluded().entrySet()) {
                page.append("<tr><td>")
                        .append(escape(row.name()))
                        .append("</td><td>")
                        .append(entry.getKey().label())
                        .append(" <code>")
                        .append(entry.getKey())
                        .append("</code>")
                        .append("</td><td class=\"n\">")
                        .append(number(entry.getValue()))
                        .append("</td></tr>");
            }
        }
        page.append("</tbody></table></div>\n");
    }

    private void segments(StringBuilder page) {
        Map<String, Long> counts = new LinkedHashMap<>();
        for (Segment segment : Shop.SEGMENTS) {
            counts.put(segment.name(), summary.number("segments", segment.name()));
        }
        long most = counts.values().stream().mapToLong(Long::longValue).max().orElse(1);
        page.append("<h2>セグメント</h2><div class=\"card\"><svg viewBox=\"0 0 880 ")
                .append(counts.size() * 38)
                .append("\" width=\"100%\" role=\"img\" aria-label=\"segments\">");
        int y = 0;
        for (Map.Entry<String, Long> entry : counts.entrySet()) {
            double width = 600.0 * entry.getValue() / Math.max(1, most);
            page.append(String.format(
                    Locale.ROOT,
                    "<text x=\"0\" y=\"%d\">%s</text><rect x=\"170\" y=\"%d\" width=\"%.1f\" height=\"22\" rx=\"3\" fill=\"var(--bar)\"/>"
                            + "<text x=\"%.1f\" y=\"%d\">%s</text>",
                    y + 17,
                    escape(entry.getKey()),
                    y,
                    Math.max(2, width),
                    180 + Math.max(2, width),
                    y + 17,
                    number(entry.getValue())));
            y += 38;
        }
        page.append("</svg></div>\n");
    }

    /** A subject as it is written, its merge fields marked. */
    private static String subject(String template) {
        return escape(template).replaceAll("\\{\\{\\s*([^|}\\s]+)[^}]*\\}\\}", "<mark>$1</mark>");
    }

    private static String number(Object value) {
        return String.format(Locale.ROOT, "%,d", ((Number) value).longValue());
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
