package io.twinlake.log;

import io.twinlake.format.DataType;
import io.twinlake.format.Field;
import io.twinlake.format.Schema;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * Gives the columns of a mapped table that lack them an id and a physical name, at whatever depth. Ids only grow, those of
 * columns that were dropped included (PROTOCOL.md, "Writer Requirements for Column Mapping").
 */
final class ColumnIds implements DataType.Cases<DataType> {

    static final String ID = "delta.columnMapping.id";
    static final String PHYSICAL_NAME = "delta.columnMapping.physicalName";

    private final Function<Field, String> names;
    private long greatest;

    /** Takes the greatest id that was ever given, and how a field without a physical name gets one. */
    ColumnIds(long greatest, Function<Field, String> names) {
        this.greatest = greatest;
        this.names = names;
    }

    /** The greatest id of a schema, 0 where it has none. */
    static long greatest(Schema schema) {
        long[] greatest = {0};
        NestedFields.any(new DataType.Struct(schema.fields()), field -> {
            greatest[0] = Math.max(greatest[0], of(field).orElse(0));
            return false;
        });
        return greatest[0];
    }

    /** The id of a column, where it has one. */
    static OptionalLong of(Field field) {
        String id = field.metadata().get(ID);
        return id == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(id));
    }

    Schema assign(Schema schema) {
        return new Schema(schema.fields().stream().map(this::assign).toList());
    }

    /** The greatest id that is given now. */
    long greatest() {
        return greatest;
    }

    private Field assign(Field field) {
        Map<String, String> metadata = new HashMap<>(field.metadata());
        if (of(field).isEmpty()) {
            metadata.put(ID, Long.toString(++greatest));
        }
        if (!metadata.containsKey(PHYSICAL_NAME)) {
            metadata.put(
                    PHYSICAL_NAME,
                    '"' + names.apply(field).replace("\\", "\\\\").replace("\"", "\\\"") + '"');
        }
        return new Field(field.name(), field.type().match(this), field.nullable(), metadata);
    }

    @Override
    public DataType primitive(DataType.Primitive type) {
        return type;
    }

    @Override
    public DataType decimal(DataType.Decimal type) {
        return type;
    }

    @Override
    public DataType struct(DataType.Struct type) {
        return new DataType.Struct(type.fields().stream().map(this::assign).toList());
    }

    @Override
    public DataType array(DataType.Array type) {
        return new DataType.Array(type.element().match(this), type.containsNull());
    }

    @Override
    public DataType map(DataType.MapOf type) {
        return new DataType.MapOf(type.key().match(this), type.value().match(this), type.valueContainsNull());
    }
}
