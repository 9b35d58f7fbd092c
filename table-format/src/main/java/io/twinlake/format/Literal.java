package io.twinlake.format;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;

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
}
