package dev.hato.examples.shop;

import dev.hato.imports.ImportCounts;
import dev.hato.report.DeliveryRow;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The figures of the run, for programs to read. */
final class Summary {
    private final Map<String, Object> figures = new LinkedHashMap<>();

    void put(String name, Object value) {
        figures.put(name, value);
    }

    /** Returns a number, or the numbers of a group by their names. */
    Object get(String name) {
        return Objects.requireNonNull(figures.get(name), name);
    }

    /** Returns one number of a group. */
    long number(String group, String name) {
        Object value = ((Map<?, ?>) get(group)).get(name);
        return ((Number) Objects.requireNonNull(value, name)).longValue();
    }

    static Map<String, Long> counts(ImportCounts counts) {
        Map<String, Long> map = new LinkedHashMap<>();
        map.put("succeeded", counts.succeeded());
        map.put("failed", counts.failed());
        map.put("other", counts.other());
        map.put("stopped", counts.stopped());
        return map;
    }

    static Map<String, Object> delivery(DeliveryRow row) {
        Map<String, Long> excluded = new LinkedHashMap<>();
        row.excluded().forEach((reason, count) -> excluded.put(reason.name(), count));
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("target", row.target());
        map.put("handedOver", row.handedOver());
        map.put("bounced", row.bounced());
        map.put("excluded", excluded);
        return map;
    }

    String toJson() {
        return JsonMapper.builder()
                .enable(SerializationFeature.INDENT_OUTPUT)
                .build()
                .writeValueAsString(figures);
    }
}
