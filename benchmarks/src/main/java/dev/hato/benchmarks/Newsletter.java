package dev.hato.benchmarks;

import dev.hato.message.Fields;
import dev.hato.message.Mailbox;
import dev.hato.message.MessageTemplate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The mail that every row sends: 12 KB of Japanese HTML with 15 links and its plain text, some 25 KB on
 * the wire.
 *
 * <p>Each recipient has a name and a token for each link of their own, the same in every run. Immutable
 * and thread-safe.
 */
final class Newsletter {
    static final int LINKS = 15;
    static final Mailbox FROM = Mailbox.of("鳩の店", "news@shop.example");
    static final String UNSUBSCRIBE_HEADER = "List-Unsubscribe";
    static final String POST_HEADER = "List-Unsubscribe-Post";
    static final String POST_VALUE = "List-Unsubscribe=One-Click";

    private static final String SUBJECT_SOURCE = "{{ name }}様、今週のおすすめをお届けします（会員番号{{ number }}）";
    private static final String UNSUBSCRIBE_SOURCE = "<https://t.shop.example/u/{{ t0 }}>";

    private static final List<String> FAMILY_NAMES =
            List.of("佐藤", "鈴木", "高橋", "田中", "伊藤", "渡辺", "山本", "中村", "小林", "加藤", "吉田", "山田");
    private static final List<String> GIVEN_NAMES =
            List.of("花子", "太郎", "さくら", "健一", "美咲", "大輔", "陽菜", "翔太", "由美子", "一郎", "千尋");
    private static final List<String> GOODS = List.of(
            "有田焼の急須",
            "今治のタオル",
            "南部鉄器の風鈴",
            "伊勢木綿の手ぬぐい",
            "丹波の黒豆",
            "瀬戸内のレモン",
            "信州のりんごジュース",
            "京都の宇治茶",
            "越前の打刃物",
            "熊野の化粧筆",
            "博多の明太子",
            "讃岐のうどん",
            "会津塗の弁当箱",
            "琉球ガラスの器",
            "十勝のバター");

    private static final Pattern TOKEN = Pattern.compile("\\{\\{ t(\\d+) }}");

    private static final String HTML_SOURCE = html();
    private static final String TEXT_SOURCE = text();

    private final List<Recipient> recipients = new ArrayList<>();
    private final Filled subject = new Filled(SUBJECT_SOURCE);
    private final Filled unsubscribe = new Filled(UNSUBSCRIBE_SOURCE);
    private final Filled html = new Filled(HTML_SOURCE);
    private final Filled text = new Filled(TEXT_SOURCE);

    /** Makes the mails 0 to {@code count - 1}. */
    Newsletter(int count) {
        for (int number = 0; number < count; number++) {
            recipients.add(Recipient.of(number));
        }
    }

    int size() {
        return recipients.size();
    }

    /** Returns a recipient; past the last one it begins again. */
    Recipient recipient(int number) {
        return recipients.get(number % recipients.size());
    }

    String subject(Recipient recipient) {
        return subject.with(recipient);
    }

    String unsubscribe(Recipient recipient) {
        return unsubscribe.with(recipient);
    }

    String html(Recipient recipient) {
        return html.with(recipient);
    }

    String text(Recipient recipient) {
        return text.with(recipient);
    }

    /** Returns the same mail as a template of this library. */
    static MessageTemplate template() {
        return MessageTemplate.named("newsletter")
                .from(FROM)
                .subject(SUBJECT_SOURCE)
                .header(UNSUBSCRIBE_HEADER, UNSUBSCRIBE_SOURCE)
                .header(POST_HEADER, POST_VALUE)
                .html(HTML_SOURCE)
                .text(TEXT_SOURCE)
                .build();
    }

    /** Returns the same mail for contacts: a link has the contact's id and its own number in place of a token. */
    static MessageTemplate deliveryTemplate() {
        return MessageTemplate.named("newsletter")
                .from(FROM)
                .subject(ofContact(SUBJECT_SOURCE))
                .html(ofContact(HTML_SOURCE))
                .text(ofContact(TEXT_SOURCE))
                .build();
    }

    private static String ofContact(String source) {
        return TOKEN.matcher(source)
                .replaceAll("{{ contact.id }}-$1")
                .replace("{{ name }}", "{{ contact.name }}")
                .replace("{{ number }}", "{{ contact.id }}");
    }

    /**
     * Who gets a mail.
     *
     * @param tokens the one of the link to unsubscribe, and then one for each link
     */
    record Recipient(int number, String name, Mailbox mailbox, List<String> tokens) implements Fields {
        static Recipient of(int number) {
            String name = FAMILY_NAMES.get(number % FAMILY_NAMES.size()) + " "
                    + GIVEN_NAMES.get(number / FAMILY_NAMES.size() % GIVEN_NAMES.size());
            List<String> tokens = new ArrayList<>();
            for (int link = 0; link <= LINKS; link++) {
                tokens.add(token(number, link));
            }
            return new Recipient(
                    number, name, Mailbox.of(name, "reader" + number + "@example.jp"), List.copyOf(tokens));
        }

