package io.twinlake.log;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.twinlake.format.ColumnMapping;
import io.twinlake.format.DataType;
import io.twinlake.format.Field;
import io.twinlake.format.StructVector;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Statistics in typed columns, as checkpoints hold them beside the JSON text or instead of it (PROTOCOL.md,
 * "Checkpoints": {@code stats_parsed}).
 *
 * @param type a struct that mirrors the columns which have statistics
 */
record TypedStatistics(DataType.Struct type) {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    /** Those that a table's files are to have now. */
    static TypedStatistics of(Action.Metadata metadata, ColumnMapping mapping) {
        var properties = new TableProperties(metadata.configuration());
        boolean isNamed = properties.statisticsColumns().isPresent();
        return of(metadata, mapping, isNamed ? Integer.MAX_VALUE : properties.statisticsColumnCount());
    }

    /** All that files of a table can have. */
    static TypedStatistics all(Action.Metadata metadata, ColumnMapping mapping) {
        return of(metadata, mapping, Integer.MAX_VALUE);
    }

    private static TypedStatistics of(Action.Metadata metadata, ColumnMapping mapping, int columns) {
        List<Field> data = metadata.schema().fields().stream()
                .filter(field -> metadata.partitionColumns().stream().noneMatch(field.name()::equalsIgnoreCase))
                .toList();
        List<Field> fields = new ArrayList<>();
        fields.add(Field.nullable("numRecords", DataType.Primitive.LONG));
        fields.add(Field.nullable("tightBounds", DataType.Primitive.BOOLEAN));
        List<Field> bounds = new Indexed(mapping, true, columns).of(data);
        if (!bounds.isEmpty()) {
            fields.add(Field.nullable("minValues", new DataType.Struct(bounds)));
            fields.add(Field.nullable("maxValues", new DataType.Struct(bounds)));
        }
        List<Field> counts = new Indexed(mapping, false, columns).of(data);
        if (!counts.isEmpty()) {
            fields.add(Field.nullable("nullCount", new DataType.Struct(counts)));
        }
        return new TypedStatistics(new DataType.Struct(fields));
    }

    /** Appends the statistics that a JSON text holds; null where it holds none. */
    void append(StructVector to, Optional<String> text) {
        try {
            JsonNode root = text.isPresent() ? MAPPER.readTree(text.get()) : MAPPER.missingNode();
            JsonVectors.append(to, type, root);
        } catch (JsonProcessingException notUnderstood) {
            to.appendNull();
        }
    }

    /** Chooses the leaf columns that have statistics, counting them. */
    private static final class Indexed {
        private final ColumnMapping mapping;
        private final boolean bounds;
        private int left;

        Indexed(ColumnMapping mapping, boolean bounds, int columns) {
            this.left = columns;
            this.mapping = mapping;
            this.bounds = bounds;
        }

        List<Field> of(List<Field> fields) {
            List<Field> chosen = new ArrayList<>();
            for (Field field : fields) {
                if (left > 0) {
                    of(field).ifPresent(chosen::add);
                }
            }
            return chosen;
        }

        private Optional<Field> of(Field field) {
            if (field.type() instanceof DataType.Struct struct) {
                List<Field> below = of(struct.fields());
                return below.isEmpty()
                        ? Optional.empty()
                        : Optional.of(Field.nullable(mapping.physicalName(field), new DataType.Struct(below)));
            }
            left--;
            if (!bounds) {
                return Optional.of(Field.nullable(mapping.physicalName(field), DataType.Primitive.LONG));
            }
            return isOrdered(field.type())
                    ? Optional.of(Field.nullable(mapping.physicalName(field), field.type()))
                    : Optional.empty();
        }

        private static boolean isOrdered(DataType type) {
            if (type instanceof DataType.Primitive primitive) {
                return switch (primitive) {
                    case BYTE, SHORT, INTEGER, LONG, FLOAT, DOUBLE, STRING, DATE, TIMESTAMP, TIMESTAMP_NTZ -> true;
                    case BOOLEAN, BINARY, VARIANT, VOID -> false;
                };
            }
            return type instanceof DataType.Decimal;
        }
    }
}
