package io.twinlake.server;

import io.twinlake.format.DataType;
import java.util.stream.Collectors;

/** Types as SQL writes them, for people. */
final class TypeNames implements DataType.Cases<String> {

    private static final TypeNames INSTANCE = new TypeNames();

    private TypeNames() {}

    static String of(DataType type) {
        return type.match(INSTANCE);
    }

    @Override
    public String primitive(DataType.Primitive type) {
        return type.word();
    }

    @Override
    public String decimal(DataType.Decimal type) {
        return "decimal(" + type.precision() + "," + type.scale() + ")";
    }

    @Override
    public String struct(DataType.Struct type) {
        return type.fields().stream()
                .map(field -> field.name() + ": " + of(field.type()))
                .collect(Collectors.joining(", ", "struct<", ">"));
    }

    @Override
    public String array(DataType.Array type) {
        return "array<" + of(type.element()) + ">";
    }

    @Override
    public String map(DataType.MapOf type) {
        return "map<" + of(type.key()) + ", " + of(type.value()) + ">";
    }
}
