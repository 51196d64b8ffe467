package dev.hato.examples.shop;

import dev.hato.message.MessageTemplate;

/** The two mails of the demo. */
final class ShopMails {
    static final MessageTemplate COME_BACK = MessageTemplate.named("come-back")
            .subject("{{ contact.name | truncate: 20 }} 様へ、{{ contact.prefecture | default: \"お近く\" }}のお客様限定のご案内")
            .html("""
                    <!DOCTYPE html>
                    <html lang="ja">
                    <head><meta charset="UTF-8"><title>鳩のレコード便り</title></head>
                    <body style="margin:0;background:#f4f1ea;font-family:sans-serif;color:#2b2b2b">
                    <table role="presentation" width="100%" cellpadding="0" cellspacing="0"><tr><td align="center">
                    <table role="presentation" width="560" cellpadding="24" cellspacing="0" style="background:#ffffff">
                    <tr><td style="border-bottom:4px solid #3f6c51"><h1 style="font-size:20px;margin:0">鳩の店</h1></td></tr>
                    <tr><td>
                    <p>{{ contact.name }} 様</p>
                    <p>いつも鳩の店をご利用いただきありがとうございます。しばらくお目にかかれず、さびしく思っておりました。</p>
                    {% case contact.rank %}
                    {% when "ゴールド" %}<p><strong>ゴールド会員の{{ contact.name }}様には、全品20%引きでご用意しております。</strong></p>
                    {% when "会員" %}<p>会員の{{ contact.name }}様には、全品15%引きでご用意しております。</p>
                    {% else %}<p>はじめての会員登録で、全品10%引きになります。</p>
                    {% endcase %}
                    {% if contact.birthday %}<p>お誕生日（{{ contact.birthday | date: "M月d日" }}）の月は、さらに送料無料です。</p>{% endif %}
                    <p><a href="https://shop.example/sale?from={{ contact.prefecture | default: "japan" }}&amp;id={{ contact.id }}">セール会場を見る</a></p>
                    </td></tr>
                    <tr><td style="font-size:12px;color:#6b6b6b">
                    {{ sender.name }}　{{ sender.postal_address }}　お問い合わせ: {{ sender.contact }}<br>
                    配信停止: <a href="{{ unsubscribe.url }}">こちら</a>
                    </td></tr>
                    </table></td></tr></table>
                    </body>
                    </html>
                    """)
            .build();

    static final MessageTemplate THANKS = MessageTemplate.named("thanks")
            .subject("ご注文ありがとうございます（{{ order.number }}）")
            .html("""
                    <p>{{ contact.name }} 様</p>
                    <p>{{ order.placed | date: "yyyy年M月d日" }}のご注文を承りました。</p>
                    <table>
                    <tr><th>品名</th><th>数量</th><th>金額</th></tr>
                    {% for line in order.lines %}<tr><td>{{ line.title }}</td><td>{{ line.quantity }}</td><td>{{ line.price | currency: "JPY" }}</td></tr>
                    {% endfor %}
                    </table>
                    <p>合計 {{ order.total | currency: "JPY" }}</p>
                    """)
            .build();

    private ShopMails() {}
}
