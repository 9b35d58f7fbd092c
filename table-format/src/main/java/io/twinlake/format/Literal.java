package io.twinlake.format;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.HexFormat;
import java.util.Optional;

/**
 * A constant in a predicate.
 *
 * @param value a Boolean, Long, Double, BigDecimal, String, byte[], LocalDate, Instant or LocalDateTime
 */
public record Literal(Object value) {

    public Literal {
        if (!(value instanceof Boolean
                || value instanceof Long
                || value instanceof Double
                || value instanceof BigDecimal
                || value instanceof String
                || value instanceof byte[]
                || value instanceof LocalDate
                || value instanceof Instant
                || value instanceof LocalDateTime)) {
            throw new IllegalArgumentException(
                    "not a literal: " + value + " (" + value.getClass().getName() + ")");
        }
    }

    /** A literal of a Java value; smaller numbers are widened to Long and Double. */
    public static Literal of(Object value) {
        if (value instanceof Byte || value instanceof Short || value instanceof Integer) {
            return new Literal(((Number) value).longValue());
        }
        return new Literal(value instanceof Float f ? (Object) f.doubleValue() : value);
    }

    /**
     * A partition value of a column (PROTOCOL.md, "Partition Value Serialization"); the empty text, which means null, has
     * none. A time without zone, which older writers left, is taken as UTC.
     *
     * @throws IllegalArgumentException if the text is none of the type's values
     */
    public static Optional<Literal> ofPartition(String text, DataType type) {
        try {
            return text.isEmpty() ? Optional.empty() : Optional.of(new Literal(PartitionText.parse(text, type)));
        } catch (DateTimeException | ArithmeticException | IllegalArgumentException e) {
            throw new IllegalArgumentException("partition value '" + text + "' is no " + SchemaJson.describe(type), e);
        }
    }

    /** As in SQL. */
    @Override
    public String toString() {
        if (value instanceof String text) {
            return "'" + text.replace("'", "''") + "'";
        }
        if (value instanceof byte[] bytes) {
            return "X'" + HexFormat.of().formatHex(bytes) + "'";
        }
        boolean time = value instanceof Instant || value instanceof LocalDate || value instanceof LocalDateTime;
        return time ? "'" + value + "'" : value.toString();
    }
}
