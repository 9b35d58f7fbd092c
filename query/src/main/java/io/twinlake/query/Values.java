package io.twinlake.query;

import io.twinlake.format.BooleanVector;
import io.twinlake.format.BytesVector;
import io.twinlake.format.ColumnVector;
import io.twinlake.format.DataType;
import io.twinlake.format.DoubleVector;
import io.twinlake.format.Field;
import io.twinlake.format.FloatVector;
import io.twinlake.format.IntVector;
import io.twinlake.format.ListVector;
import io.twinlake.format.LongVector;
import io.twinlake.format.MapVector;
import io.twinlake.format.StructVector;
import io.twinlake.format.VariantValue;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A cell of a vector as a Java object (the classes are listed at {@link Row}). */
final class Values implements DataType.Cases<Object> {

    private final ColumnVector vector;
    private final int row;

    private Values(ColumnVector vector, int row) {
        this.vector = vector;
        this.row = row;
    }

    static @Nullable Object of(ColumnVector vector, int row) {
        return vector.isNull(row) ? null : vector.type().match(new Values(vector, row));
    }

    static Instant instant(long micros) {
        return Instant.ofEpochSecond(Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1_000L);
    }

    static long micros(Instant instant) {
        return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), 1_000_000L), instant.getNano() / 1_000);
    }

    @Override
    public Object primitive(DataType.Primitive type) {
        return switch (type) {
            case BOOLEAN -> ((BooleanVector) vector).get(row);
            case BYTE, SHORT, INTEGER, VOID -> ((IntVector) vector).get(row);
            case LONG -> ((LongVector) vector).get(row);
            case FLOAT -> ((FloatVector) vector).get(row);
            case DOUBLE -> ((DoubleVector) vector).get(row);
            case STRING -> ((BytesVector) vector).string(row);
            case BINARY -> ((BytesVector) vector).get(row);
            case DATE -> LocalDate.ofEpochDay(((IntVector) vector).get(row));
            case TIMESTAMP -> instant(((LongVector) vector).get(row));
            case TIMESTAMP_NTZ -> LocalDateTime.ofInstant(instant(((LongVector) vector).get(row)), ZoneOffset.UTC);
            case VARIANT -> VariantValue.of((StructVector) vector, row);
        };
    }

    @Override
    public Object decimal(DataType.Decimal type) {
        return decimal(vector, row, type.scale());
    }

    static BigDecimal decimal(ColumnVector vector, int row, int scale) {
        return vector instanceof LongVector longs
                ? BigDecimal.valueOf(longs.get(row), scale)
                : new BigDecimal(new BigInteger(((BytesVector) vector).get(row)), scale);
    }

    @Override
    public Object struct(DataType.Struct type) {
        Map<String, Optional<Object>> fields = new LinkedHashMap<>();
        for (int i = 0; i < type.fields().size(); i++) {
            Field field = type.fields().get(i);
            fields.put(field.name(), Optional.ofNullable(of(((StructVector) vector).field(i), row)));
        }
        return fields;
    }

    @Override
    public Object array(DataType.Array type) {
        ListVector list = (ListVector) vector;
        List<Optional<Object>> elements = new ArrayList<>();
        for (int i = list.start(row); i < list.end(row); i++) {
            elements.add(Optional.ofNullable(of(list.elements(), i)));
        }
        return elements;
    }

    @Override
    public Object map(DataType.MapOf type) {
        MapVector map = (MapVector) vector;
        Map<Object, Optional<Object>> entries = new LinkedHashMap<>();
        for (int i = map.start(row); i < map.end(row); i++) {
            Object key = of(map.keys(), i);
            if (key != null) {
                entries.put(key, Optional.ofNullable(of(map.values(), i)));
            }
        }
        return entries;
    }
}
