package io.twinlake.format;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.io.api.PrimitiveConverter;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.Type;
import org.apache.parquet.variant.ImmutableMetadata;
import org.apache.parquet.variant.Variant;
import org.apache.parquet.variant.VariantBuilder;
import org.apache.parquet.variant.VariantConverters;
import org.jspecify.annotations.Nullable;

/**
 * Puts variants together that are shredded into typed columns (Parquet's VariantShredding.md): a row of the columns as they
 * are stored is replayed to Parquet's own converters, which know the rules.
 */
final class VariantAssembly {

    private static final String METADATA = "metadata";

    private final GroupType group;
    private final StructVector stored;
    private final GroupConverter converter;
    private @Nullable VariantBuilder builder;

    VariantAssembly(GroupType group) {
        this.group = group;
        this.stored = (StructVector) vector(group);
        this.converter = VariantConverters.newVariantConverter(
                group,
                metadata -> builder = new VariantBuilder(new ImmutableMetadata(metadata)),
                step -> step.accept(builder()));
    }

    /** A row of the columns as they are stored, to be filled and then {@link #appendTo appended}. */
    StructVector stored() {
        stored.clear();
        return stored;
    }

    /** Appends the stored row to a vector of variants. */
    void appendTo(ColumnVector variants) {
        if (stored.isNull(0)) {
            variants.appendNull();
            return;
        }
        int metadata = group.getFieldIndex(METADATA);
        replay(stored.field(metadata), 0, converter.getConverter(metadata).asPrimitiveConverter());
        value(group, stored, 0, converter);
        builder().appendNullIfEmpty();
        Variant variant = builder().build();
        StructVector into = (StructVector) variants;
        append(variant.getValueBuffer(), into.field(0));
        append(variant.getMetadataBuffer(), into.field(1));
        into.endRow();
    }

    private VariantBuilder builder() {
        return Objects.requireNonNull(builder, "a variant without metadata");
    }

    private static void append(ByteBuffer bytes, ColumnVector into) {
        byte[] copy = new byte[bytes.remaining()];
        bytes.duplicate().get(copy);
        ((BytesVector) into).append(copy);
    }

    /** What is left as a value, and what is in a typed column. */
    private static void value(GroupType type, StructVector parts, int row, GroupConverter to) {
        to.start();
        for (int i = 0; i < type.getFieldCount(); i++) {
            ColumnVector part = parts.field(i);
            if (!part.isNull(row) && !type.getFieldName(i).equals(METADATA)) {
                typed(type.getType(i), part, row, to.getConverter(i));
            }
        }
        to.end();
    }

    private static void typed(Type type, ColumnVector part, int row, Converter to) {
        if (type.isPrimitive()) {
            replay(part, row, to.asPrimitiveConverter());
        } else if (part instanceof ListVector list) {
            elements(type.asGroupType(), list, row, to.asGroupConverter());
        } else {
            fields(type.asGroupType(), (StructVector) part, row, to.asGroupConverter());
        }
    }

    /** A field that is absent is not replayed: its name need not be in the metadata. */
    private static void fields(GroupType type, StructVector object, int row, GroupConverter to) {
        to.start();
        for (int i = 0; i < type.getFieldCount(); i++) {
            StructVector field = (StructVector) object.field(i);
            boolean present = field.fields().stream().anyMatch(part -> !part.isNull(row));
            if (present) {
                GroupConverter converter = to.getConverter(i).asGroupConverter();
                value(type.getType(i).asGroupType(), field, row, converter);
            }
        }
        to.end();
    }

    private static void elements(GroupType type, ListVector list, int row, GroupConverter to) {
        GroupType element = type.getType(0).asGroupType().getType(0).asGroupType();
        to.start();
        GroupConverter repeated = to.getConverter(0).asGroupConverter();
        for (int i = list.start(row); i < list.end(row); i++) {
            repeated.start();
            value(
                    element,
                    (StructVector) list.elements(),
                    i,
                    repeated.getConverter(0).asGroupConverter());
            repeated.end();
        }
        to.end();
    }

    private static void replay(ColumnVector vector, int row, PrimitiveConverter to) {
        if (vector instanceof BytesVector bytes) {
            to.addBinary(Binary.fromConstantByteArray(bytes.get(row)));
        } else if (vector instanceof IntVector ints) {
            to.addInt(ints.get(row));
        } else if (vector instanceof LongVector longs) {
            to.addLong(longs.get(row));
        } else if (vector instanceof DoubleVector doubles) {
            to.addDouble(doubles.get(row));
        } else if (vector instanceof FloatVector floats) {
            to.addFloat(floats.get(row));
        } else {
            to.addBoolean(((BooleanVector) vector).get(row));
        }
    }

    /** A vector for values as they are stored; of groups and lists only the shape matters. */
    private static ColumnVector vector(Type type) {
        if (type.isPrimitive()) {
            return Vectors.of(
                    switch (type.asPrimitiveType().getPrimitiveTypeName()) {
                        case BOOLEAN -> DataType.Primitive.BOOLEAN;
                        case INT32 -> DataType.Primitive.INTEGER;
                        case INT64 -> DataType.Primitive.LONG;
                        case FLOAT -> DataType.Primitive.FLOAT;
                        case DOUBLE -> DataType.Primitive.DOUBLE;
                        case BINARY, FIXED_LEN_BYTE_ARRAY, INT96 -> DataType.Primitive.BINARY;
                    });
        }
        GroupType group = type.asGroupType();
        if (isList(group)) {
            return new ListVector(
                    DataType.Primitive.VARIANT,
                    vector(group.getType(0).asGroupType().getType(0)));
        }
        List<ColumnVector> fields =
                group.getFields().stream().map(VariantAssembly::vector).toList();
        return new StructVector(DataType.Primitive.VARIANT, fields);
    }

    /** A list of three levels; a shredded variant has no other. */
    static boolean isList(GroupType group) {
        return group.getFieldCount() == 1
                && group.getType(0).isRepetition(Type.Repetition.REPEATED)
                && !group.getType(0).isPrimitive();
    }
}
