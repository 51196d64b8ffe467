package dev.hato.imports;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/** The charsets that Japanese files are really in, under whatever label. */
final class Charsets {
    private static final String WINDOWS_31J = "windows-31j";
    private static final String ISO_2022_JP = "x-windows-iso2022jp";
    private static final String EUC_JP = "x-eucJP-Open";

    private Charsets() {}

    static Charset windows31j() {
        return find(WINDOWS_31J, Charset::isSupported);
    }

    static Charset iso2022jp() {
        return find(ISO_2022_JP, Charset::isSupported);
    }

    static Charset eucJp() {
        return find(EUC_JP, Charset::isSupported);
    }

    /** Java's own Shift_JIS and ISO-2022-JP lack ① ㈱ 髙 and misread ～ －; what is meant is Microsoft's. */
    static Charset meant(Charset given) {
        return switch (given.name().toLowerCase(Locale.ROOT)) {
            case "shift_jis", "x-sjis_0213" -> windows31j();
            case "iso-2022-jp", "iso-2022-jp-2", "x-windows-50220", "x-windows-50221" -> iso2022jp();
            case "euc-jp", "x-euc-jp-linux" -> eucJp();
            default -> given;
        };
    }

    static boolean isIso2022Jp(Charset charset) {
        return charset.name().equals(ISO_2022_JP);
    }

    static boolean isUtf16(Charset charset) {
        return charset.equals(StandardCharsets.UTF_16LE)
                || charset.equals(StandardCharsets.UTF_16BE)
                || charset.equals(StandardCharsets.UTF_16);
    }

    static Charset find(String name, Predicate<String> supported) {
        if (!supported.test(name)) {
            throw new CsvFileException(
                    "This Java runtime lacks the charset " + name
                            + ", which the file needs: add the module jdk.charsets (jlink --add-modules jdk.charsets),"
                            + " or save the file in UTF-8.",
                    List.of());
        }
        return Charset.forName(name);
    }
}
