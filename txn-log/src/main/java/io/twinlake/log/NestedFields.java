package io.twinlake.log;

import io.twinlake.format.DataType;
import io.twinlake.format.Field;
import java.util.function.Predicate;

/** Whether any field inside a type satisfies a condition, at whatever depth. */
record NestedFields(Predicate<Field> condition) implements DataType.Cases<Boolean> {

    static boolean any(DataType type, Predicate<Field> condition) {
        return type.match(new NestedFields(condition));
    }

    @Override
    public Boolean primitive(DataType.Primitive type) {
        return false;
    }

    @Override
    public Boolean decimal(DataType.Decimal type) {
        return false;
    }

    @Override
    public Boolean struct(DataType.Struct type) {
        return type.fields().stream()
                .anyMatch(field -> condition.test(field) || field.type().match(this));
    }

    @Override
    public Boolean array(DataType.Array type) {
        return type.element().match(this);
    }

    @Override
    public Boolean map(DataType.MapOf type) {
        return type.key().match(this) || type.value().match(this);
    }
}
