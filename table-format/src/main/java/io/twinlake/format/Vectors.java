package io.twinlake.format;

import java.util.List;
import java.util.Optional;

/** Makes vectors: which vector stores which type. */
public final class Vectors implements DataType.Cases<ColumnVector> {

    private static final Vectors INSTANCE = new Vectors();

    private Vectors() {}

    /** An empty vector that stores {@code type}. */
    public static ColumnVector of(DataType type) {
        return type.match(INSTANCE);
    }

    /** A vector that has one value, or null, in every row. */
    public static ColumnVector constant(DataType type, Optional<Literal> value, int rows) {
        return ConstantColumn.of(type, value, rows);
    }

    /** A vector that stores {@code type}, texts and arrays of texts as codes. */
    static ColumnVector coded(DataType type) {
        if (type == DataType.Primitive.STRING) {
            return BytesVector.coded(type);
        }
        return type instanceof DataType.Array array ? new ListVector(type, coded(array.element())) : of(type);
    }

    @Override
    public ColumnVector primitive(DataType.Primitive type) {
        return switch (type) {
            case BOOLEAN -> new BooleanVector(type);
            case BYTE, SHORT, INTEGER, DATE, VOID -> new IntVector(type);
            case LONG, TIMESTAMP, TIMESTAMP_NTZ -> new LongVector(type);
            case FLOAT -> new FloatVector(type);
            case DOUBLE -> new DoubleVector(type);
            case STRING, BINARY -> new BytesVector(type);
            case VARIANT ->
                new StructVector(
                        type,
                        List.of(
                                new BytesVector(DataType.Primitive.BINARY),
                                new BytesVector(DataType.Primitive.BINARY)));
        };
    }

    @Override
    public ColumnVector decimal(DataType.Decimal type) {
        return type.precision() <= 18 ? new LongVector(type) : new BytesVector(type);
    }

    @Override
    public ColumnVector struct(DataType.Struct type) {
        return new StructVector(
                type, type.fields().stream().map(field -> of(field.type())).toList());
    }

    @Override
    public ColumnVector array(DataType.Array type) {
        return new ListVector(type, of(type.element()));
    }

    @Override
    public ColumnVector map(DataType.MapOf type) {
        return new MapVector(type, of(type.key()), of(type.value()));
    }
}
