package io.twinlake.log;

import io.twinlake.format.DataType;
import io.twinlake.format.Literal;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/** The text of a partition value as a value of its column's type (PROTOCOL.md, "Partition Value Serialization"). */
final class PartitionValue {

    private PartitionValue() {}

    /**
     * A zone-less timestamp is taken as UTC: the writer's zone, which it is in, is not known.
     *
     * @throws CorruptLogException if the text is none of that type
     */
    static Literal parse(String column, DataType type, String text) {
        try {
            if (type instanceof DataType.Decimal decimal) {
                return new Literal(new BigDecimal(text).setScale(decimal.scale()));
            }
            if (type instanceof DataType.Primitive primitive) {
                return parse(primitive, text);
            }
        } catch (ArithmeticException | NumberFormatException | DateTimeException e) {
            throw new CorruptLogException(
                    "partition value '" + text + "' of column '" + column + "' is no " + type + ": " + e.getMessage(),
                    e);
        }
        throw new CorruptLogException("column '" + column + "' of type " + type + " can't be a partition column");
    }

    private static Literal parse(DataType.Primitive type, String text) {
        return switch (type) {
            case BOOLEAN -> new Literal(Boolean.parseBoolean(text));
            case BYTE, SHORT, INTEGER, LONG -> new Literal(Long.parseLong(text));
            case FLOAT -> new Literal((double) Float.parseFloat(text));
            case DOUBLE -> new Literal(Double.parseDouble(text));
            case STRING -> new Literal(text);
            case BINARY -> new Literal(text.getBytes(StandardCharsets.UTF_8));
            case DATE -> new Literal(LocalDate.parse(text));
            case TIMESTAMP -> new Literal(instantOf(text));
            case TIMESTAMP_NTZ -> new Literal(local(text));
            case VARIANT, VOID -> throw new DateTimeException("no partition values exist of " + type);
        };
    }

    private static Object instantOf(String text) {
        return text.endsWith("Z") || text.indexOf('+') > 0
                ? OffsetDateTime.parse(text.replace(' ', 'T')).toInstant()
                : local(text).toInstant(ZoneOffset.UTC);
    }

    private static LocalDateTime local(String text) {
        return LocalDateTime.parse(text.trim().replace(' ', 'T'));
    }
}
