package io.twinlake.spark;

import io.twinlake.format.Literal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.apache.spark.sql.connector.expressions.Expression;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.unsafe.types.UTF8String;

/** Spark's literals as ours. */
final class Constants {

    private Constants() {}

    static boolean isNull(Expression expression) {
        return expression instanceof org.apache.spark.sql.connector.expressions.Literal<?> literal
                && literal.value() == null;
    }

    /**
     * Our literal for Spark's; none for what has no counterpart (null, intervals, collated text) and for the numbers
     * that Spark orders in its own way: NaN is its greatest number, and its zeros are equal.
     */
    static Optional<Literal> of(Expression expression) {
        if (!(expression instanceof org.apache.spark.sql.connector.expressions.Literal<?> literal)
                || literal.value() == null) {
            return Optional.empty();
        }
        return value(literal.value(), literal.dataType()).map(Literal::of);
    }

    private static Optional<Object> value(Object value, DataType type) {
        if (value instanceof Boolean) {
            return Optional.of(value);
        }
        if (value instanceof Number number) {
            return number(number, type);
        }
        if (value instanceof Decimal decimal) {
            return Optional.of(decimal.toJavaBigDecimal());
        }
        if (value instanceof UTF8String text && type.equals(DataTypes.StringType)) {
            return Optional.of(text.toString());
        }
        return Optional.empty();
    }

    private static Optional<Object> number(Number number, DataType type) {
        if (type.equals(DataTypes.DateType)) {
            return Optional.of(LocalDate.ofEpochDay(number.intValue()));
        }
        if (type.equals(DataTypes.TimestampType)) {
            return Optional.of(instant(number.longValue()));
        }
        if (type.equals(DataTypes.TimestampNTZType)) {
            return Optional.of(LocalDateTime.ofInstant(instant(number.longValue()), ZoneOffset.UTC));
        }
        if (type.equals(DataTypes.FloatType) || type.equals(DataTypes.DoubleType)) {
            double value = number.doubleValue();
            return Double.isNaN(value) || value == 0 ? Optional.empty() : Optional.of(value);
        }
        boolean whole = type.equals(DataTypes.ByteType)
                || type.equals(DataTypes.ShortType)
                || type.equals(DataTypes.IntegerType)
                || type.equals(DataTypes.LongType);
        return whole ? Optional.of(number.longValue()) : Optional.empty();
    }

    static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
}
