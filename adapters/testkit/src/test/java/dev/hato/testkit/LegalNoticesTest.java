package dev.hato.testkit;

import static dev.hato.testkit.EngineFixture.NEWS;
import static dev.hato.testkit.EngineFixture.SALE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.hato.Hato;
import dev.hato.delivery.LegalNoticeException;
import dev.hato.delivery.LegalNotices;
import dev.hato.delivery.Unsubscribe;
import dev.hato.message.Imprint;
import dev.hato.message.Mailbox;
import dev.hato.message.MessageTemplate;
import org.junit.jupiter.api.Test;

/** Marketing mail names its sender and the way out, or it is not scheduled. */
class LegalNoticesTest {
    private static final Imprint IMPRINT = Imprint.of("鳩 & 店", "東京都千代田区 鳩町1-2-3", "help@shop.example");
    private static final String FIELDS = "{{ sender.name }} {{ sender.postal_address }} {{- sender.contact }}";

    private final EngineFixture engine = new EngineFixture();

    private Hato.Builder builder() {
        return Hato.builder(engine.stores, engine.transport)
                .sender(Mailbox.of("news@shop.example"))
                .clock(engine.clock);
    }

    private Hato hato() {
        return builder()
                .imprint(IMPRINT)
                .unsubscribe(Unsubscribe.byMail("stop@shop.example"))
                .build();
    }

    /** Another shop, which has no deliveries yet. */
    private static Hato fresh() {
        return new LegalNoticesTest().hato();
    }

    private static MessageTemplate html(String source) {
        return MessageTemplate.named("t").subject("s").html(source).build();
    }

    private LegalNoticeException refusal(Hato hato, MessageTemplate template) {
        LegalNoticeException refused = catchThrowableOfType(
                LegalNoticeException.class,
                () -> hato.deliveries().group("sale", NEWS, template).submit());
        assertThat(refused).isNotNull();
        assertThat(hato.deliveries().list()).isEmpty();
        return refused;
    }

    @Test
    void mailWithNothing_isRefusedWithAllThatIsMissing() {
        LegalNoticeException refused = refusal(builder().build(), SALE);
        assertThat(refused.missing()).hasSize(5);
        assertThat(refused)
                .hasMessageContaining("imprint")
                .hasMessageContaining("name")
                .hasMessageContaining("postal address")
                .hasMessageContaining("contact")
                .hasMessageContaining("unsubscribe")
                .hasMessageContaining("LegalNotices.NOT_CHECKED");
    }

    @Test
    void mailThatLacksOne_isRefusedForThatOne() {
        assertThat(refusal(hato(), html(FIELDS)).missing())
                .singleElement()
                .satisfies(missing -> assertThat(missing).contains("unsubscribe.url"));
        String withoutAddress = "{{ sender.name }}{{ sender.contact }} 配信停止";
        assertThat(refusal(hato(), html(withoutAddress)).missing())
                .singleElement()
                .satisfies(missing -> assertThat(missing).contains("sender.postal_address"));
    }

    @Test
    void mailThatShowsTheFields_orTheWords_isTaken() {
        assertThatCode(() -> hato().deliveries()
                        .group("a", NEWS, html(FIELDS + " {{ unsubscribe.mail }}"))
                        .submit())
                .doesNotThrowAnyException();
        assertThatCode(() -> hato().deliveries()
                        .group("b", NEWS, html("鳩 &amp; 店 東京都千代田区　鳩町1-2-3 help@shop.example <a href=\"#\">配信停止</a>"))
                        .submit())
                .doesNotThrowAnyException();
    }

    @Test
    void words_countHoweverTheyAreSet_butOnlyWhereAReaderSeesThem() {
        String set = "鳩 &#38; 店<br>東京都千代田区<br>鳩町１-２-３　HELP@shop.example <a href=\"#\">配信を停止する</a>";
        assertThatCode(() -> hato().deliveries().group("a", NEWS, html(set)).submit())
                .doesNotThrowAnyException();
        String hidden = FIELDS + "<!-- unsubscribe --><p class=\"unsubscribe\">{% comment %}配信停止{% endcomment %}</p>";
        assertThat(refusal(fresh(), html(hidden)).missing()).hasSize(1);
    }

    @Test
    void textPartOfItsOwn_mustSayItToo() {
        MessageTemplate both = MessageTemplate.named("t")
                .subject("s")
                .html(FIELDS + " {{ unsubscribe.mail }}")
                .text("春のセール")
                .build();
        assertThat(refusal(hato(), both).missing()).hasSize(4);
    }

    @Test
    void draft_isRefusedAsWell() {
        assertThatThrownBy(() -> hato().deliveries().group("sale", NEWS, SALE).save())
                .isInstanceOf(LegalNoticeException.class);
    }

    @Test
    void spotDelivery_isNoMarketing() {
        assertThatCode(() ->
                        hato().deliveries().spot("notice", SALE, "new terms").submit())
                .doesNotThrowAnyException();
    }

    @Test
    void check_canBeSwitchedOff() {
        Hato unchecked = builder().legalNotices(LegalNotices.NOT_CHECKED).build();
        assertThatCode(() -> unchecked.deliveries().group("sale", NEWS, SALE).submit())
                .doesNotThrowAnyException();
    }

    @Test
    void imprint_refusesWhatWouldBreakALine() {
        assertThatThrownBy(() -> Imprint.of("鳩の店", "東京都\n千代田区", "help@shop.example"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("postal address");
        assertThatThrownBy(() -> Imprint.of(" ", "a", "b")).isInstanceOf(IllegalArgumentException.class);
    }
}
