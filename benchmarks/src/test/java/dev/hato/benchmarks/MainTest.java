package dev.hato.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class MainTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(String... arguments) {
        return new Main(
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8))
                .run(List.of(arguments));
    }

    @Test
    void run_withoutAName_listsTheBenchmarks() {
        assertThat(run()).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("segment-memory")
                .contains("contacts-memory")
                .contains("dkim");
    }

    @Test
    void run_withAWrongCommandLine_saysWhatIsWrongAndReturnsTwo() {
        assertThat(run("nonsense")).isEqualTo(2);
        assertThat(run("segment-memory", "--fast")).isEqualTo(2);
        assertThat(run("segment-memory", "--json")).isEqualTo(2);
        assertThat(run("segment-memory", "contacts-memory")).isEqualTo(2);
        assertThat(run("--quick")).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("no benchmark 'nonsense'")
                .contains("Unknown option '--fast'")
                .contains("--json needs a file")
                .contains("One benchmark at a time")
                .contains("Which benchmark?");
    }

    @Test
    void segmentMemory_inAllThreeRepresentations_givesTheSameAnswer() {
        int contacts = 5_000;
        long expected = new RowStream().fill(new Shop(contacts)).lapsedRegulars();

        assertThat(expected).isPositive();
        assertThat(new HatoShop().fill(new Shop(contacts), true).lapsedRegulars())
                .isEqualTo(expected);
        assertThat(new PredicateTree().fill(new Shop(contacts)).lapsedRegulars())
                .isEqualTo(expected);
    }

    @Test
    void result_ofFigures_hasMedianAndSpread() {
        Timed row = new Timed("hato", 1, () -> 1);

        assertThat(Result.of("b", row, new double[] {3, 1, 2})).isEqualTo(new Result("b", "hato", "ms", 2, 1, 3));
        assertThat(Result.of("b", row, new double[] {4, 1}).median()).isEqualTo(2.5);
    }
}
