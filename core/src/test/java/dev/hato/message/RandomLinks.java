package dev.hato.message;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Templates and values with links in all places. */
final class RandomLinks {
    private static final List<String> STATIC = List.of(
            "<p>Text 春の新作</p>",
            "<a href=\"https://x.example/a?b=1&amp;c=2#d\">読む</a>",
            "<a class=x href='http://x.example/&copy=1&eacute;' data-hato-name=n>read</a>",
            "<a href=https://x.example/unquoted>u</a>",
            "<a href=\" https://x.example/a\n b \">spaces</a>",
            "<a href=\"mailto:a@x.example\">m</a><a href=\"tel:1\">t</a><a href=\"#top\">#</a><a href=\"cid:1\">c</a>",
            "<a href=\"/relative\">r</a><a name=x>n</a><a href>e</a><a href=\"\">e</a>",
            "<a href=\"https://one.example/\" href=\"https://two.example/\">two</a>",
            "<map><area shape=rect href=\"https://x.example/area\" alt=\"a&amp;b\"></map>",
            "<!--[if mso]><v:roundrect href=\"https://x.example/vml\" arcsize=\"5%\"><center>Go</center></v:roundrect>"
                    + "<![endif]-->",
            "<!--[if !mso]><!--><a href=\"https://x.example/not-mso\">n</a><!--<![endif]-->",
            "<![if !mso]><a href=\"https://x.example/revealed\">n</a><![endif]>",
            "<!-- <a href=\"https://x.example/comment\">no</a> -->",
            "<style>a { background: url(https://x.example/css) }</style>",
            "<title>https://x.example/title</title>",
            "<img src=\"https://x.example/i.png\"><link href=\"https://x.example/l\">",
            "<a href=\"https://t.example/c/aGF0bw\">ours</a>",
            "\n<br/> & < > ",
            "</body></html>");
    private static final List<String> SLOTS = List.of(
            "<a href=\"https://x.example/{{ t }}\">{{ a }}</a>",
            "<a href=\"https://x.example/?q={{ a }}&amp;r={{ t }}\">{{ a }}</a>",
            "<a href=\"{{ u }}\">{{ u }}</a>",
            "<a href=' {{ u }}'>x</a>",
            "<a href={{ u }}>x</a>",
            "<a href=https://x.example/{{ t }} title=\"{{ a }}\">x</a>",
            "<a href=\"{{ unsubscribe.url }}\">out</a>",
            "{% assign w = unsubscribe.url %}<a href=\"{{ w }}\">out</a>",
            "<a href=\"mailto:{{ t }}\">x</a>",
            "<a href=\"{% if c %}https://x.example/c{% else %}https://x.example/d{% endif %}\">x</a>",
            "<a {% if c %}href=\"https://x.example/c\"{% else %}href='{{ u }}'{% endif %}>x</a>",
            "{% if c %}<a href=\"https://x.example/c\">{% else %}<a href=\"{{ u }}\">{% endif %}x</a>",
            "{% if c %}<a href=\"https://x.example/c{% else %}<a href=\"https://x.example/d{% endif %}/e\">x</a>",
            "<a href=\"{% if c %}https://x.example/c\"{% else %}{{ u }}\"{% endif %} title=t>x</a>",
            "<a href=https://x.example/u{% if c %} class=b{% endif %}>x</a>",
            "{% for x in l %}<a href=\"https://x.example/?{{ x }}\">{{ x }}</a> {% endfor %}",
            "<a href=\"https://x.example/{% for x in l %}{{ x }}/{% endfor %}\">x</a>",
            "{% for x in l %}<a href=\"https://x.example/same\">s</a>{% endfor %}",
            "<p>{{ a }}{{ s }}</p>",
            "{{ s }}",
            "{{ a }}");
    private static final List<String> TEXT = List.of(
            "春の新作のご案内\n",
            "See https://x.example/a?b=1&c=2#d. And more, (https://x.example/b) \n",
            "「https://x.example/c」と、https://x.example/d。https://x.example/eをどうぞ\n",
            "mailto:a@x.example http:// https://",
            "<https://x.example/f> \"https://x.example/g\" [https://x.example/h], https://x.example/i_(j)!\n",
            "https://t.example/c/aGF0bw ");
    private static final List<String> TEXT_SLOTS = List.of(
            "https://x.example/{{ t }} ",
            "https://x.example/{{ t }}。",
            "(https://x.example/?q={{ t }}&r={{ n }}).\n",
            "{{ u }}\n",
            "{{ a }}様\n",
            "{{ unsubscribe.url }}\n",
            "https://x.example/{% if c %}c{% else %}d/{{ t }}{% endif %}/e. ",
            "{% if c %}https://x.example/c{% else %}https://x.example/d{% endif %}/e ",
            "{% for x in l %}{{ x }} {% endfor %}",
            "{% for x in l %} https://x.example/{{ x }}{% endfor %}\n",
            "{{ a }} ");
    private static final List<String> VALUES = List.of(
            "花子",
            "",
            "a b",
            "https://v.example/?a=b&c=d#e",
            "HTTP://V.example/x",
            "見て https://v.example/in。",
            "javascript:alert(1)",
            "mailto:v@x.example",
            "/relative?x",
            "x&y<z>\"'");

    private final Random random;

    RandomLinks(long seed) {
        random = new Random(seed);
    }

    /** Is true one time in so many. */
    boolean isOne(int times) {
        return random.nextInt(times) == 0;
    }

    String html() {
        return source(STATIC, SLOTS);
    }

    String text() {
        return source(TEXT, TEXT_SLOTS);
    }

    private <T> T one(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    private String source(List<String> fixed, List<String> slots) {
        StringBuilder out = new StringBuilder();
        for (int i = random.nextInt(12); i >= 0; i--) {
            out.append(one(random.nextBoolean() ? fixed : slots));
            out.append(random.nextInt(4) == 0 ? " " : "");
        }
        return out.toString();
    }

    Fields fields() {
        Map<String, Object> values = new HashMap<>();
        for (String name : List.of("a", "t", "u")) {
            values.put(name, one(VALUES));
        }
        List<String> items = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            items.add(one(VALUES));
        }
        values.put("l", items);
        values.put("c", random.nextBoolean());
        values.put("n", random.nextInt(1000));
        values.put("s", SafeHtml.of("<em>" + one(STATIC).replace("</body></html>", "") + "</em>"));
        values.put("unsubscribe", Map.of("url", "https://shop.example/out?u=" + random.nextInt(9)));
        return Fields.of(values);
    }
}
