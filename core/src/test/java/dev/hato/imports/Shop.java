package dev.hato.imports;

import dev.hato.consent.Consents;
import dev.hato.consent.MailingList;
import dev.hato.contact.Attribute;
import dev.hato.contact.DateAttribute;
import dev.hato.contact.TextAttribute;
import dev.hato.memory.MemoryStores;
import java.io.ByteArrayInputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;

/** A shop's stores in memory and the import of its customer master. */
final class Shop {
    static final TextAttribute NAME = Attribute.text("name");
    static final TextAttribute PREFECTURE = Attribute.text("prefecture");
    static final DateAttribute BIRTHDAY = Attribute.date("birthday");
    static final TextAttribute KIND = Attribute.text("kind");
    static final MailingList NEWS = MailingList.of("news");
    static final ConsentWords WORDS = ConsentWords.active("希望する").stopped("希望しない");
    static final String HEADER = "顧客番号,氏名,メールアドレス,都道府県,生年月日,会員区分,メール配信\r\n";
    static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-04-01T00:00:00Z"));

    final MemoryStores stores = MemoryStores.create();
    final Consents consents = new Consents(stores.consents(), CLOCK);

    ContactImport customers() {
        return bare().id("顧客番号")
                .column("氏名", NAME)
                .column("都道府県", PREFECTURE)
                .column("生年月日", BIRTHDAY, CellParsers.date("yyyy/MM/dd"))
                .column("会員区分", KIND)
                .consent("メール配信", NEWS, WORDS);
    }

    ContactImport bare() {
        return ContactImport.into(stores, CLOCK).address("メールアドレス");
    }

    static ByteArrayInputStream bytes(String text) {
        return bytes(text, StandardCharsets.UTF_8);
    }

    static ByteArrayInputStream bytes(String text, Charset charset) {
        return new ByteArrayInputStream(text.getBytes(charset));
    }
}
