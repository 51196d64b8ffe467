package dev.hato.message;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Replaces each link by one that has the whole destination in it, so that nothing is lost. */
final class MarkerLinks implements LinkTransformer {
    static final String BASE = "https://t.example/c/";
    static final Pattern MARKER = Pattern.compile("https://t\\.example/c/([A-Za-z0-9_-]+)");

    private final boolean pixel;

    MarkerLinks(boolean pixel) {
        this.pixel = pixel;
    }

    @Override
    public LinkPlan plan(TemplateLinks links) {
        return mail -> forMail(links);
    }

    MailLinks forMail(TemplateLinks links) {
        return new MailLinks() {
            @Override
            public boolean write(int link, @Nullable String filled, AsciiSink out) {
                String target = filled != null
                        ? filled
                        : Objects.requireNonNull(links.all().get(link).target());
                if (target.startsWith(BASE)) {
                    return false;
                }
                out.put(BASE);
                byte[] token = Base64.getUrlEncoder().withoutPadding().encode(target.getBytes(StandardCharsets.UTF_8));
                out.put(token, 0, token.length);
                return true;
            }

            @Override
            public boolean writePixel(AsciiSink out) {
                if (pixel) {
                    out.put("https://t.example/o/1?a=b&c");
                }
                return pixel;
            }
        };
    }

    /** Where the markers in a part lead. */
    static List<String> targets(@Nullable String part) {
        List<String> targets = new ArrayList<>();
        Matcher matcher = MARKER.matcher(part == null ? "" : part);
        while (matcher.find()) {
            targets.add(target(matcher.group(1)));
        }
        return targets;
    }

    static String target(String token) {
        return new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
    }

    /** A part with its markers written out in angle brackets. */
    static String shown(@Nullable String part) {
        return MARKER.matcher(part == null ? "" : part)
                .replaceAll(match -> Matcher.quoteReplacement("⟨" + target(match.group(1)) + "⟩"));
    }

    /** Replaces the links of a message. */
    Message in(Message message) {
        return message.withLinks(forMail(message.links()));
    }
}
