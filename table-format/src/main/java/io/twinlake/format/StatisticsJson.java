package io.twinlake.format;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/** The protocol's JSON of statistics (PROTOCOL.md, "Per-file Statistics"). */
final class StatisticsJson {

    static final String BOUNDS_COVER_NAN = "boundsCoverNaN";

    private static final JsonFactory JSON = new JsonFactory();

    /** What writes; who reads needs none of it. */
    private static final class Writing {
        static final JsonMapper MAPPER = JsonMapper.builder()
                .enable(com.fasterxml.jackson.core.StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
                .build();

        private Writing() {}
    }

    private StatisticsJson() {}

    static String write(FileStatistics statistics) {
        Map<String, Object> root = new LinkedHashMap<>();
        statistics.rows().ifPresent(rows -> root.put("numRecords", rows));
        if (!statistics.tightBounds()) {
            root.put("tightBounds", false);
        }
        if (coverNaN(statistics)) {
            root.put(BOUNDS_COVER_NAN, true);
        }
        root.put("minValues", nested(statistics, column -> column.min().flatMap(BoundJson::lower)));
        root.put("maxValues", nested(statistics, column -> column.max().flatMap(BoundJson::upper)));
        root.put("nullCount", nested(statistics, column -> boxed(column.nullCount())));
        try {
            return Writing.MAPPER.writeValueAsString(root);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
    }

    /** Whether there are upper bounds of floating columns, and all of them cover NaN. */
    private static boolean coverNaN(FileStatistics statistics) {
        List<ColumnStatistics> floating = statistics.columns().values().stream()
                .filter(column -> column.max()
                        .filter(max -> max.value() instanceof Double number && Double.isFinite(number))
                        .isPresent())
                .toList();
        return !floating.isEmpty() && floating.stream().allMatch(ColumnStatistics::boundsCoverNaN);
    }

    private static Optional<Object> boxed(OptionalLong count) {
        return count.isPresent() ? Optional.of(count.getAsLong()) : Optional.empty();
    }

    /** One section as objects in objects, by the columns' paths. */
    private static Map<String, Object> nested(
            FileStatistics statistics, Function<ColumnStatistics, Optional<Object>> part) {
        Map<String, Object> section = new LinkedHashMap<>();
        statistics
                .columns()
                .forEach((path, column) -> part.apply(column).ifPresent(value -> put(section, path, value)));
        return section;
    }

    @SuppressWarnings("unchecked") // what is not a leaf was put here as a map
    private static void put(Map<String, Object> section, List<String> path, Object value) {
        Map<String, Object> group = section;
        for (String name : path.subList(0, path.size() - 1)) {
            group = (Map<String, Object>) group.computeIfAbsent(name, any -> new LinkedHashMap<String, Object>());
        }
        group.put(path.get(path.size() - 1), value);
    }

    static FileStatistics parse(String json, Schema schema, ColumnMapping mapping, BoundReading reading) {
        JsonNode root;
        try (JsonParser parser = JSON.createParser(json)) {
            parser.nextToken();
            root = WantedJson.statistics(schema, mapping).read(parser);
        } catch (IOException e) {
            return FileStatistics.NONE;
        }
        Map<List<String>, ColumnStatistics> columns = new LinkedHashMap<>();
        boolean coverNaN = reading == BoundReading.AS_WRITTEN
                || root.path(BOUNDS_COVER_NAN).asBoolean(false);
        new Sections(root.path("minValues"), root.path("maxValues"), root.path("nullCount"), mapping, coverNaN, reading)
                .read(schema.fields(), List.of(), columns);
        JsonNode rows = root.path("numRecords");
        return new FileStatistics(
                rows.isIntegralNumber() ? OptionalLong.of(rows.asLong()) : OptionalLong.empty(),
                columns,
                root.path("tightBounds").asBoolean(true));
    }

    /** The three sections at one depth. */
    private record Sections(
            JsonNode min,
            JsonNode max,
            JsonNode nullCount,
            ColumnMapping mapping,
            boolean coverNaN,
            BoundReading reading) {

        void read(List<Field> fields, List<String> path, Map<List<String>, ColumnStatistics> into) {
            for (Field field : fields) {
                List<String> here = new ArrayList<>(path);
                here.add(field.name());
                String name = mapping.physicalName(field);
                Sections below =
                        new Sections(min.path(name), max.path(name), nullCount.path(name), mapping, coverNaN, reading);
                if (field.type() instanceof DataType.Struct struct) {
                    below.read(struct.fields(), here, into);
                } else {
                    below.leaf(field).ifPresent(column -> into.put(List.copyOf(here), column));
                }
            }
        }

        private Optional<ColumnStatistics> leaf(Field field) {
            var column = new ColumnStatistics(
                    BoundJson.parse(min, field.type()).map(bound -> reading.of(bound, field, false)),
                    BoundJson.parse(max, field.type()).map(bound -> reading.of(bound, field, true)),
                    nullCount.isIntegralNumber() ? OptionalLong.of(nullCount.asLong()) : OptionalLong.empty(),
                    coverNaN && StatisticsEvaluation.isFloating(field.type()));
            boolean isNone = column.min().isEmpty()
                    && column.max().isEmpty()
                    && column.nullCount().isEmpty();
            return isNone ? Optional.empty() : Optional.of(column);
        }
    }
}
