package io.twinlake.twin;

import io.twinlake.format.DataType;
import io.twinlake.format.Field;
import java.util.List;
import java.util.Locale;

/** The types of values in events, formulas and twins. */
public enum ValueType {
    BOOLEAN,
    INT,
    LONG,
    DOUBLE,
    STRING,
    /** Microseconds from 1970-01-01T00:00:00Z. */
    TIMESTAMP,
    /** Days from 1970-01-01. */
    DATE,
    /** Microseconds. */
    INTERVAL,
    /** Latitude and longitude in degrees: two consecutive words. */
    GEO_POINT;

    private static final DataType POINT = new DataType.Struct(List.of(
            Field.nullable("lat", DataType.Primitive.DOUBLE), Field.nullable("lon", DataType.Primitive.DOUBLE)));

    /** The word of the definition language, in lower case. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether values are numbers that widen: int to long to double. */
    public boolean isNumeric() {
        return this == INT || this == LONG || this == DOUBLE;
    }

    /** Whether a value lies in {@link Slots}' texts; else it lies in its words. */
    public boolean isText() {
        return this == STRING;
    }

    /** How many words of {@link Slots} a value takes. */
    int words() {
        return this == GEO_POINT ? 2 : isText() ? 0 : 1;
    }

    /** Whether a value of that type becomes one of this type without loss of meaning and without being asked. */
    boolean widensFrom(ValueType other) {
        return switch (this) {
            case LONG -> other == LONG || other == INT;
            case DOUBLE -> other.isNumeric();
            case TIMESTAMP -> other == TIMESTAMP || other == DATE;
            default -> other == this;
        };
    }

    /** The type of its column in a table. */
    public DataType columnType() {
        return switch (this) {
            case BOOLEAN -> DataType.Primitive.BOOLEAN;
            case INT -> DataType.Primitive.INTEGER;
            case LONG, INTERVAL -> DataType.Primitive.LONG;
            case DOUBLE -> DataType.Primitive.DOUBLE;
            case STRING -> DataType.Primitive.STRING;
            case TIMESTAMP -> DataType.Primitive.TIMESTAMP;
            case DATE -> DataType.Primitive.DATE;
            case GEO_POINT -> POINT;
        };
    }
}
