package io.twinlake.format;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/** Makes a literal fit a column: texts are parsed as the column's type, numbers compared exactly, dates as midnight. */
final class Constants implements DataType.Cases<Constant> {

    private final String column;
    private final DataType type;
    private final Object value;

    private Constants(ColumnRef column, Literal literal) {
        this.column = column.name();
        this.type = column.type();
        this.value = literal.value();
    }

    /** @throws IllegalArgumentException if the column can't be compared with such a literal */
    static Constant of(ColumnRef column, Literal literal) {
        var constants = new Constants(column, literal);
        try {
            return column.type().match(constants);
        } catch (DateTimeException | NumberFormatException e) {
            throw new IllegalArgumentException(constants.mismatch().getMessage(), e);
        }
    }

    @Override
    public Constant primitive(DataType.Primitive primitive) {
        return switch (primitive) {
            case BOOLEAN -> new Constant.Truth(truth());
            case BYTE, SHORT, INTEGER, LONG, FLOAT, DOUBLE -> number(primitive);
            case STRING -> new Constant.Bytes(text().getBytes(StandardCharsets.UTF_8));
            case BINARY ->
                new Constant.Bytes(value instanceof byte[] bytes ? bytes : text().getBytes(StandardCharsets.UTF_8));
            case DATE -> date();
            case TIMESTAMP, TIMESTAMP_NTZ -> new Constant.Whole(micros(), primitive, false);
            case VARIANT, VOID -> throw mismatch();
        };
    }

    @Override
    public Constant decimal(DataType.Decimal decimal) {
        return value instanceof Double number && !Double.isFinite(number)
                ? new Constant.Floating(number)
                : new Constant.Exact(decimalValue());
    }

    @Override
    public Constant struct(DataType.Struct struct) {
        throw mismatch();
    }

    @Override
    public Constant array(DataType.Array array) {
        throw mismatch();
    }

    @Override
    public Constant map(DataType.MapOf map) {
        throw mismatch();
    }

    private Constant number(DataType.Primitive primitive) {
        if (primitive == DataType.Primitive.FLOAT || primitive == DataType.Primitive.DOUBLE) {
            return new Constant.Floating(
                    value instanceof String text
                            ? Double.parseDouble(text)
                            : numeric().doubleValue());
        }
        if (value instanceof Double number && !Double.isFinite(number)) {
            return new Constant.Floating(number);
        }
        return value instanceof Long whole
                ? new Constant.Whole(whole, primitive, false)
                : new Constant.Exact(decimalValue());
    }

    private Number numeric() {
        if (value instanceof Number number) {
            return number;
        }
        throw mismatch();
    }

    private BigDecimal decimalValue() {
        if (value instanceof BigDecimal decimal) {
            return decimal;
        }
        return value instanceof String text
                ? new BigDecimal(text.strip())
                : new BigDecimal(numeric().toString());
    }

    private boolean truth() {
        if (value instanceof Boolean truth) {
            return truth;
        }
        if ("true".equals(value) || "false".equals(value)) {
            return "true".equals(value);
        }
        throw mismatch();
    }

    private String text() {
        if (value instanceof String text) {
            return text;
        }
        throw mismatch();
    }

    /** A date is compared with a time as its midnight. */
    private Constant date() {
        boolean day = value instanceof LocalDate || (value instanceof String text && text.length() <= 10);
        if (day) {
            LocalDate date = value instanceof LocalDate local ? local : LocalDate.parse(text());
            return new Constant.Whole(date.toEpochDay(), type, false);
        }
        return new Constant.Whole(micros(), type, true);
    }

    private long micros() {
        if (value instanceof Instant instant) {
            return Micros.of(instant);
        }
        if (value instanceof LocalDateTime time) {
            return Micros.of(time);
        }
        if (value instanceof LocalDate date) {
            return Micros.atMidnight(date.toEpochDay());
        }
        return Micros.parse(text());
    }

    private IllegalArgumentException mismatch() {
        return new IllegalArgumentException("column '" + column + "' is " + SchemaJson.describe(type)
                + " and can't be compared with " + new Literal(value) + "; give a literal of that type");
    }

    /** A bound of a column whose values are whole numbers: days, microseconds or numbers. */
    static long whole(Literal bound, DataType type) {
        if (bound.value() instanceof LocalDate date) {
            return date.toEpochDay();
        }
        if (bound.value() instanceof Instant instant) {
            return Micros.of(instant);
        }
        if (bound.value() instanceof LocalDateTime time) {
            return Micros.of(time.toInstant(ZoneOffset.UTC));
        }
        if (bound.value() instanceof Long number) {
            return number;
        }
        throw new IllegalArgumentException(bound + " is no bound of a column of type " + SchemaJson.describe(type));
    }

    static BigDecimal exact(Literal bound) {
        return bound.value() instanceof BigDecimal decimal ? decimal : BigDecimal.valueOf((Long) bound.value());
    }

    static byte[] bytes(Literal bound) {
        return bound.value() instanceof byte[] bytes
                ? bytes
                : ((String) bound.value()).getBytes(StandardCharsets.UTF_8);
    }
}
