package dev.hato.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A Java runtime without the module jdk.charsets, as {@code jlink} makes it unless told otherwise. */
@Tag("R8.3")
class CharsetModuleIT {
    /** What runs in such a runtime. */
    static final class Program {
        private Program() {}

        public static void main(String[] args) {
            System.out.println(MailCharset.UTF_8.label());
            System.out.println(MailCharset.iso2022jp(Unmappable.FAIL).label());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "java.base, UTF-8, 'IllegalStateException: This Java runtime lacks the charset x-windows-iso2022jp'",
        "'java.base,jdk.charsets', ISO-2022-JP, ''"
    })
    void iso2022jp_modulesOfTheRuntime_decideAtOnce(String modules, String printed, String error) throws Exception {
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--limit-modules",
                        modules,
                        "-cp",
                        System.getProperty("java.class.path"),
                        Program.class.getName()))
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(output).contains(printed, error);
        assertThat(process.exitValue() == 0).isEqualTo(error.isEmpty());
    }
}
