package io.twinlake.spark;

import io.twinlake.format.DataType;
import io.twinlake.format.Field;
import io.twinlake.format.Schema;
import java.util.List;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.MetadataBuilder;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** The protocol's types as Spark's. */
final class SparkTypes implements DataType.Cases<org.apache.spark.sql.types.DataType> {

    private static final SparkTypes CASES = new SparkTypes();

    /** The key under which both Spark and the protocol keep a column's comment. */
    private static final String COMMENT = "comment";

    private SparkTypes() {}

    static StructType of(Schema schema) {
        return struct(schema.fields());
    }

    static org.apache.spark.sql.types.DataType of(DataType type) {
        return type.match(CASES);
    }

    @Override
    public org.apache.spark.sql.types.DataType primitive(DataType.Primitive type) {
        return switch (type) {
            case BOOLEAN -> DataTypes.BooleanType;
            case BYTE -> DataTypes.ByteType;
            case SHORT -> DataTypes.ShortType;
            case INTEGER -> DataTypes.IntegerType;
            case LONG -> DataTypes.LongType;
            case FLOAT -> DataTypes.FloatType;
            case DOUBLE -> DataTypes.DoubleType;
            case STRING -> DataTypes.StringType;
            case BINARY -> DataTypes.BinaryType;
            case DATE -> DataTypes.DateType;
            case TIMESTAMP -> DataTypes.TimestampType;
            case TIMESTAMP_NTZ -> DataTypes.TimestampNTZType;
            case VARIANT -> DataTypes.VariantType;
            case VOID -> DataTypes.NullType;
        };
    }

    @Override
    public org.apache.spark.sql.types.DataType decimal(DataType.Decimal type) {
        return new DecimalType(type.precision(), type.scale());
    }

    @Override
    public org.apache.spark.sql.types.DataType struct(DataType.Struct type) {
        return struct(type.fields());
    }

    @Override
    public org.apache.spark.sql.types.DataType array(DataType.Array type) {
        return DataTypes.createArrayType(of(type.element()), type.containsNull());
    }

    @Override
    public org.apache.spark.sql.types.DataType map(DataType.MapOf type) {
        return DataTypes.createMapType(of(type.key()), of(type.value()), type.valueContainsNull());
    }

    private static StructType struct(List<Field> fields) {
        return new StructType(fields.stream().map(SparkTypes::field).toArray(StructField[]::new));
    }

    private static StructField field(Field field) {
        return new StructField(field.name(), of(field.type()), field.nullable(), metadata(field));
    }

    /** Comments only: the rest of the protocol's map steers readers and writers of the log, not Spark. */
    private static Metadata metadata(Field field) {
        String comment = field.metadata().get(COMMENT);
        if (comment == null) {
            return Metadata.empty();
        }
        return new MetadataBuilder()
                .putString(COMMENT, Json.text(comment).orElse(comment))
                .build();
    }
}
