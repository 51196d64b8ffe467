package dev.hato.message;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Templates and values that are hard to cut into lines and segments. */
final class RandomTemplates {
    private static final List<String> STATIC = List.of(
            "a",
            "word ",
            "日本語",
            "春の新作をご案内いたします。",
            "\r\n",
            "\n",
            "\r",
            "\n\n",
            " ",
            "  ",
            "\t",
            ".",
            "\n.",
            "\r\n..dot",
            "From ",
            "\nFrom ",
            "\nFro",
            "m ",
            "F",
            "=",
            "=3D",
            "\n--=_x",
            "👍🏽",
            "𠮷",
            "é",
            "か\u3099",
            "\n ",
            " \n",
            "\t\r\n");
    private static final List<String> TEXT_SLOTS = List.of(
            "{{ a }}",
            "{{ b }}",
            "{{ a }}{{ b }}",
            "{{ a }} {{ b }}",
            "{{ a }}\n{{ b }}",
            "{{ d.e | default: \"x\" }}",
            "{{ s }}",
            "{{ n }}",
            "{% if c %}{{ a }}{% else %}いいえ\n{% endif %}",
            "{% if c %}\r{% endif %}",
            "{% if c %}x \r{% endif %}\n",
            "{% unless c %}ない {% endunless %}",
            "{% for x in l %}{{ x }}{% endfor %}",
            "{% for x in l %}・{{ x }} と\r\n{% endfor %}",
            "{% for x in l %}{% for y in l %}{{ y }}.{% endfor %}{{ forloop.index }}\n{% endfor %}",
            "{% for x in none %}x{% else %}空{% endfor %}",
            "{% assign z = a | upcase %}{{ z }}");
    private static final List<String> HTML_SLOTS = List.of(
            "<p title=\"{{ a }}\">{{ b }}</p>",
            "<a href=\"https://x.example/{{ t }}\">読む</a>",
            "<a href=\"https://x.example/?q={{ a }}&amp;r={{ b }}\">{{ a }}</a>",
            "<a href=\"{{ u }}\">x</a>",
            "<ul>{% for x in l %}<li>{{ x }}</li>{% endfor %}</ul>",
            "<table>\n<tr><td>{{ a }}</td><td> {{ b }} </td></tr>\n</table>",
            "<!-- {{ a }} -->",
            "<style>p { color: {{ k }} }</style>",
            "<div>{% if c %}<p>{{ a }}</p>{% endif %}</div>",
            "<br>",
            "<p>段落</p>",
            "<p>A rather long paragraph of English text, so that a segment has several lines of its own.</p>");
    private static final List<String> VALUE = List.of(
            "花子",
            "Hanako",
            " ",
            "\n",
            "\r",
            "\r\n",
            ".",
            "From ",
            "From",
            "<b>&\"'",
            "=",
            "\t",
            "😀",
            "\uD83D ",
            "\u0000",
            "\u2028",
            "ab cd",
            "https://x.example/?a=b&c=d#e",
            "--=_",
            "％");

    private final Random random;

    RandomTemplates(long seed) {
        random = new Random(seed);
    }

    private <T> T one(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    private String source(boolean html, boolean slots) {
        StringBuilder out = new StringBuilder();
        int pieces = random.nextInt(random.nextInt(5) == 0 ? 80 : 14);
        for (int i = 0; i < pieces; i++) {
            int kind = random.nextInt(slots ? 10 : 4);
            if (kind < 3) {
                out.append(one(STATIC));
            } else if (kind == 3) {
                out.append(one(STATIC).repeat(1 + random.nextInt(60)));
            } else {
                out.append(html && kind < 7 ? one(HTML_SLOTS) : one(TEXT_SLOTS));
            }
        }
        return out.toString();
    }

    /** Returns a value: empty, short, or up to some 5,000 characters. */
    String value() {
        StringBuilder out = new StringBuilder();
        int pieces = random.nextInt(4) == 0 ? 0 : random.nextInt(6);
        for (int i = 0; i < pieces; i++) {
            out.append(one(VALUE));
        }
        if (random.nextInt(8) == 0) {
            String unit = random.nextBoolean() ? "あいう" : random.nextBoolean() ? "x" : one(VALUE);
            out.append(unit.repeat(random.nextInt(random.nextInt(4) == 0 ? 1666 : 100)));
        }
        return out.toString();
    }

    Fields fields() {
        Map<String, Object> values = new HashMap<>();
        for (String name : List.of("a", "b", "t", "u")) {
            values.put(name, value());
        }
        if (random.nextInt(40) == 0) {
            values.remove("b");
        }
        values.put("c", random.nextBoolean());
        values.put("d", random.nextBoolean() ? Map.of() : Map.of("e", value()));
        values.put("k", random.nextBoolean() ? "#fff" : value());
        values.put("n", random.nextInt(100_000));
        values.put("s", SafeHtml.of("<em>" + one(STATIC) + "</em>\n"));
        List<String> items = new ArrayList<>();
        for (int i = random.nextInt(5); i > 0; i--) {
            items.add(value());
        }
        values.put("l", items);
        values.put("none", List.of());
        return Fields.of(values);
    }

    Mailbox recipient() {
        String name = OneLine.of((value() + one(VALUE)).replace("\uD83D ", ""));
        String cut = name.codePoints()
                .limit(60)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString()
                .strip();
        String address = random.nextInt(10) == 0 ? "花子@例え.jp" : "hanako" + random.nextInt(1000) + "@example.jp";
        return cut.isBlank() ? Mailbox.of(address) : Mailbox.of(cut, address);
    }

    MessageTemplate template() {
        MessageTemplate.Builder template = MessageTemplate.named("random").subject(line());
        int parts = random.nextInt(8);
        boolean slots = random.nextInt(6) > 0;
        if (parts != 0) {
            template.html(source(true, slots));
        }
        if (parts == 0 || parts > 4) {
            template.text(source(false, slots));
        }
        if (random.nextInt(3) == 0) {
            template.from(Mailbox.of(random.nextBoolean() ? "鳩の店" : "{{ a }} shop", "shop@shop.example"));
        }
        if (random.nextInt(3) == 0) {
            template.replyTo(Mailbox.of(random.nextBoolean() ? "Answers, please" : "{{ b }} 返信", "re@shop.example"));
        }
        for (int i = random.nextInt(3); i > 0; i--) {
            template.header("X-Test-" + i, OneLine.of(line()));
        }
        if (random.nextInt(3) == 0) {
            template.header("List-Unsubscribe", "<https://x.example/u/{{ t | url_encode }}>, <mailto:u@x.example>");
        }
        if (random.nextInt(6) == 0) {
            byte[] bytes = value().getBytes(StandardCharsets.UTF_8);
            template.attach(Attachment.of("請求書.pdf", "application/pdf", bytes));
        }
        if (random.nextInt(6) == 0) {
            template.attach(Attachment.inline("logo", "logo.png", "image/png", new byte[random.nextInt(300)]));
        }
        if (random.nextInt(20) == 0) {
            template.limits(TemplateLimits.standard().outputBytes(300));
        }
        return template.build();
    }

    private String line() {
        return switch (random.nextInt(7)) {
            case 0 -> "";
            case 1 -> "{{ a }}様、春の新作のご案内";
            case 2 -> "Static subject with some words";
            case 3 -> "{{ a }}{{ b }}";
            case 4 -> "Dear {{ a }}, news";
            case 5 -> "【鳩】" + "ご注文ありがとうございます".repeat(random.nextInt(6)) + "{{ n }}";
            default -> source(false, true);
        };
    }
}
