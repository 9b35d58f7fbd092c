package io.twinlake.log;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.twinlake.format.BooleanVector;
import io.twinlake.format.BytesVector;
import io.twinlake.format.ColumnVector;
import io.twinlake.format.DataType;
import io.twinlake.format.DoubleVector;
import io.twinlake.format.Field;
import io.twinlake.format.FloatVector;
import io.twinlake.format.IntVector;
import io.twinlake.format.LongVector;
import io.twinlake.format.StructVector;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/**
 * Statistics between JSON, as in an add's text, and vectors: counts and flags both ways, bounds from vectors alone. What does not
 * fit its type becomes null.
 */
final class JsonVectors {

    private static final DateTimeFormatter MILLIS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS", Locale.ROOT);

    private JsonVectors() {}

    static void append(ColumnVector to, DataType type, JsonNode node) {
        if (node.isMissingNode() || node.isNull()) {
            to.appendNull();
        } else if (to instanceof StructVector struct) {
            int i = 0;
            for (Field field : ((DataType.Struct) type).fields()) {
                append(struct.field(i++), field.type(), node.path(field.name()));
            }
            struct.endRow();
        } else {
            try {
                appendLeaf(to, node);
            } catch (ArithmeticException | IllegalArgumentException misfit) {
                to.appendNull();
            }
        }
    }

    private static void appendLeaf(ColumnVector to, JsonNode node) {
        if (to instanceof BooleanVector flags) {
            flags.append(node.booleanValue());
        } else {
            ((LongVector) to).append(number(node).longValueExact());
        }
    }

    private static BigDecimal number(JsonNode node) {
        if (!node.isNumber()) {
            throw new IllegalArgumentException("not a number: " + node);
        }
        return node.decimalValue();
    }

    /** A struct's values that are not null. */
    static ObjectNode read(StructVector from, DataType.Struct type, int row) {
        return read(from, type, row, false);
    }

    private static ObjectNode read(StructVector from, DataType.Struct type, int row, boolean upper) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        int i = 0;
        for (Field field : type.fields()) {
            ColumnVector vector = from.field(i++);
            if (!vector.isNull(row)) {
                boolean isUpper = upper || field.name().equals(TypedStatistics.MAX);
                object.set(field.name(), value(vector, field.type(), row, isUpper));
            }
        }
        return object;
    }

    private static JsonNode value(ColumnVector from, DataType type, int row, boolean upper) {
        JsonNodeFactory json = JsonNodeFactory.instance;
        if (from instanceof StructVector struct) {
            return read(struct, (DataType.Struct) type, row, upper);
        }
        if (from instanceof BooleanVector flags) {
            return json.booleanNode(flags.get(row));
        }
        if (from instanceof FloatVector floats) {
            return json.numberNode(floats.get(row));
        }
        if (from instanceof DoubleVector doubles) {
            return json.numberNode(doubles.get(row));
        }
        if (from instanceof IntVector ints) {
            return type == DataType.Primitive.DATE
                    ? json.textNode(LocalDate.ofEpochDay(ints.get(row)).toString())
                    : json.numberNode(ints.get(row));
        }
        if (from instanceof LongVector longs) {
            return wide(longs.get(row), type, upper);
        }
        BytesVector bytes = (BytesVector) from;
        return type instanceof DataType.Decimal decimal
                ? json.numberNode(new BigDecimal(new BigInteger(bytes.get(row)), decimal.scale()))
                : json.textNode(bytes.string(row));
    }

    private static JsonNode wide(long value, DataType type, boolean upper) {
        JsonNodeFactory json = JsonNodeFactory.instance;
        if (type instanceof DataType.Decimal decimal) {
            return json.numberNode(BigDecimal.valueOf(value, decimal.scale()));
        }
        if (type == DataType.Primitive.TIMESTAMP || type == DataType.Primitive.TIMESTAMP_NTZ) {
            LocalDateTime exact = LocalDateTime.ofInstant(Instant.EPOCH.plus(value, ChronoUnit.MICROS), ZoneOffset.UTC);
            LocalDateTime down = exact.truncatedTo(ChronoUnit.MILLIS);
            LocalDateTime time = upper && !down.equals(exact) ? down.plus(1, ChronoUnit.MILLIS) : down;
            return json.textNode(MILLIS.format(time) + (type == DataType.Primitive.TIMESTAMP ? "Z" : ""));
        }
        return json.numberNode(value);
    }
}
