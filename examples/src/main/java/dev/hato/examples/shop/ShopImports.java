package dev.hato.examples.shop;

import dev.hato.Hato;
import dev.hato.imports.CellParsers;
import dev.hato.imports.ConsentWords;
import dev.hato.imports.ImportReport;
import dev.hato.imports.ResultFile;
import java.nio.file.Path;

/** Reads the shop's three files. */
final class ShopImports {
    private final Hato hato;
    private final Console console;

    ShopImports(Hato hato, Console console) {
        this.hato = hato;
        this.console = console;
    }

    /** Imports a customer master; the columns are the same in the tidy and in the messy file. */
    ImportReport customers(Path file, Path results) {
        return hato.imports()
                .contacts()
                .id("顧客番号")
                .address("メールアドレス")
                .column("氏名", Shop.NAME)
                .column("都道府県", Shop.PREFECTURE)
                .column("生年月日", Shop.BIRTHDAY, CellParsers.date("uuuu/MM/dd"))
                .column("会員区分", Shop.RANK)
                .consent("メール配信", Shop.NEWSLETTER, ConsentWords.active("希望する").stopped("希望しない"))
                .overwrite(true)
                .progress(progress -> console.importProgress(String.valueOf(file.getFileName()), progress))
                .resultTo(ResultFile.to(results))
                .run(file);
    }

    /** Imports purchases as events at midnight in Japan. */
    ImportReport purchases(Path file) {
        return hato.imports()
                .events()
                .contactId("customer_id")
                .type("purchase")
                .time("purchased_on", CellParsers.instant("uuuu-MM-dd", Shop.TOKYO))
                .property("amount", Shop.AMOUNT)
                .property("quantity", Shop.QUANTITY)
                .progress(progress -> console.importProgress(String.valueOf(file.getFileName()), progress))
                .run(file);
    }
}
