package io.twinlake.query;

import io.twinlake.format.BooleanVector;
import io.twinlake.format.BytesVector;
import io.twinlake.format.ColumnVector;
import io.twinlake.format.DataType;
import io.twinlake.format.DoubleVector;
import io.twinlake.format.FloatVector;
import io.twinlake.format.IntVector;
import io.twinlake.format.ListVector;
import io.twinlake.format.LongVector;
import io.twinlake.format.MapVector;
import io.twinlake.format.StructVector;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.sql.Array;
import java.sql.Blob;
import java.sql.SQLException;
import java.sql.Struct;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Appends what DuckDB's driver gives to vectors. */
final class EngineValues implements DataType.Cases<Boolean> {

    private final ColumnVector vector;
    private final Object value;

    private EngineValues(ColumnVector vector, Object value) {
        this.vector = vector;
        this.value = value;
    }

    static void append(ColumnVector vector, @Nullable Object value) {
        if (value == null) {
            vector.appendNull();
        } else {
            vector.type().match(new EngineValues(vector, value));
        }
    }

    @Override
    public Boolean primitive(DataType.Primitive type) {
        switch (type) {
            case BOOLEAN -> ((BooleanVector) vector).append((Boolean) value);
            case BYTE, SHORT, INTEGER, VOID -> ((IntVector) vector).append(((Number) value).intValue());
            case LONG -> ((LongVector) vector).append(((Number) value).longValue());
            case FLOAT -> ((FloatVector) vector).append(((Number) value).floatValue());
            case DOUBLE -> ((DoubleVector) vector).append(((Number) value).doubleValue());
            case STRING -> ((BytesVector) vector).append(value.toString());
            case BINARY -> ((BytesVector) vector).append(bytes());
            case DATE -> ((IntVector) vector).append(Math.toIntExact(((LocalDate) value).toEpochDay()));
            case TIMESTAMP -> ((LongVector) vector).append(Values.micros(((OffsetDateTime) value).toInstant()));
            case TIMESTAMP_NTZ -> ((LongVector) vector).append(Values.micros(local().toInstant(ZoneOffset.UTC)));
            case VARIANT -> throw new IllegalStateException("DuckDB gives no variant");
        }
        return true;
    }

    @Override
    public Boolean decimal(DataType.Decimal type) {
        BigInteger unscaled = (value instanceof BigDecimal exact ? exact : new BigDecimal(value.toString()))
                .setScale(type.scale())
                .unscaledValue();
        if (vector instanceof LongVector longs) {
            longs.append(unscaled.longValueExact());
        } else {
            ((BytesVector) vector).append(unscaled.toByteArray());
        }
        return true;
    }

    @Override
    public Boolean struct(DataType.Struct type) {
        StructVector struct = (StructVector) vector;
        try {
            Object[] fields = ((Struct) value).getAttributes();
            for (int i = 0; i < fields.length; i++) {
                append(struct.field(i), fields[i]);
            }
        } catch (SQLException e) {
            throw SqlSession.failed(e);
        }
        struct.endRow();
        return true;
    }

    @Override
    public Boolean array(DataType.Array type) {
        ListVector list = (ListVector) vector;
        try {
            for (Object element : (Object[]) ((Array) value).getArray()) {
                append(list.elements(), element);
            }
        } catch (SQLException e) {
            throw SqlSession.failed(e);
        }
        list.endRow();
        return true;
    }

    @Override
    public Boolean map(DataType.MapOf type) {
        MapVector map = (MapVector) vector;
        for (Map.Entry<?, ?> entry : ((Map<?, ?>) value).entrySet()) {
            append(map.keys(), entry.getKey());
            append(map.values(), entry.getValue());
        }
        map.endRow();
        return true;
    }

    private byte[] bytes() {
        if (value instanceof byte[] array) {
            return array;
        }
        if (value instanceof ByteBuffer buffer) {
            byte[] copy = new byte[buffer.remaining()];
            buffer.duplicate().get(copy);
            return copy;
        }
        try {
            Blob blob = (Blob) value;
            return blob.getBytes(1, Math.toIntExact(blob.length()));
        } catch (SQLException e) {
            throw SqlSession.failed(e);
        }
    }

    private LocalDateTime local() {
        return value instanceof Timestamp timestamp ? timestamp.toLocalDateTime() : (LocalDateTime) value;
    }
}
