package io.twinlake.log;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.twinlake.format.ColumnMapping;
import io.twinlake.format.DataType;
import io.twinlake.format.Field;
import io.twinlake.format.FileStatistics;
import io.twinlake.format.Schema;
import io.twinlake.format.StructVector;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Statistics in typed columns, as checkpoints hold them beside the JSON text or instead of it (PROTOCOL.md,
 * "Checkpoints": {@code stats_parsed}).
 *
 * @param type a struct that mirrors the columns which have statistics
 */
record TypedStatistics(DataType.Struct type) {

    static final String MIN = "minValues";
    static final String MAX = "maxValues";

    /**
     * A field of our own, which JSON has as well. Where typed statistics have it, their bounds are as they are believed; others,
     * and older releases, wrote bounds as sharp as their texts are.
     */
    static final String BOUNDS_COVER_NAN = "boundsCoverNaN";

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    /** Those that a table's files are to have now. */
    static TypedStatistics of(Action.Metadata metadata, ColumnMapping mapping) {
        var properties = metadata.properties();
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
        fields.add(Field.nullable(BOUNDS_COVER_NAN, DataType.Primitive.BOOLEAN));
        List<Field> bounds = new Indexed(mapping, true, columns).of(data);
        if (!bounds.isEmpty()) {
            fields.add(Field.nullable(MIN, new DataType.Struct(bounds)));
            fields.add(Field.nullable(MAX, new DataType.Struct(bounds)));
        }
        List<Field> counts = new Indexed(mapping, false, columns).of(data);
        if (!counts.isEmpty()) {
            fields.add(Field.nullable("nullCount", new DataType.Struct(counts)));
        }
        return new TypedStatistics(new DataType.Struct(fields));
    }

    /**
     * Appends the statistics that a JSON text holds; null where it holds none. Bounds are appended as they are believed, not as
     * they are written: other readers trust those that are typed.
     */
    void append(StructVector to, Optional<String> text) {
        try {
            JsonNode root = text.isPresent() ? MAPPER.readTree(text.get()) : MAPPER.missingNode();
            if (root.isObject()) {
                append(to, root, FileStatistics.parse(text.orElseThrow(), columns()));
            } else {
                to.appendNull();
            }
        } catch (JsonProcessingException notUnderstood) {
            to.appendNull();
        }
    }

    private void append(StructVector to, JsonNode root, FileStatistics believed) {
        for (int i = 0; i < type.fields().size(); i++) {
            Field part = type.fields().get(i);
            if (part.name().equals(MIN) || part.name().equals(MAX)) {
                var bounds = new TypedBounds(believed, part.name().equals(MAX));
                bounds.append((StructVector) to.field(i), (DataType.Struct) part.type());
            } else {
                JsonVectors.append(to.field(i), part.type(), root.path(part.name()));
            }
        }
        to.endRow();
    }

    /** The columns that have bounds, by their physical names. */
    private Schema columns() {
        return type.fields().stream()
                .filter(part -> part.name().equals(MIN))
                .findFirst()
                .map(part -> new Schema(((DataType.Struct) part.type()).fields()))
                .orElseGet(() -> new Schema(List.of()));
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
                    ? Optional.of(new Field(mapping.physicalName(field), field.type(), true, typeChanges(field)))
                    : Optional.empty();
        }

        /** How far a bound is believed depends on the types that its column had. */
        private static Map<String, String> typeChanges(Field field) {
            String changes = field.metadata().get(TypeWidening.CHANGES);
            return changes == null ? Map.of() : Map.of(TypeWidening.CHANGES, changes);
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
