package io.twinlake.twin;

import io.twinlake.format.DataType;
import io.twinlake.format.Field;
import io.twinlake.format.Schema;
import io.twinlake.format.TwinShape;
import java.util.ArrayList;
import java.util.List;

/** The columns of a twin table: identity and time, what changed, the state, where it came from. */
record RowLayout(Schema schema, List<Layout.Slot> values) {

    static final int KEY = 0;
    static final int OBSERVED_AT = 1;
    static final int RECORDED_AT = 2;
    static final int BORN_AT = 3;
    static final int SEQ = 4;
    static final int CAUSE = 5;
    static final int CHANGED = 6;
    static final int FIRST_VALUE = 7;

    static RowLayout of(TwinDefinition definition) {
        List<Layout.Slot> values = new ArrayList<>();
        definition.attributes().forEach(attribute -> values.add(attribute.column()));
        definition.properties().stream().filter(Property::isVisible).forEach(property -> {
            values.addAll(property.columns());
            property.since().ifPresent(values::add);
        });
        List<Field> fields = new ArrayList<>();
        fields.add(Field.required(TwinShape.KEY, DataType.Primitive.STRING));
        fields.add(Field.required(TwinShape.OBSERVED_AT, DataType.Primitive.TIMESTAMP));
        fields.add(Field.required(TwinShape.RECORDED_AT, DataType.Primitive.TIMESTAMP));
        fields.add(Field.required(TwinShape.BORN_AT, DataType.Primitive.TIMESTAMP));
        fields.add(Field.required(TwinShape.SEQ, DataType.Primitive.LONG));
        fields.add(Field.required(TwinShape.CAUSE, DataType.Primitive.STRING));
        fields.add(Field.nullable(TwinShape.CHANGED, new DataType.Array(DataType.Primitive.STRING, false)));
        values.forEach(
                slot -> fields.add(Field.nullable(slot.name(), slot.type().columnType())));
        fields.add(Field.nullable(TwinShape.DEFINITION_VERSION, DataType.Primitive.INTEGER));
        fields.add(Field.nullable(TwinShape.SOURCE_PARTITION, DataType.Primitive.STRING));
        fields.add(Field.nullable(TwinShape.SOURCE_OFFSET, DataType.Primitive.LONG));
        return new RowLayout(new Schema(fields), List.copyOf(values));
    }
}
