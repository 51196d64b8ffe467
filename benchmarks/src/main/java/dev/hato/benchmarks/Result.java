package dev.hato.benchmarks;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** The figures of one row, over all rounds. */
record Result(String benchmark, String row, String unit, double median, double min, double max) {
    static Result of(String benchmark, Benchmark.Row row, double[] figures) {
        double[] sorted = figures.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        double median = sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new Result(benchmark, row.name(), row.unit(), median, sorted[0], sorted[sorted.length - 1]);
    }

    Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("benchmark", benchmark);
        map.put("row", row);
        map.put("unit", unit);
        map.put("median", median);
        map.put("min", min);
        map.put("max", max);
        return map;
    }
}
