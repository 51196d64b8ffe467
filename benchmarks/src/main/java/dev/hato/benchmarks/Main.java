package dev.hato.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Runs a benchmark by name: {@code java -jar benchmarks.jar NAME [--quick] [--json FILE]}.
 *
 * <p>Prints a table, what it does meanwhile on the standard error, and with {@code --json} writes the rows as a JSON array. Without a name it lists
 * the benchmarks. The exit code is 2 for a wrong command line and 1 for a failed run.
 */
public final class Main {
    private static final List<Benchmark> BENCHMARKS = List.of(
            new SegmentMemory(),
            new SegmentSql(),
            new ContactsMemory(),
            new OutboxSpeed(),
            new StepSpeed(),
            new InsertSpeed(),
            new ImportSpeed(),
            new DurableSpeed(),
            new SmtpSpeed(),
            new SmtpDelay(),
            new RenderSpeed(),
            new RewriteSpeed(),
            new DkimSpeed(),
            new TokenSpeed(),
            new ClickSpeed(),
            new ScenarioYear());

    /** Set in a JVM that was started for its larger heap or its surroundings. */
    private static final String CHILD = "hato.benchmarks.child";

    private final PrintStream out;
    private final PrintStream err;

    private @Nullable String name;
    private boolean quick;
    private @Nullable Path json;

    Main(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    /** Runs the program. */
    public static void main(String[] arguments) {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
        System.exit(new Main(out, err).run(List.of(arguments)));
    }

    int run(List<String> arguments) {
        String problem = parse(arguments);
        if (problem != null) {
            err.println(problem);
            err.println("Usage: java -jar benchmarks.jar NAME [--quick] [--json FILE]; without NAME, lists them.");
            return 2;
        }
        if (name == null) {
            for (Benchmark benchmark : BENCHMARKS) {
                out.printf(Locale.ROOT, "%-18s %s%n", benchmark.name(), benchmark.description());
            }
            return 0;
        }
        try {
            return measure(benchmark(name), arguments);
        } catch (Heap.TooSmallException e) {
            return withLargerHeap(arguments, e);
        } catch (IOException | RuntimeException e) {
            err.println("The benchmark failed: " + e);
            return 1;
        }
    }

    /** Runs the same in a JVM with the heap that is needed; the default heap is a quarter of the machine's memory. */
    private int withLargerHeap(List<String> arguments, Heap.TooSmallException cause) {
        if (System.getProperty(CHILD) != null) {
            err.println("The benchmark failed: " + cause.getMessage());
            return 1;
        }
        out.println("The data needs a heap of " + cause.megabytes() + " MB: running in a JVM of its own.");
        int megabytes = cause.megabytes() + cause.megabytes() / 10;
        try {
            return again(List.of(), List.of("-Xmx" + megabytes + "m"), arguments);
        } catch (IOException e) {
            err.println("The benchmark failed: " + cause.getMessage() + " " + e.getMessage());
            return 1;
        }
    }

    /** Runs the same in a JVM that is started otherwise. */
    private static int again(List<String> before, List<String> options, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(before);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(
                List.of("-D" + CHILD + "=true", "-cp", System.getProperty("java.class.path"), Main.class.getName()));
        command.addAll(arguments);
        try {
            return new ProcessBuilder(command).inheritIO().start().waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 1;
        }
    }

    private @Nullable String parse(List<String> arguments) {
        List<String> left = new ArrayList<>(arguments);
        while (!left.isEmpty()) {
            String argument = left.remove(0);
            if (argument.equals("--quick")) {
                quick = true;
            } else if (argument.equals("--json")) {
                if (left.isEmpty()) {
                    return "--json needs a file.";
                }
                json = Path.of(left.remove(0));
            } else if (argument.startsWith("-")) {
                return "Unknown option '" + argument + "'.";
            } else if (name != null) {
                return "One benchmark at a time: '" + name + "' or '" + argument + "'.";
            } else {
                name = argument;
            }
        }
        if (name == null) {
            return quick || json != null ? "Which benchmark? Run without arguments to list them." : null;
        }
        return benchmark(name) == null
                ? "There is no benchmark '" + name + "'. Run without arguments to list them."
                : null;
    }

    private static @Nullable Benchmark benchmark(String name) {
        for (Benchmark benchmark : BENCHMARKS) {
            if (benchmark.name().equals(name)) {
                return benchmark;
            }
        }
        return null;
    }

    private int measure(@Nullable Benchmark benchmark, List<String> arguments) throws IOException {
        if (benchmark == null) {
            throw new IllegalStateException("no benchmark");
        }
        long start = System.nanoTime();
        Benchmark.Progress progress =
                line -> err.printf(Locale.ROOT, "[%6.1f s] %s%n", (System.nanoTime() - start) / 1e9, line);
        if (System.getProperty(CHILD) == null) {
            try (Benchmark.Surroundings surroundings = benchmark.surroundings(progress)) {
                if (surroundings != null) {
                    return again(surroundings.command(), surroundings.options(), arguments);
                }
            }
        }
        List<Result> results = new Runner(new Benchmark.Settings(quick), progress).run(benchmark);
        out.println();
        out.print(Runner.table(results));
        String summary = benchmark.summary(results);
        if (!summary.isEmpty()) {
            out.println();
            out.print(summary);
        }
        if (json != null) {
            List<?> rows = results.stream().map(Result::toMap).toList();
            Files.writeString(
                    json, JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(rows) + "\n");
        }
        return 0;
    }
}
