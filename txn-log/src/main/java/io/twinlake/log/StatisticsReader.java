package io.twinlake.log;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.twinlake.format.ColumnStatistics;
import io.twinlake.format.DataType;
import io.twinlake.format.Field;
import io.twinlake.format.FileStatistics;
import io.twinlake.format.Literal;
import io.twinlake.format.Schema;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Reads the JSON text of an add's statistics by the types of a schema. What is not there or can't be understood is left
 * out, which says nothing and so drops no row (PROTOCOL.md, "Per-file Statistics").
 */
final class StatisticsReader {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();
    /** Writers cut times down to milliseconds, maxima too: the true one may be this much later. */
    private static final long CUT_NANOS = 999_000;

    private final Map<String, ColumnStatistics> columns = new HashMap<>();
    private final JsonNode root;

    private StatisticsReader(JsonNode root) {
        this.root = root;
    }

    static FileStatistics read(String text, Schema schema) {
        JsonNode root;
        try {
            root = MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            return FileStatistics.NONE;
        }
        var reader = new StatisticsReader(root);
        reader.fields(schema.fields(), "", root.path("minValues"), root.path("maxValues"), root.path("nullCount"));
        return new FileStatistics(
                count(root.path("numRecords")),
                reader.columns,
                root.path("tightBounds").asBoolean(true));
    }

    private void fields(List<Field> fields, String prefix, JsonNode min, JsonNode max, JsonNode nulls) {
        for (Field field : fields) {
            String name = field.name();
            String path = prefix + name;
            if (field.type() instanceof DataType.Struct struct) {
                fields(struct.fields(), path + ".", min.path(name), max.path(name), nulls.path(name));
                continue;
            }
            var column = new ColumnStatistics(
                    bound(field.type(), min.path(name), 0),
                    bound(field.type(), max.path(name), CUT_NANOS),
                    count(nulls.path(name)));
            if (column.min().isPresent()
                    || column.max().isPresent()
                    || column.nullCount().isPresent()) {
                columns.put(path, column);
            }
        }
    }

    private static OptionalLong count(JsonNode node) {
        return node.isIntegralNumber() && node.canConvertToLong()
                ? OptionalLong.of(node.longValue())
                : OptionalLong.empty();
    }

    private static Optional<Literal> bound(DataType type, JsonNode node, long cutNanos) {
        try {
            if (type instanceof DataType.Decimal) {
                return node.isNumber() ? Optional.of(new Literal(node.decimalValue())) : Optional.empty();
            }
            return type instanceof DataType.Primitive primitive ? bound(primitive, node, cutNanos) : Optional.empty();
        } catch (DateTimeException notATime) {
            return Optional.empty();
        }
    }

    private static Optional<Literal> bound(DataType.Primitive type, JsonNode node, long cutNanos) {
        return switch (type) {
            case BYTE, SHORT, INTEGER, LONG ->
                node.isIntegralNumber() && node.canConvertToLong()
                        ? Optional.of(new Literal(node.longValue()))
                        : Optional.empty();
            case FLOAT, DOUBLE -> node.isNumber() ? Optional.of(new Literal(node.doubleValue())) : Optional.empty();
            case STRING -> text(node).map(Literal::new);
            case DATE -> text(node).map(text -> new Literal(LocalDate.parse(text)));
            case TIMESTAMP -> text(node).map(text -> new Literal(instant(text).plusNanos(cutNanos)));
            case TIMESTAMP_NTZ -> text(node).map(text -> new Literal(local(text).plusNanos(cutNanos)));
            case BOOLEAN, BINARY, VARIANT, VOID -> Optional.empty();
        };
    }

    private static Optional<String> text(JsonNode node) {
        return node.isTextual() ? Optional.of(node.textValue()) : Optional.empty();
    }

    private static Instant instant(String text) {
        return OffsetDateTime.parse(text).toInstant();
    }

    private static LocalDateTime local(String text) {
        return LocalDateTime.parse(text.endsWith("Z") ? text.substring(0, text.length() - 1) : text);
    }
}
