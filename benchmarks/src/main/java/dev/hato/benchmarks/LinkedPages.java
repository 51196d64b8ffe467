package dev.hato.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** HTML of mails such as shops send: 25 pages of some 30 KB with six to eleven links each, the same in every run. */
final class LinkedPages {
    static final int PAGES = 25;

    private static final int LENGTH = 30_000;
    private static final List<String> STYLES = List.of(
            "font-family:'Nunito Sans',Helvetica,Arial,sans-serif;font-size:16px;line-height:1.625;color:#51545E",
            "margin:0 auto;padding:0;width:570px;-premailer-width:570px;-premailer-cellpadding:0;background-color:#FFFFFF",
            "word-break:break-word;padding:35px;text-align:center;vertical-align:top;border-collapse:collapse",
            "margin:.4em 0 1.1875em;font-size:13px;line-height:1.625;color:#A8AAAF");

    private LinkedPages() {}

    static List<String> all() {
        List<String> pages = new ArrayList<>();
        Random random = new Random(25);
        for (int i = 0; i < PAGES; i++) {
            pages.add(page(random, 6 + i % 6));
        }
        return pages;
    }

    private static String page(Random random, int links) {
        StringBuilder html = new StringBuilder(LENGTH + 2_000);
        html.append("<!DOCTYPE html PUBLIC \"-//W3C//DTD XHTML 1.0 Transitional//EN\"")
                .append(" \"http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd\">\n<html><head>")
                .append("<meta http-equiv=\"Content-Type\" content=\"text/html; charset=utf-8\">")
                .append(
                        "<style type=\"text/css\">@media only screen and (max-width:600px){.body{width:100%!important}}")
                .append("</style><!--[if mso]><style>.f{font-family:Arial}</style><![endif]--></head>\n<body>\n");
        int written = 0;
        while (html.length() < LENGTH || written < links) {
            String style = STYLES.get(random.nextInt(STYLES.size()));
            html.append("<table width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" role=\"presentation\" style=\"")
                    .append(style)
                    .append("\">\n  <tr>\n    <td align=\"center\" style=\"")
                    .append(STYLES.get(random.nextInt(STYLES.size())))
                    .append("\">\n      <p style=\"")
                    .append(style)
                    .append("\">Thanks for your order, we are on it: more is in your account.</p>\n");
            if (written < links && html.length() >= written * (LENGTH / links)) {
                html.append("      <a href=\"https://shop.example/items/")
                        .append(random.nextInt(100_000))
                        .append("?utm_source=news&amp;utm_medium=email&amp;n=")
                        .append(written++)
                        .append("\" class=\"button\" style=\"")
                        .append(style)
                        .append("\">See it</a>\n");
            }
            html.append("    </td>\n  </tr>\n</table>\n");
        }
        return html.append("</body></html>\n").toString();
    }
}
