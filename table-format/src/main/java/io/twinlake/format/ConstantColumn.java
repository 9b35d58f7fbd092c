package io.twinlake.format;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Optional;

/** A literal as a value of a vector of some type. */
final class ConstantColumn implements DataType.Cases<Boolean> {

    private final ColumnVector vector;
    private final Object value;

    private ConstantColumn(ColumnVector vector, Literal literal) {
        this.vector = vector;
        this.value = literal.value();
    }

    /** A vector with that value, or null, in every row. */
    static ColumnVector of(DataType type, Optional<Literal> value, int rows) {
        ColumnVector vector = Vectors.of(type);
        ColumnVector one = Vectors.of(type);
        value.ifPresent(literal -> type.match(new ConstantColumn(one, literal)));
        for (int row = 0; row < rows; row++) {
            if (value.isPresent()) {
                vector.appendFrom(one, 0);
            } else {
                vector.appendNull();
            }
        }
        return vector;
    }

    @Override
    public Boolean primitive(DataType.Primitive type) {
        switch (type) {
            case BOOLEAN -> ((BooleanVector) vector).append((Boolean) value);
            case BYTE, SHORT, INTEGER -> ((IntVector) vector).append(Math.toIntExact((Long) value));
            case LONG -> ((LongVector) vector).append((Long) value);
            case FLOAT -> ((FloatVector) vector).append(((Double) value).floatValue());
            case DOUBLE -> ((DoubleVector) vector).append((Double) value);
            case STRING -> ((BytesVector) vector).append((String) value);
            case BINARY -> ((BytesVector) vector).append((byte[]) value);
            case DATE -> ((IntVector) vector).append(Math.toIntExact(((LocalDate) value).toEpochDay()));
            case TIMESTAMP -> ((LongVector) vector).append(Micros.of((Instant) value));
            case TIMESTAMP_NTZ -> ((LongVector) vector).append(Micros.of((LocalDateTime) value));
            case VARIANT, VOID -> throw nothing(type);
        }
        return true;
    }

    @Override
    public Boolean decimal(DataType.Decimal type) {
        BigDecimal exact = ((BigDecimal) value).setScale(type.scale());
        if (vector instanceof LongVector longs) {
            longs.append(exact.unscaledValue().longValueExact());
        } else {
            ((BytesVector) vector).append(exact.unscaledValue().toByteArray());
        }
        return true;
    }

    @Override
    public Boolean struct(DataType.Struct type) {
        throw nothing(type);
    }

    @Override
    public Boolean array(DataType.Array type) {
        throw nothing(type);
    }

    @Override
    public Boolean map(DataType.MapOf type) {
        throw nothing(type);
    }

    private static IllegalArgumentException nothing(DataType type) {
        return new IllegalArgumentException("there are no literals of type " + SchemaJson.describe(type));
    }
}
