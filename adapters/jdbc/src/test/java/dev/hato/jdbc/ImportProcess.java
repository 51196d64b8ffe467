package dev.hato.jdbc;

import com.zaxxer.hikari.HikariDataSource;
import dev.hato.consent.MailingList;
import dev.hato.contact.Attribute;
import dev.hato.imports.ConsentWords;
import dev.hato.imports.ContactImport;
import dev.hato.imports.ImportReport;
import dev.hato.imports.RowProblem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.Collectors;

/**
 * Imports a file in a process of its own, with little memory, and can be killed: arguments are the database's URL, the
 * schema and the file.
 */
final class ImportProcess {
    /** The attributes of the file, all declared. */
    static final List<Attribute<?>> ATTRIBUTES = List.of(
            Attribute.text("name"),
            Attribute.text("prefecture"),
            Attribute.number("points"),
            Attribute.date("birthday"),
            Attribute.bool("member"));

    /** Every so many rows one is bad. */
    static final int BAD_EVERY = 100;

    private static final String[] PREFECTURES = {"東京都", "大阪府", "北海道", "福岡県", "愛知県", "京都府"};

    private ImportProcess() {}

    /** Returns the stores of the import. */
    static JdbcStores stores(HikariDataSource source, String schema) {
        return JdbcStores.builder(source)
                .schema(schema)
                .attributes(ATTRIBUTES.toArray(Attribute<?>[]::new))
                .build();
    }

    /** Writes a file of customers. */
    static void writeFile(Path file, int rows, boolean withConsent) {
        try (Writer out = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
            out.write("id,mail,name,prefecture,points,birthday,member" + (withConsent ? ",news\r\n" : "\r\n"));
            for (int i = 0; i < rows; i++) {
                out.write(row(i) + (withConsent ? i % 10 == 3 ? ",no" : ",yes" : "") + "\r\n");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns one row; a bad one lacks its address, has a date that is none, or a number that is none. */
    static String row(int i) {
        int bad = i % BAD_EVERY == BAD_EVERY - 1 ? (i / BAD_EVERY) % 3 : -1;
        return "c" + i + "," + (bad == 0 ? "no address" : "customer" + i + "@example" + i % 97 + ".jp") + ",山田 花子 " + i
                + "," + PREFECTURES[i % PREFECTURES.length] + "," + (bad == 1 ? "many" : String.valueOf(i % 5000)) + ","
                + (bad == 2 ? "2001-02-30" : "19" + (50 + i % 50) + "-0" + (1 + i % 9) + "-1" + i % 10) + ","
                + (i % 3 == 0);
    }

    public static void main(String[] args) {
        try (HikariDataSource source = TestDatabases.pool(args[0], 2)) {
            ContactImport description = describe(stores(source, args[1]), args.length > 3);
            ImportReport report = description.problems(Integer.MAX_VALUE).run(Path.of(args[2]));
            System.out.println("failed "
                    + report.problems().stream()
                            .map(RowProblem::row)
                            .map(String::valueOf)
                            .collect(Collectors.joining(" ")));
            Duration elapsed = report.duration();
            System.out.println("done " + report.counts().rows() + " rows in " + elapsed.toMillis() + " ms");
        }
    }

    private static ContactImport describe(JdbcStores stores, boolean withConsent) {
        ContactImport description = ContactImport.into(stores, InstantSource.system())
                .source("customers")
                .readAheadOn(ForkJoinPool.commonPool())
                .id("id")
                .address("mail");
        for (Attribute<?> attribute : ATTRIBUTES) {
            description.column(attribute.name(), attribute);
        }
        return withConsent
                ? description.consent(
                        "news",
                        MailingList.of("news"),
                        ConsentWords.active("yes").stopped("no"))
                : description;
    }
}
