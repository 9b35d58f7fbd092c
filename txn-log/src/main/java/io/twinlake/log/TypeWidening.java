package io.twinlake.log;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.twinlake.format.DataType;
import io.twinlake.format.DataType.Decimal;
import io.twinlake.format.DataType.Primitive;
import io.twinlake.format.Field;
import io.twinlake.format.Schema;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Which types hold every value of which, and how the schema remembers a change (PROTOCOL.md, "Type Widening"). */
final class TypeWidening {

    static final String CHANGES = "delta.typeChanges";

    private static final JsonMapper MAPPER = new JsonMapper();

    /**
     * A type that became wider.
     *
     * @param path where in arrays and maps below the field: {@code element}, {@code value.element}; empty for itself
     */
    record Change(DataType from, DataType to, String path) {}

    private TypeWidening() {}

    /** Whether every value of {@code from} is one of {@code to}, by the protocol's list. */
    static boolean isWidening(DataType from, DataType to) {
        if (to instanceof Decimal wide) {
            return toDecimal(from, wide);
        }
        if (!(from instanceof Primitive narrow) || !(to instanceof Primitive wide)) {
            return false;
        }
        return switch (narrow) {
            case BYTE ->
                wide == Primitive.SHORT
                        || wide == Primitive.INTEGER
                        || wide == Primitive.LONG
                        || wide == Primitive.DOUBLE;
            case SHORT -> wide == Primitive.INTEGER || wide == Primitive.LONG || wide == Primitive.DOUBLE;
            case INTEGER -> wide == Primitive.LONG || wide == Primitive.DOUBLE;
            case FLOAT -> wide == Primitive.DOUBLE;
            case DATE -> wide == Primitive.TIMESTAMP_NTZ;
            default -> false;
        };
    }

    private static boolean toDecimal(DataType from, Decimal to) {
        if (from instanceof Decimal narrow) {
            int scale = to.scale() - narrow.scale();
            return scale >= 0 && to.precision() - narrow.precision() >= scale && !narrow.equals(to);
        }
        if (from == Primitive.BYTE || from == Primitive.SHORT || from == Primitive.INTEGER) {
            return to.precision() - to.scale() >= 10;
        }
        return from == Primitive.LONG && to.precision() - to.scale() >= 20;
    }

    /** @throws UnsupportedTableException naming a column that changed in a way which is not known here */
    static void requireKnownChanges(Schema schema, Object table) {
        schema.fields().forEach(field -> requireKnown(field, table));
        Predicate<Field> each = field -> {
            requireKnown(field, table);
            return false;
        };
        schema.fields().forEach(field -> NestedFields.any(field.type(), each));
    }

    private static void requireKnown(Field field, Object table) {
        String changes = field.metadata().getOrDefault(CHANGES, "[]");
        try {
            for (JsonNode change : MAPPER.readTree(changes)) {
                DataType from = DataType.of(change.path("fromType").asText());
                DataType to = DataType.of(change.path("toType").asText());
                if (!from.equals(to) && !isWidening(from, to) && !isWideEnough(from, to)) {
                    throw new IllegalArgumentException("from " + word(from) + " to " + word(to));
                }
            }
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw new UnsupportedTableException(
                    "column '" + field.name() + "' of " + table + " has changed its type in a way that is not read ("
                            + TableFeature.TYPE_WIDENING.word() + "): " + e.getMessage() + ", in " + changes
                            + "; use another client for it",
                    e);
        }
    }

    /** The feature's preview let small whole numbers become decimals that hold just their digits. */
    private static boolean isWideEnough(DataType from, DataType to) {
        int digits = from == Primitive.BYTE ? 3 : from == Primitive.SHORT ? 5 : Integer.MAX_VALUE;
        return to instanceof Decimal wide && wide.precision() - wide.scale() >= digits;
    }

    /** The field with changes added to those that are known of the old one, whether the new one tells them or not. */
    static Field noting(Field old, Field field, List<Change> changes) {
        String before = old.metadata().getOrDefault(CHANGES, "[]");
        if (changes.isEmpty() && field.metadata().getOrDefault(CHANGES, "[]").equals(before)) {
            return field;
        }
        try {
            ArrayNode noted = (ArrayNode) MAPPER.readTree(before);
            changes.forEach(change -> note(noted.addObject(), change));
            Map<String, String> metadata = new HashMap<>(field.metadata());
            metadata.remove(CHANGES);
            if (!noted.isEmpty()) {
                metadata.put(CHANGES, noted.toString());
            }
            return new Field(field.name(), field.type(), field.nullable(), metadata);
        } catch (JsonProcessingException | ClassCastException e) {
            throw new CorruptLogException("metadata " + CHANGES + " of column '" + field.name() + "' is not a list", e);
        }
    }

    private static void note(ObjectNode entry, Change change) {
        entry.put("fromType", word(change.from()));
        entry.put("toType", word(change.to()));
        if (!change.path().isEmpty()) {
            entry.put("fieldPath", change.path());
        }
    }

    /** The protocol's word for a type without fields. */
    static String word(DataType type) {
        if (type instanceof Primitive primitive) {
            return primitive.word();
        }
        return type instanceof Decimal decimal
                ? "decimal(" + decimal.precision() + "," + decimal.scale() + ")"
                : type.toString();
    }
}
