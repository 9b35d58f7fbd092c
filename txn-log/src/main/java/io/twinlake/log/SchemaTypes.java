package io.twinlake.log;

import io.twinlake.format.DataType;
import java.util.function.Predicate;

/** Whether a type is, or holds at whatever depth, one that satisfies a condition: elements of arrays and maps too. */
record SchemaTypes(Predicate<DataType> condition) implements DataType.Cases<Boolean> {

    boolean any(DataType type) {
        return type.match(this);
    }

    @Override
    public Boolean primitive(DataType.Primitive type) {
        return condition.test(type);
    }

    @Override
    public Boolean decimal(DataType.Decimal type) {
        return condition.test(type);
    }

    @Override
    public Boolean struct(DataType.Struct type) {
        return condition.test(type) || type.fields().stream().anyMatch(field -> any(field.type()));
    }

    @Override
    public Boolean array(DataType.Array type) {
        return condition.test(type) || any(type.element());
    }

    @Override
    public Boolean map(DataType.MapOf type) {
        return condition.test(type) || any(type.key()) || any(type.value());
    }
}
