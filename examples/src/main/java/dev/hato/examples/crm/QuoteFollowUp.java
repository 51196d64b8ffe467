package dev.hato.examples.crm;

import static dev.hato.segment.Conditions.event;
import static dev.hato.step.Steps.afterPrevious;
import static dev.hato.step.Steps.branch;
import static dev.hato.step.Steps.businessDays;
import static dev.hato.step.Steps.end;
import static dev.hato.step.Steps.goTo;
import static dev.hato.step.Steps.immediately;
import static dev.hato.step.Steps.mail;
import static dev.hato.step.Steps.notifyStaff;
import static dev.hato.step.Steps.waitFor;

import dev.hato.contact.Attribute;
import dev.hato.contact.NumberAttribute;
import dev.hato.contact.TextAttribute;
import dev.hato.message.MessageTemplate;
import dev.hato.step.Scenario;

/**
 * What follows a quote (案件フォロー): the guide on the next business day, five business days for a reply, then a call to who
 * asked for much and a reminder to the others, and five more. A deal that is won or lost ends it at any moment.
 */
final class QuoteFollowUp {
    static final TextAttribute NAME = Attribute.text("name");
    static final TextAttribute COMPANY = Attribute.text("company");
    static final NumberAttribute QUOTED = Attribute.number("quoted");

    private static final MessageTemplate GUIDE =
            mailOf("guide", "お見積もりのご案内", "先日のお見積もり（{{ contact.quoted | currency: \"JPY\" }}）について、導入の流れをまとめました。");
    private static final MessageTemplate REMINDER =
            mailOf("reminder", "お見積もりはいかがでしたか", "お見積もりについて、ご不明な点はございませんか。このメールへの返信でお知らせください。");

    static final Scenario SCENARIO = Scenario.named("案件フォロー")
            .startsOn(event("quote.sent"))
            .step("見積送付", immediately(), notifyStaff("営業部", "見積もりを送りました。翌営業日に案内メールが出ます。"))
            .step("案内", businessDays(1).at(10, 0), mail(GUIDE))
            .step("返信待ち", waitFor(event("reply")).upTo(businessDays(5)).onEvent("返信あり"))
            .step("金額", branch(QUOTED.atLeast(1_000_000)).to("電話").otherwise("催促"))
            .step("催促", afterPrevious(businessDays(1)).at(10, 0), mail(REMINDER))
            .step("催促後", goTo("再度待つ"))
            .step("電話", afterPrevious(businessDays(1)).at(9, 0), notifyStaff("営業部", "大口案件に返信がありません。電話してください。"))
            .step("再度待つ", waitFor(event("reply")).upTo(businessDays(5)).onEvent("返信あり"))
            .step("返信なし", notifyStaff("営業部", "返信がないまま終わりました。"))
            .step("終わり", end())
            .step("返信あり", notifyStaff("営業部", "返信がありました。"))
            .goal(event("deal.won"))
            .exitsOn(event("deal.lost"))
            .build();

    private QuoteFollowUp() {}

    private static MessageTemplate mailOf(String name, String subject, String text) {
        return MessageTemplate.named(name)
                .subject(subject)
                .text("{{ contact.company }}\n{{ contact.name }} 様\n\n" + text + """


                        {{ sender.name }}　{{ sender.postal_address }}　{{ sender.contact }}
                        配信停止: {{ unsubscribe.url }}
                        """)
                .build();
    }
}
