package dev.hato.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hato.message.UnmappableTextException.Finding;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("R8.3")
class MailCharsetTest {
    private static final Mailbox SHOP = Mailbox.of("鳩の店", "news@shop.example");
    private static final Mailbox HANAKO = Mailbox.of("hanako@example.jp");

    private static Message.Builder message(Unmappable unmappable) {
        return Message.builder(SHOP, HANAKO)
                .charset(MailCharset.iso2022jp(unmappable))
                .subject("件名");
    }

    private static ComposedMail compose(Message.Builder message) {
        ComposedMail mail = message.build().compose("<1@shop.example>", Instant.EPOCH);
        MailLines.assertWellFormed(mail);
        return mail;
    }

    private static String octets(ComposedMail mail) {
        return new String(mail.toByteArray(), StandardCharsets.US_ASCII);
    }

    /** What a program reads that knows the characters that Windows added. */
    private static MimeReader read(ComposedMail mail) {
        byte[] labelled =
                octets(mail).replace("ISO-2022-JP", "x-windows-iso2022jp").getBytes(StandardCharsets.US_ASCII);
        return new MimeReader(ComposedMail.of(mail.messageId(), labelled));
    }

    @Test
    void compose_iso2022jp_isLabelledSoEverywhereAndGoesIn7bit() {
        ComposedMail mail = compose(message(Unmappable.FAIL)
                .text("①㈱～－髙﨑\nabc 日本 x\n\n終")
                .header("X-Campaign", "春")
                .attach(Attachment.of("請求書①.pdf", "application/pdf", new byte[1])));
        assertThat(octets(mail))
                .contains("From: =?ISO-2022-JP?B?GyRCSDckTkU5GyhC?= <news@shop.example>\r\n")
                .contains("Subject: =?ISO-2022-JP?B?GyRCN29MPhsoQg==?=\r\n")
                .contains("X-Campaign: =?ISO-2022-JP?B?GyRCPVUbKEI=?=\r\n")
                .contains("Content-Type: text/plain; charset=ISO-2022-JP\r\nContent-Transfer-Encoding: 7bit\r\n")
                .contains("abc \u001B$BF|K\\\u001B(B x\r\n\r\n\u001B$B=*\u001B(B\r\n")
                .contains("filename*=ISO-2022-JP''%1B$B%40A5a%3Dq-!%1B%28B.pdf")
                .doesNotContain("UTF-8");
        MimeReader read = read(mail);
        assertThat(read.text).isEqualTo("①㈱～－髙﨑\r\nabc 日本 x\r\n\r\n終");
        assertThat(read.fileNames).containsExactly("請求書①.pdf");
    }

    @Test
    void compose_asciiAlone_hasNoEncodedWords() {
        ComposedMail mail = compose(Message.builder(Mailbox.of("Hato", "news@shop.example"), HANAKO)
                .charset(MailCharset.iso2022jp(Unmappable.FAIL))
                .subject("Order 42 \\ ~")
                .text("a"));
        assertThat(octets(mail))
                .contains("From: Hato <news@shop.example>\r\n", "Subject: Order 42 \\ ~\r\n")
                .contains("text/plain; charset=ISO-2022-JP\r\nContent-Transfer-Encoding: 7bit\r\n\r\na\r\n");
    }

    @ParameterizedTest
    @CsvSource({
        "10〜20, 10～20",
        "−5, －5",
        "— ‖ ¢ £ ¬ ¦ ¥ ‾ \u00C5, ― ∥ ￠ ￡ ￢ ￤ ￥ ￣ \u212B",
        "ｶﾞｷﾞﾊﾟ, ガギパ",
        "ﾊﾝｶｸ｡｢､｣･ｰ, ハンカク。「、」・ー",
        "ｱﾞ ﾞ ﾟ, ア゛ ゛ ゜",
        "か\u3099き\u309Aは\u309A, がき゜ぱ",
        "ハﾞ, バ",
        "и\u0306, й",
        "￩￪￫￬￭￮￨, ←↑→↓■○│"
    })
    void compose_otherSpellings_becomeTheOneThatJisHas(String given, String expected) {
        MimeReader read =
                read(compose(message(Unmappable.FAIL).subject(given).text(given).html(given)));
        assertThat(read.subject()).isEqualTo(expected);
        assertThat(read.text).isEqualTo(expected);
        assertThat(read.html).isEqualTo(expected);
    }

