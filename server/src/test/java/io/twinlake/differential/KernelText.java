package io.twinlake.differential;

import io.delta.kernel.data.ArrayValue;
import io.delta.kernel.data.ColumnVector;
import io.delta.kernel.data.MapValue;
import io.delta.kernel.data.Row;
import io.delta.kernel.internal.util.VectorUtils;
import io.delta.kernel.types.ArrayType;
import io.delta.kernel.types.BinaryType;
import io.delta.kernel.types.DataType;
import io.delta.kernel.types.DateType;
import io.delta.kernel.types.DecimalType;
import io.delta.kernel.types.MapType;
import io.delta.kernel.types.StringType;
import io.delta.kernel.types.StructType;
import io.delta.kernel.types.TimestampNTZType;
import io.delta.kernel.types.TimestampType;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** A row of Delta Kernel in the words of {@link ValueText}. */
final class KernelText {

    private KernelText() {}

    /** @param type by the names of the table; Kernel's own rows have nested fields by their names in files */
    static String of(Row row, StructType type) {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < type.length(); i++) {
            texts.add(type.at(i).getName() + "=" + field(row, i, type.at(i).getDataType()));
        }
        return texts.toString();
    }

    private static String field(Row row, int i, DataType type) {
        if (row.isNullAt(i)) {
            return "null";
        } else if (type instanceof StructType struct) {
            return of(row.getStruct(i), struct);
        } else if (type instanceof ArrayType array) {
            return array(row.getArray(i), array.getElementType());
        } else if (type instanceof MapType map) {
            return map(row.getMap(i), map);
        }
        return text(type, value(row, i, type));
    }

    private static Object value(Row row, int i, DataType type) {
        if (type instanceof DecimalType) {
            return row.getDecimal(i);
        }
        return switch (type.toString()) {
            case "boolean" -> row.getBoolean(i);
            case "byte" -> row.getByte(i);
            case "short" -> row.getShort(i);
            case "integer", "date" -> row.getInt(i);
            case "long", "timestamp", "timestamp_ntz" -> row.getLong(i);
            case "float" -> row.getFloat(i);
            case "double" -> row.getDouble(i);
            case "binary" -> row.getBinary(i);
            default -> row.getString(i);
        };
    }

    private static String array(ArrayValue array, DataType element) {
        return elements(array.getElements(), element, array.getSize()).toString();
    }

    private static String map(MapValue map, MapType type) {
        List<String> keys = elements(map.getKeys(), type.getKeyType(), map.getSize());
        List<String> values = elements(map.getValues(), type.getValueType(), map.getSize());
        List<String> entries = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            entries.add(keys.get(i) + " -> " + values.get(i));
        }
        return ValueText.entries(entries);
    }

    private static List<String> elements(ColumnVector vector, DataType type, int size) {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            texts.add(element(vector, i, type));
        }
        return texts;
    }

    private static String element(ColumnVector vector, int i, DataType type) {
        if (vector.isNullAt(i)) {
            return "null";
        } else if (type instanceof StructType struct) {
            List<String> texts = new ArrayList<>();
            for (int field = 0; field < struct.length(); field++) {
                texts.add(struct.at(field).getName() + "="
                        + element(vector.getChild(field), i, struct.at(field).getDataType()));
            }
            return texts.toString();
        } else if (type instanceof ArrayType array) {
            return array(vector.getArray(i), array.getElementType());
        } else if (type instanceof MapType map) {
            return map(vector.getMap(i), map);
        }
        return text(type, VectorUtils.getValueAsObject(vector, type, i));
    }

    private static String text(DataType type, Object value) {
        if (type instanceof StringType) {
            return ValueText.text((String) value);
        } else if (type instanceof BinaryType) {
            return ValueText.binary((byte[]) value);
        } else if (type instanceof DecimalType) {
            return ValueText.decimal((BigDecimal) value);
        } else if (type instanceof DateType) {
            return LocalDate.ofEpochDay((Integer) value).toString();
        } else if (type instanceof TimestampType) {
            return instant(value).toString();
        } else if (type instanceof TimestampNTZType) {
            return LocalDateTime.ofInstant(instant(value), ZoneOffset.UTC).toString();
        }
        return value.toString();
    }

    private static Instant instant(Object micros) {
        return Instant.EPOCH.plus((Long) micros, ChronoUnit.MICROS);
    }
}
