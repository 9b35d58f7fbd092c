package io.twinlake.format;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DateLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.EnumLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.JsonLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.StringLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.Type;

/** The columns of a Parquet file that no table describes, as the file's own types have them. */
final class FileColumns {

    private static final int UNSIGNED_LONG_DIGITS = 20;

    private FileColumns() {}

    /** Columns of one value a row; nested ones, and types that Delta lacks, are left out. */
    static Schema of(MessageType message) {
        List<Field> fields = new ArrayList<>();
        for (Type type : message.getFields()) {
            if (type.isPrimitive() && !type.isRepetition(Type.Repetition.REPEATED)) {
                typeOf(type.asPrimitiveType())
                        .ifPresent(found -> fields.add(new Field(
                                type.getName(),
                                found,
                                type.isRepetition(Type.Repetition.OPTIONAL),
                                java.util.Map.of())));
            }
        }
        return new Schema(fields);
    }

    private static Optional<DataType> typeOf(PrimitiveType type) {
        LogicalTypeAnnotation meaning = type.getLogicalTypeAnnotation();
        if (meaning instanceof DecimalLogicalTypeAnnotation decimal) {
            return Optional.of(new DataType.Decimal(decimal.getPrecision(), decimal.getScale()));
        }
        return switch (type.getPrimitiveTypeName()) {
            case BOOLEAN -> Optional.of(DataType.Primitive.BOOLEAN);
            case INT32 -> Optional.of(integerOrDate(meaning));
            case INT64 -> Optional.of(longOrTime(meaning));
            case INT96 -> Optional.of(DataType.Primitive.TIMESTAMP);
            case FLOAT -> Optional.of(DataType.Primitive.FLOAT);
            case DOUBLE -> Optional.of(DataType.Primitive.DOUBLE);
            case BINARY -> Optional.of(isText(meaning) ? DataType.Primitive.STRING : DataType.Primitive.BINARY);
            case FIXED_LEN_BYTE_ARRAY -> Optional.empty();
        };
    }

    /** An unsigned integer of 32 bits needs the next larger type. */
    private static DataType integerOrDate(LogicalTypeAnnotation meaning) {
        if (meaning instanceof DateLogicalTypeAnnotation) {
            return DataType.Primitive.DATE;
        }
        return isUnsigned(meaning, Integer.SIZE) ? DataType.Primitive.LONG : DataType.Primitive.INTEGER;
    }

    private static boolean isUnsigned(LogicalTypeAnnotation meaning, int bits) {
        return meaning instanceof IntLogicalTypeAnnotation integer
                && !integer.isSigned()
                && integer.getBitWidth() == bits;
    }

    private static DataType longOrTime(LogicalTypeAnnotation meaning) {
        if (isUnsigned(meaning, Long.SIZE)) {
            return new DataType.Decimal(UNSIGNED_LONG_DIGITS, 0);
        }
        if (!(meaning instanceof TimestampLogicalTypeAnnotation time)) {
            return DataType.Primitive.LONG;
        }
        return time.isAdjustedToUTC() ? DataType.Primitive.TIMESTAMP : DataType.Primitive.TIMESTAMP_NTZ;
    }

    private static boolean isText(LogicalTypeAnnotation meaning) {
        return meaning instanceof StringLogicalTypeAnnotation
                || meaning instanceof EnumLogicalTypeAnnotation
                || meaning instanceof JsonLogicalTypeAnnotation;
    }
}