    @Test
    void compose_katakana_neverLeavesInHalfWidth() {
        ComposedMail mail = compose(message(Unmappable.FAIL).text("ｱ~ﾟ¥"));
        assertThat(octets(mail)).doesNotContain("\u001B(I").doesNotContain("\u001B(J");
    }

    @Test
    void compose_unmappableUtf8_sendsTheWholeMailInUtf8AsItWas() {
        Message.Builder message = message(Unmappable.UTF8).text("ｶﾞ〜").html("<p>😀");
        ComposedMail mail = compose(message);
        assertThat(octets(mail)).doesNotContain("ISO-2022-JP");
        MimeReader read = new MimeReader(mail);
        assertThat(read.subject()).isEqualTo("件名");
        assertThat(read.text).isEqualTo("ｶﾞ〜");
        assertThat(read.html).isEqualTo("<p>😀");
        assertThat(octets(compose(message.html("<p>あ")))).doesNotContain("UTF-8");
    }

    @Test
    void compose_unmappableReplace_putsWhatMeansTheSame() {
        MimeReader read = read(compose(message(Unmappable.REPLACE)
                .subject("𠮟られた 10–20€ café 👨‍👩‍👧‍👦 ❤️ 葛\uDB40\uDD00城 1️⃣")
                .text("😀\u001B$B!\u000E\u000F\u2028x\u00A0y ½ m² 3⁵ «a» ﹤b﹥ ∕ ․․∕")));
        assertThat(read.subject()).isEqualTo("叱られた 10-20EUR cafe 〓 〓 葛城 ①");
        assertThat(read.text).isEqualTo("〓〓$B!〓〓\r\nx y 〓 m〓 3〓 ≪a≫ 〓b〓 〓 ..〓\r\n");
    }

    @Test
    void compose_unmappableReplaceInHtml_losesNothing() {
        MimeReader read = read(compose(message(Unmappable.REPLACE)
                .html("<STYLE type='x'>a{content:\"😀\"}</STYLE><p title=\"𠮷\">👍🏽é\u001B\u0085</p>"
                        + "<style>b{}</style>€<script type='application/ld+json'>{\"a\":\"😀é\"}</script>é"
                        + "<styles>é</styles><a href='x'>\u0338=")));
        assertThat(read.html)
                .isEqualTo(
                        "<STYLE type='x'>a{content:\"\\1f600 \"}</STYLE><p title=\"&#134071;\">&#128077;&#127997;&#233;"
                                + "〓〓</p><style>b{}</style>&#8364;<script type='application/ld+json'>"
                                + "{\"a\":\"\\ud83d\\ude00\\u00e9\"}</script>&#233;<styles>&#233;</styles><a href='x'>&#824;=\r\n");
    }

    @Test
    void compose_unmappableReplaceOfNamesNobodySees_leavesAUsableName() {
        Message.Builder message = Message.builder(Mailbox.of("\u200B", "news@shop.example"), HANAKO)
                .charset(MailCharset.iso2022jp(Unmappable.REPLACE))
                .attach(Attachment.of("\u200B", "a/b", new byte[1]))
                .attach(Attachment.of("€".repeat(200), "a/b", new byte[1]))
                .text("a");
        MimeReader read = read(compose(message));
        assertThat(read.fromName()).isNull();
        assertThat(read.fileNames).first().isEqualTo("〓");
        assertThat(read.fileNames.get(1)).startsWith("EUREUR").hasSizeLessThanOrEqualTo(200);
    }

    @Test
    void compose_unmappableFail_namesCharactersPlacesAndTheWayOut() {
        Message message = Message.builder(Mailbox.of("𠮷野家", "news@shop.example"), Mailbox.of("é", "hanako@example.jp"))
                .charset(MailCharset.iso2022jp(Unmappable.FAIL))
                .replyTo(Mailbox.of("ﾎﾞ ñ", "x@shop.example"))
                .subject("春 👍🏽 と 👍🏽")
                .header("X-Y", "\u00A0")
                .text("あ\u001B[1m")
                .html("<p>€</p>")
                .attach(Attachment.of("葛\uDB40\uDD00.pdf", "a/b", new byte[1]))
                .build();
        assertThatThrownBy(() -> message.compose("<1@shop.example>", Instant.EPOCH))
                .isInstanceOfSatisfying(UnmappableTextException.class, e -> {
                    assertThat(e.charset()).isEqualTo("ISO-2022-JP");
                    assertThat(e.findings())
                            .containsExactly(
                                    new Finding("𠮷", "name in From", 0),
                                    new Finding("é", "name in To", 0),
                                    new Finding("👍🏽", "subject", 2),
                                    new Finding("ñ", "name in Reply-To", 3),
                                    new Finding("\u00A0", "header X-Y", 0),
                                    new Finding("\u001B", "text", 1),
                                    new Finding("€", "HTML", 3),
                                    new Finding("葛\uDB40\uDD00", "file name", 0));
                })
                .hasMessageContaining(
                        "ISO-2022-JP cannot hold 𠮷 (U+20BB7) in the name in From, é (U+00E9) in the name")
                .hasMessageContaining("👍🏽 (U+1F44D U+1F3FD) in the subject")
                .hasMessageContaining(", U+001B in the text,")
                .hasMessageContaining("MailCharset.UTF_8, or Unmappable.UTF8 or Unmappable.REPLACE");
    }

