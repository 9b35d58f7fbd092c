package io.twinlake.spark;

import io.twinlake.format.DataType;
import io.twinlake.format.Literal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.vectorized.ColumnVector;

/**
 * How the event times of a column are numbers that are in order: microseconds from 1970 for times and days, else the number
 * that the column has. A day and the midnight that it is widened to are the same number.
 */
enum EventTimeType {
    TIME,
    DAY,
    LONG,
    INTEGER;

    private static final long MICROS_PER_SECOND = 1_000_000;
    private static final long SECONDS_PER_DAY = 86_400;
    private static final int NANOS_PER_MICRO = 1_000;

    /** Empty for a type whose values are no times. */
    static Optional<EventTimeType> of(DataType type) {
        if (!(type instanceof DataType.Primitive primitive)) {
            return Optional.empty();
        }
        return switch (primitive) {
            case TIMESTAMP, TIMESTAMP_NTZ -> Optional.of(TIME);
            case DATE -> Optional.of(DAY);
            case LONG -> Optional.of(LONG);
            case INTEGER -> Optional.of(INTEGER);
            default -> Optional.empty();
        };
    }

    /** The same of Spark's type, which is one of these. */
    static EventTimeType of(org.apache.spark.sql.types.DataType type) {
        if (type.equals(DataTypes.DateType)) {
            return DAY;
        }
        return type.equals(DataTypes.IntegerType) ? INTEGER : type.equals(DataTypes.LongType) ? LONG : TIME;
    }

    /** The number of a bound. Beyond the range of numbers it is their end. */
    static long of(Literal bound) {
        Object value = bound.value();
        if (value instanceof Instant time) {
            return micros(time.getEpochSecond(), time.getNano());
        }
        if (value instanceof LocalDateTime time) {
            return of(Literal.of(time.toInstant(ZoneOffset.UTC)));
        }
        if (value instanceof LocalDate day) {
            return micros(day.toEpochDay() * SECONDS_PER_DAY, 0);
        }
        return (Long) value;
    }

    long of(ColumnVector values, int row) {
        return switch (this) {
            case TIME, LONG -> values.getLong(row);
            case DAY -> micros(values.getInt(row) * SECONDS_PER_DAY, 0);
            case INTEGER -> values.getInt(row);
        };
    }

    long of(InternalRow row, int column) {
        return switch (this) {
            case TIME, LONG -> row.getLong(column);
            case DAY -> micros(row.getInt(column) * SECONDS_PER_DAY, 0);
            case INTEGER -> row.getInt(column);
        };
    }

    private static long micros(long seconds, int nanos) {
        if (seconds > Long.MAX_VALUE / MICROS_PER_SECOND - 1) {
            return Long.MAX_VALUE;
        }
        return seconds < Long.MIN_VALUE / MICROS_PER_SECOND + 1
                ? Long.MIN_VALUE
                : seconds * MICROS_PER_SECOND + nanos / NANOS_PER_MICRO;
    }
}
