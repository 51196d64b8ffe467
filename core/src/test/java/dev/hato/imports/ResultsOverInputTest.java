package dev.hato.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultsOverInputTest {
    @TempDir
    private Path folder;

    @Test
    void run_resultsAtThePathOfTheInput_isRefusedAndTheFileStays() throws IOException {
        Path file = folder.resolve("customers.csv");
        Files.writeString(file, Shop.HEADER + "1,花子,hanako@example.jp,東京都,1975/04/01,会員,希望する\r\n");
        String before = Files.readString(file);
        ContactImport settings = new Shop().customers().resultTo(ResultFile.to(folder.resolve("x/../customers.csv")));

        assertThatThrownBy(() -> settings.run(file))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("customers.csv");

        assertThat(Files.readString(file)).isEqualTo(before);
    }
}
