package io.twinlake.format;

import java.util.OptionalInt;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Type.Repetition;
import org.apache.parquet.schema.Types;

/** How the protocol's types are written in Parquet: standard lists and maps, timestamps as INT64 microseconds. */
final class ParquetTypes implements DataType.Cases<ParquetTypes.Named> {

    /** Makes the Parquet type of a field. */
    @FunctionalInterface
    interface Named {
        Type type(Repetition repetition, String name);
    }

    private final ColumnMapping mapping;

    private ParquetTypes(ColumnMapping mapping) {
        this.mapping = mapping;
    }

    static MessageType message(Schema schema, ColumnMapping mapping) {
        ParquetTypes types = new ParquetTypes(mapping);
        Types.MessageTypeBuilder message = Types.buildMessage();
        for (Field field : schema.fields()) {
            if (field.type() != DataType.Primitive.VOID) {
                message.addField(types.of(field));
            }
        }
        return message.named("twinlake");
    }

    private Type of(Field field) {
        Type type = field.type().match(this).type(repetition(field.nullable()), mapping.physicalName(field));
        OptionalInt id = mapping.fieldId(field);
        return id.isPresent() ? type.withId(id.getAsInt()) : type;
    }

    static Repetition repetition(boolean nullable) {
        return nullable ? Repetition.OPTIONAL : Repetition.REQUIRED;
    }

    /** Bytes that hold any unscaled number of {@code precision} digits with its sign. */
    static int decimalBytes(int precision) {
        return java.math.BigInteger.TEN.pow(precision).bitLength() / 8 + 1;
    }

    @Override
    public Named primitive(DataType.Primitive type) {
        return switch (type) {
            case BOOLEAN -> plain(PrimitiveTypeName.BOOLEAN);
            case BYTE -> annotated(PrimitiveTypeName.INT32, LogicalTypeAnnotation.intType(8, true));
            case SHORT -> annotated(PrimitiveTypeName.INT32, LogicalTypeAnnotation.intType(16, true));
            case INTEGER -> plain(PrimitiveTypeName.INT32);
            case LONG -> plain(PrimitiveTypeName.INT64);
            case FLOAT -> plain(PrimitiveTypeName.FLOAT);
            case DOUBLE -> plain(PrimitiveTypeName.DOUBLE);
            case STRING -> annotated(PrimitiveTypeName.BINARY, LogicalTypeAnnotation.stringType());
            case BINARY -> plain(PrimitiveTypeName.BINARY);
            case DATE -> annotated(PrimitiveTypeName.INT32, LogicalTypeAnnotation.dateType());
            case TIMESTAMP ->
                annotated(PrimitiveTypeName.INT64, LogicalTypeAnnotation.timestampType(true, TimeUnit.MICROS));
            case TIMESTAMP_NTZ ->
                annotated(PrimitiveTypeName.INT64, LogicalTypeAnnotation.timestampType(false, TimeUnit.MICROS));
            case VARIANT -> ParquetTypes::variant;
            case VOID ->
                (repetition, name) -> {
                    throw new IllegalArgumentException("'" + name + "' is a void inside an array or a map, which "
                            + "Parquet can't hold; give it a type");
                };
        };
    }

    @Override
    public Named decimal(DataType.Decimal type) {
        LogicalTypeAnnotation annotation = LogicalTypeAnnotation.decimalType(type.scale(), type.precision());
        if (type.precision() <= 9) {
            return annotated(PrimitiveTypeName.INT32, annotation);
        }
        if (type.precision() <= 18) {
            return annotated(PrimitiveTypeName.INT64, annotation);
        }
        return (repetition, name) -> Types.primitive(PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY, repetition)
                .length(decimalBytes(type.precision()))
                .as(annotation)
                .named(name);
    }

    @Override
    public Named struct(DataType.Struct type) {
        return (repetition, name) -> {
            Types.GroupBuilder<GroupType> group = Types.buildGroup(repetition);
            type.fields().stream()
                    .filter(field -> field.type() != DataType.Primitive.VOID)
                    .forEach(field -> group.addField(of(field)));
            return group.named(name);
        };
    }

    @Override
    public Named array(DataType.Array type) {
        return (repetition, name) -> Types.buildGroup(repetition)
                .as(LogicalTypeAnnotation.listType())
                .addField(Types.repeatedGroup()
                        .addField(type.element().match(this).type(repetition(type.containsNull()), "element"))
                        .named("list"))
                .named(name);
    }

    @Override
    public Named map(DataType.MapOf type) {
        return (repetition, name) -> Types.buildGroup(repetition)
                .as(LogicalTypeAnnotation.mapType())
                .addField(Types.repeatedGroup()
                        .addField(type.key().match(this).type(Repetition.REQUIRED, "key"))
                        .addField(type.value().match(this).type(repetition(type.valueContainsNull()), "value"))
                        .named("key_value"))
                .named(name);
    }

    private static Type variant(Repetition repetition, String name) {
        return Types.buildGroup(repetition)
                .addField(Types.required(PrimitiveTypeName.BINARY).named("value"))
                .addField(Types.required(PrimitiveTypeName.BINARY).named("metadata"))
                .named(name);
    }

    private static Named plain(PrimitiveTypeName type) {
        return (repetition, name) -> Types.primitive(type, repetition).named(name);
    }

    private static Named annotated(PrimitiveTypeName type, LogicalTypeAnnotation annotation) {
        return (repetition, name) ->
                Types.primitive(type, repetition).as(annotation).named(name);
    }
}