    @ParameterizedTest
    @ValueSource(ints = {498, 499, 2000})
    void compose_lineThatIsTooLong_isEncodedNotBroken(int characters) {
        String text = "短い\r\n" + "長".repeat(characters - 3) + "い行。\r\n";
        ComposedMail mail = compose(message(Unmappable.FAIL).text(text));
        // Two octets each and six for the escape sequences: 496 characters are 998 octets.
        assertThat(octets(mail)).contains("Content-Transfer-Encoding: quoted-printable");
        assertThat(read(mail).text).isEqualTo(text);
    }

    @Test
    void compose_lineOf998Octets_staysIn7bit() {
        ComposedMail mail = compose(message(Unmappable.FAIL).text("長".repeat(496)));
        assertThat(octets(mail)).contains("Content-Transfer-Encoding: 7bit");
        assertThat(MailLines.of(mail)).anyMatch(line -> line.length() == 998);
    }

    @ParameterizedTest(name = "{index}")
    @ValueSource(strings = {"From 鳩", "あ\r\n--=_x", "\u0000あ", "\u007Fあ"})
    void compose_whatServersMayAlter_isEncoded(String text) {
        ComposedMail mail = compose(message(Unmappable.FAIL).text(text));
        assertThat(octets(mail)).doesNotContain("Content-Transfer-Encoding: 7bit");
        assertThat(read(mail).text).isEqualTo(text + "\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\uD83D", "a\uDE00b", "\uDE00\uD83D"})
    void builder_halfASurrogatePairInABody_isRefused(String text) {
        Message.Builder message = Message.builder(SHOP, HANAKO);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> message.text(text))
                .withMessageContaining("surrogate");
        assertThatIllegalArgumentException().isThrownBy(() -> message.html(text));
    }

    @Test
    void support_runtimeWithoutTheModule_saysWhatToAdd() {
        assertThatThrownBy(() -> Jis.charset(name -> false))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("jlink --add-modules jdk.charsets")
                .hasMessageContaining("MailCharset.UTF_8");
    }

    @ParameterizedTest
    @EnumSource(Unmappable.class)
    void template_charset_goesIntoMessagesAndTheFingerprint(Unmappable unmappable) {
        MessageTemplate plain =
                MessageTemplate.named("n").subject("{{ a }}").text("b").build();
        MessageTemplate jis =
                plain.newBuilder().charset(MailCharset.iso2022jp(unmappable)).build();
        assertThat(jis.charset()).isEqualTo(MailCharset.iso2022jp(unmappable));
        assertThat(jis.newBuilder().build().fingerprint()).isEqualTo(jis.fingerprint());
        assertThat(jis.fingerprint()).isNotEqualTo(plain.fingerprint());
        Message message = jis.render(HANAKO, SHOP, Fields.of(Map.of("a", "春")));
        assertThat(message.charset()).isEqualTo(jis.charset());
        assertThat(message.newBuilder().build().charset()).isEqualTo(jis.charset());
        assertThat(MailLines.headersOf(message.compose("<1@x>", Instant.EPOCH)))
                .contains("Subject: =?ISO-2022-JP?B?GyRCPVUbKEI=?=");
    }

    @Test
    void template_fingerprintInUtf8_isWhatItWasBeforeThereWasAChoice() {
        MessageTemplate template =
                MessageTemplate.named("n").subject("s").text("b").build();
        assertThat(template.charset()).isEqualTo(MailCharset.UTF_8);
        assertThat(template.fingerprint())
                .isEqualTo("53ee90dcd19dcd4ef9adfa52f2353751bd8c541017e907d8a8e429cf19d44941");
        assertThat(List.of(
                        MailCharset.UTF_8.label(),
                        MailCharset.iso2022jp(Unmappable.FAIL).label()))
                .containsExactly("UTF-8", "ISO-2022-JP");
    }
}
