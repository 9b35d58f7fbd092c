package io.twinlake.spark;

import io.twinlake.log.CorruptLogException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.SparkThrowable;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Cast;
import org.apache.spark.sql.catalyst.expressions.EvalMode;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;
import scala.Option;

/**
 * The columns whose value is the same for a whole file: partition values of the log (PROTOCOL.md, "Partition Value
 * Serialization"), and columns of type void, which files don't have.
 */
final class PartitionValues {

    /** Of timestamps without a zone, which is what the protocol's older form is. */
    private static final Option<String> ZONE = Option.apply("UTC");

    private PartitionValues() {}

    /** @param names under which the log has the columns' values */
    static InternalRow row(StructType columns, List<String> names, Map<String, Optional<String>> values, String file) {
        @Nullable Object[] row = new @Nullable Object[columns.length()];
        for (int i = 0; i < row.length; i++) {
            StructField column = columns.fields()[i];
            Optional<String> text = value(names.get(i), values);
            row[i] = text.isEmpty() || text.get().isEmpty() ? null : typed(text.get(), column, file);
        }
        return new GenericInternalRow(row);
    }

    /** The log may write a name in another case than the schema. */
    private static Optional<String> value(String name, Map<String, Optional<String>> values) {
        Optional<String> exact = values.get(name);
        return exact != null
                ? exact
                : values.entrySet().stream()
                        .filter(entry -> entry.getKey().equalsIgnoreCase(name))
                        .findFirst()
                        .flatMap(Map.Entry::getValue);
    }

    private static Object typed(String text, StructField column, String file) {
        if (column.dataType().equals(DataTypes.BinaryType)) {
            return UTF8String.fromString(text).getBytes();
        }
        try {
            var constant = Literal.create(UTF8String.fromString(text), DataTypes.StringType);
            return new Cast(constant, column.dataType(), ZONE, EvalMode.ANSI()).eval(new GenericInternalRow(0));
        } catch (RuntimeException e) {
            if (!(e instanceof SparkThrowable)) {
                throw e;
            }
            throw new CorruptLogException(
                    "partition value '" + text + "' of column " + column.name() + " is not of type "
                            + column.dataType().sql() + ", in the log's entry of " + file,
                    e);
        }
    }
}
