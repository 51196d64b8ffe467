package dev.hato.css;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hato.Corpus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Chromium without a window, which says how the elements of two pages differ in their computed styles. */
final class Browser {
    private static final String SCRIPT = """
            window.addEventListener('load', () => {
              const frames = [...document.querySelectorAll('iframe')];
              const out = [];
              let elements = 0;
              const all = frame => [...frame.contentDocument.querySelectorAll('html, body, body *')]
                .filter(e => e.localName !== 'style');
              for (let i = 0; i < frames.length; i += 2) {
                const a = all(frames[i]), b = all(frames[i + 1]), seen = new Set();
                if (a.length !== b.length) { out.push(frames[i].title + ': ' + a.length + ' and ' + b.length + ' elements'); continue; }
                a.forEach((e, n) => {
                  const x = getComputedStyle(e), y = getComputedStyle(b[n]);
                  elements++;
                  for (const p of x) {
                    if (x.getPropertyValue(p) !== y.getPropertyValue(p) && seen.size < 90) {
                      seen.add(p);
                      out.push(frames[i].title + ': ' + e.localName + ' ' + n + ' ' + p + ' ' + x.getPropertyValue(p)
                        + ' became ' + y.getPropertyValue(p));
                    }
                  }
                });
              }
              const pre = document.createElement('pre');
              pre.textContent = 'RESULT ' + elements + '\\n' + out.join('\\n') + '\\nEND';
              document.body.replaceChildren(pre);
            });
            """;

    /** Two pages that should look the same in a window of this width. */
    record Pair(String name, String before, String after, int width) {}

    private Browser() {}

    /** Returns the number of elements compared, then one line for each difference. */
    static List<String> compare(Path folder, List<Pair> pairs) throws IOException, InterruptedException {
        Path chromium = List.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome").stream()
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> Corpus.skipped("there is no chromium in /usr/bin to compare computed styles with"));
        StringBuilder page = new StringBuilder("<!DOCTYPE html><meta charset=utf-8><body>");
        for (Pair pair : pairs) {
            for (String html : List.of(pair.before(), pair.after())) {
                page.append("<iframe title=\"")
                        .append(pair.name())
                        .append("\" width=")
                        .append(pair.width());
                page.append(" height=900 srcdoc=\"").append(escaped(html)).append("\"></iframe>");
            }
        }
        Path file = folder.resolve("page.html");
        Path output = folder.resolve("dom.html");
        Files.writeString(file, page.append("<script>").append(SCRIPT).append("</script>"));
        Process process = new ProcessBuilder(
                        chromium.toString(),
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-dev-shm-usage",
                        "--host-resolver-rules=MAP * ~NOTFOUND",
                        "--user-data-dir=" + folder.resolve("profile"),
                        "--dump-dom",
                        file.toUri().toString())
                .redirectOutput(output.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!process.waitFor(180, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("Chromium did not end in 180 seconds.");
        }
        String dom = new String(Files.readAllBytes(output), UTF_8);
        int from = dom.indexOf("RESULT ");
        int to = dom.indexOf("\nEND");
        if (from < 0 || to < 0) {
            throw new AssertionError("Chromium gave no result: " + dom.substring(0, Math.min(500, dom.length())));
        }
        return dom.substring(from + 7, to)
                .lines()
                .filter(line -> !line.isBlank())
                .toList();
    }

    private static String escaped(String html) {
        return html.replace("&", "&amp;").replace("\"", "&quot;");
    }
}
