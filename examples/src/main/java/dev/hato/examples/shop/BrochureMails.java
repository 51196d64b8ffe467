package dev.hato.examples.shop;

import dev.hato.message.MessageTemplate;

/** The four mails that follow a brochure. Each says in a header which it is. */
final class BrochureMails {
    static final String STEP_HEADER = "X-Shop-Step";

    static final MessageTemplate THANKS =
            mail("day-0", "カタログをお届けします", "<p>このたびは春のカタログをご請求いただき、ありがとうございます。本日、郵便でお送りしました。</p>");

    static final MessageTemplate CASES = mail(
            "day-3",
            "{{ contact.name | truncate: 20 }} 様、カタログは届きましたか",
            "<p>そろそろお手元に届くころです。{{ contact.prefecture | default: \"各地\" }}のお客様の愛聴盤を集めました。</p>");

    static final MessageTemplate OFFER = mail(
            "day-7",
            "カタログ掲載品を全品10%引きで",
            "<p>カタログに載っている品を、{% if contact.rank == \"ゴールド\" %}ゴールド会員の方には20%{% else %}10%{% endif %}引きでご用意しております。</p>");

    static final MessageTemplate LAST_CALL = mail("day-14", "カタログ割引は今週までです", "<p>カタログ割引は今週で終わります。ご注文をお待ちしております。</p>");

    private BrochureMails() {}

    private static MessageTemplate mail(String step, String subject, String body) {
        return MessageTemplate.named("brochure-" + step)
                .subject(subject)
                .header(STEP_HEADER, step)
                .html("<p>{{ contact.name }} 様</p>" + body + """
                        <p><a href="https://shop.example/catalogue">カタログを見る</a></p>
                        <hr><p>{{ sender.name }}　{{ sender.postal_address }}　お問い合わせ: {{ sender.contact }}<br>
                        配信停止: <a href="{{ unsubscribe.url }}">こちら</a></p>
                        """)
                .build();
    }
}
