package io.twinlake.log;

import io.twinlake.format.BooleanVector;
import io.twinlake.format.BytesVector;
import io.twinlake.format.ColumnVector;
import io.twinlake.format.DataType;
import io.twinlake.format.IntVector;
import io.twinlake.format.ListVector;
import io.twinlake.format.LongVector;
import io.twinlake.format.MapVector;
import io.twinlake.format.StructVector;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One action of a checkpoint: a row of a struct column, its fields by name.
 *
 * @param column what the action is called, for messages
 */
record StructRow(String column, DataType.Struct type, StructVector vector, int row) {

    static StructRow of(String column, ColumnVector vector, int row) {
        StructVector struct = (StructVector) vector;
        return new StructRow(column, (DataType.Struct) struct.type(), struct, row);
    }

    /** Whether that field was asked for. */
    boolean has(String field) {
        return type.fields().stream().anyMatch(asked -> asked.name().equals(field));
    }

    Optional<String> text(String field) {
        BytesVector texts = (BytesVector) field(field);
        return texts.isNull(row) ? Optional.empty() : Optional.of(texts.string(row));
    }

    String requiredText(String field) {
        return text(field).orElseThrow(() -> missing(field));
    }

    OptionalLong number(String field) {
        ColumnVector numbers = field(field);
        if (numbers.isNull(row)) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(numbers instanceof IntVector ints ? ints.get(row) : ((LongVector) numbers).get(row));
    }

    long requiredNumber(String field) {
        return number(field).orElseThrow(() -> missing(field));
    }

    boolean flag(String field, boolean otherwise) {
        BooleanVector flags = (BooleanVector) field(field);
        return flags.isNull(row) ? otherwise : flags.get(row);
    }

    /** A map's entries; those that are null or empty have no value. */
    Map<String, Optional<String>> values(String field) {
        MapVector maps = (MapVector) field(field);
        if (maps.isNull(row)) {
            return Map.of();
        }
        BytesVector keys = (BytesVector) maps.keys();
        BytesVector values = (BytesVector) maps.values();
        Map<String, Optional<String>> entries = new HashMap<>();
        for (int i = maps.start(row); i < maps.end(row); i++) {
            entries.put(keys.string(i), ActionReader.partitionValue(values.isNull(i) ? "" : values.string(i)));
        }
        return entries;
    }

    /** A map's entries; those that are null are left out. */
    Map<String, String> texts(String field) {
        MapVector maps = (MapVector) field(field);
        if (maps.isNull(row)) {
            return Map.of();
        }
        BytesVector keys = (BytesVector) maps.keys();
        BytesVector values = (BytesVector) maps.values();
        Map<String, String> entries = new HashMap<>();
        for (int i = maps.start(row); i < maps.end(row); i++) {
            if (!values.isNull(i)) {
                entries.put(keys.string(i), values.string(i));
            }
        }
        return entries;
    }

    List<String> names(String field) {
        ListVector lists = (ListVector) field(field);
        if (lists.isNull(row)) {
            return List.of();
        }
        BytesVector elements = (BytesVector) lists.elements();
        List<String> names = new ArrayList<>();
        for (int i = lists.start(row); i < lists.end(row); i++) {
            names.add(elements.string(i));
        }
        return names;
    }

    Optional<StructRow> struct(String field) {
        ColumnVector structs = field(field);
        return structs.isNull(row) ? Optional.empty() : Optional.of(of(column + "." + field, structs, row));
    }

    private ColumnVector field(String name) {
        List<io.twinlake.format.Field> fields = type.fields();
        for (int i = 0; i < fields.size(); i++) {
            if (fields.get(i).name().equals(name)) {
                return vector.field(i);
            }
        }
        throw new IllegalArgumentException("column " + column + " was not asked for a field " + name);
    }

    private CorruptLogException missing(String field) {
        return new CorruptLogException(column + "." + field + " is missing in row " + row);
    }
}