        /** Returns 22 characters, as many as 128 bits take. */
        private static String token(int number, int link) {
            long seed = number * 31L + link;
            StringBuilder token = new StringBuilder(22);
            for (int i = 0; i < 22; i++) {
                seed = (seed ^ (seed >>> 29)) * 0xBF58476D1CE4E5B9L + 0x9E3779B97F4A7C15L;
                token.append(
                        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".charAt((int) (seed >>> 58)));
            }
            return token.toString();
        }

        String address() {
            return mailbox.address().value();
        }

        @Override
        public @Nullable Object value(String field) {
            if (field.charAt(0) == 't') {
                return tokens.get(Integer.parseInt(field, 1, field.length(), 10));
            }
            return switch (field) {
                case "name" -> name;
                case "number" -> number;
                default -> null;
            };
        }

        @Override
        public Set<String> names() {
            return Set.of("name", "number", "t0");
        }
    }

    /** A source cut at its fields: filling it costs a peer no more than one copy. */
    private static final class Filled {
        private final List<String> literals = new ArrayList<>();
        private final List<String> fields = new ArrayList<>();
        private final int length;

        Filled(String source) {
            int from = 0;
            for (int at = source.indexOf("{{ "); at >= 0; at = source.indexOf("{{ ", from)) {
                int end = source.indexOf(" }}", at);
                literals.add(source.substring(from, at));
                fields.add(source.substring(at + 3, end));
                from = end + 3;
            }
            literals.add(source.substring(from));
            length = source.length() + 32 * fields.size();
        }

        String with(Recipient recipient) {
            StringBuilder filled = new StringBuilder(length);
            for (int i = 0; i < fields.size(); i++) {
                filled.append(literals.get(i)).append(Objects.requireNonNull(recipient.value(fields.get(i))));
            }
            return filled.append(literals.get(fields.size())).toString();
        }
    }

    private static String html() {
        StringBuilder html = new StringBuilder(10_000);
        html.append("<!DOCTYPE html>\r\n<html lang=\"ja\"><head><meta charset=\"UTF-8\"><title>鳩の店</title></head>\r\n")
                .append("<body style=\"margin:0;background:#f6f2ea;font-family:sans-serif\">\r\n")
                .append("<table role=\"presentation\" width=\"600\" align=\"center\" style=\"background:#ffffff\">\r\n")
                .append("<tr><td style=\"padding:24px\"><p>{{ name }}様、いつも鳩の店をご利用いただきありがとうございます。</p>\r\n");
        for (int link = 1; link <= LINKS; link++) {
            String item = GOODS.get(link - 1);
            html.append("<table role=\"presentation\" width=\"100%\" style=\"border-top:1px solid #dddddd\"><tr>\r\n")
                    .append("<td style=\"padding:16px 0;vertical-align:top;color:#222222;line-height:1.7\">\r\n")
                    .append("<h2 style=\"font-size:18px;margin:0 0 8px 0;color:#8a3b12\">" + item + "</h2>\r\n")
                    .append("<p style=\"margin:0 0 12px 0;font-size:14px\">職人がひとつひとつ手作りした" + item)
                    .append("です。毎日の暮らしに寄り添う品を、産地から直接お届けします。数に限りがございますので、どうぞお早めにお求めください。</p>\r\n")
                    .append("<a href=\"https://t.shop.example/c/{{ t" + link + " }}\" style=\"display:inline-block;")
                    .append("padding:10px 24px;background:#8a3b12;color:#ffffff\">くわしく見る</a>\r\n")
                    .append("</td></tr></table>\r\n");
        }
        return html.append("<p style=\"font-size:12px\">このメールは会員番号{{ number }}の方にお送りしています。</p>\r\n")
                .append("</td></tr></table></body></html>\r\n")
                .toString();
    }

    private static String text() {
        StringBuilder text = new StringBuilder(4_000);
        text.append("{{ name }}様、いつも鳩の店をご利用いただきありがとうございます。\r\n\r\n");
        for (int link = 1; link <= LINKS; link++) {
            String item = GOODS.get(link - 1);
            text.append("■ " + item + "\r\n職人がひとつひとつ手作りした" + item)
                    .append("です。\r\n毎日の暮らしに寄り添う品を、産地から直接お届けします。\r\n")
                    .append("数に限りがございますので、どうぞお早めにお求めください。\r\n")
                    .append("https://t.shop.example/c/{{ t" + link + " }}\r\n\r\n");
        }
        return text.append("このメールは会員番号{{ number }}の方にお送りしています。\r\n").toString();
    }
}
