package io.twinlake.spark;

import io.twinlake.format.ColumnMapping;
import io.twinlake.format.DataType;
import io.twinlake.format.Field;
import io.twinlake.log.CorruptLogException;
import io.twinlake.log.Snapshot;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.catalyst.util.QuotingUtils;
import org.apache.spark.sql.connector.expressions.Expression;
import org.apache.spark.sql.connector.expressions.Expressions;
import org.apache.spark.sql.connector.expressions.NamedReference;
import org.apache.spark.sql.connector.expressions.filter.And;
import org.apache.spark.sql.connector.expressions.filter.Not;
import org.apache.spark.sql.connector.expressions.filter.Or;
import org.apache.spark.sql.connector.expressions.filter.Predicate;
import org.apache.spark.sql.execution.datasources.parquet.ParquetUtils;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.MetadataBuilder;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** A table's columns as its data files call them: by physical name, and by field id where the table says so. */
final class PhysicalColumns {

    private final ColumnMapping mapping;
    private final List<Field> columns;

    private PhysicalColumns(ColumnMapping mapping, List<Field> columns) {
        this.mapping = mapping;
        this.columns = columns;
    }

    static PhysicalColumns of(Snapshot snapshot) {
        return new PhysicalColumns(snapshot.columnMapping(), snapshot.schema().fields());
    }

    /** What the files, and partition values, call a top column. */
    String name(StructField column) {
        return mapping.physicalName(field(columns, column.name()));
    }

    /** A selection of the table's columns, nested ones too, under their names in files. */
    StructType of(StructType selection) {
        return mapping == ColumnMapping.NONE ? selection : struct(selection, columns);
    }

    /**
     * The same condition on the files' columns. None where columns go by id: a file may give a name to another one, and
     * Parquet's own conditions know names only.
     */
    Optional<Predicate> of(Predicate predicate) {
        return switch (mapping) {
            case NONE -> Optional.of(predicate);
            case NAME -> Optional.of(renamed(predicate));
            case ID -> Optional.empty();
        };
    }

    private StructType struct(StructType selection, List<Field> fields) {
        return new StructType(Stream.of(selection.fields())
                .map(column -> field(column, field(fields, column.name())))
                .toArray(StructField[]::new));
    }

    private StructField field(StructField selected, Field field) {
        return new StructField(
                mapping.physicalName(field),
                type(selected.dataType(), field.type()),
                selected.nullable(),
                mapping == ColumnMapping.ID ? withId(field) : Metadata.empty());
    }

    private Metadata withId(Field field) {
        int id = mapping.fieldId(field)
                .orElseThrow(
                        () -> new CorruptLogException(
                                "column '" + field.name()
                                        + "' has no delta.columnMapping.id, by which this table's columns are found; repair its schema"));
        return new MetadataBuilder()
                .putLong(ParquetUtils.FIELD_ID_METADATA_KEY(), id)
                .build();
    }

    private org.apache.spark.sql.types.DataType type(org.apache.spark.sql.types.DataType selected, DataType type) {
        if (selected instanceof StructType struct && type instanceof DataType.Struct fields) {
            return struct(struct, fields.fields());
        } else if (selected instanceof ArrayType array && type instanceof DataType.Array elements) {
            return new ArrayType(type(array.elementType(), elements.element()), array.containsNull());
        } else if (selected instanceof MapType map && type instanceof DataType.MapOf entries) {
            return new MapType(
                    type(map.keyType(), entries.key()),
                    type(map.valueType(), entries.value()),
                    map.valueContainsNull());
        }
        return selected;
    }

    private Predicate renamed(Predicate predicate) {
        if (predicate instanceof And and) {
            return new And(renamed(and.left()), renamed(and.right()));
        } else if (predicate instanceof Or or) {
            return new Or(renamed(or.left()), renamed(or.right()));
        } else if (predicate instanceof Not not) {
            return new Not(renamed(not.child()));
        }
        return new Predicate(
                predicate.name(),
                Arrays.stream(predicate.children()).map(this::renamed).toArray(Expression[]::new));
    }

    private Expression renamed(Expression expression) {
        if (expression instanceof Predicate predicate) {
            return renamed(predicate);
        }
        return expression instanceof NamedReference reference ? renamed(reference) : expression;
    }

    private NamedReference renamed(NamedReference reference) {
        String[] path = reference.fieldNames().clone();
        List<Field> fields = columns;
        for (int i = 0; i < path.length; i++) {
            Field field = field(fields, path[i]);
            path[i] = QuotingUtils.quoteIdentifier(mapping.physicalName(field));
            fields = field.type() instanceof DataType.Struct struct ? struct.fields() : List.of();
        }
        return Expressions.column(String.join(".", path));
    }

    private static Field field(List<Field> fields, String name) {
        return fields.stream()
                .filter(field -> field.name().equals(name))
                .findFirst()
                .or(() -> fields.stream()
                        .filter(field -> field.name().equalsIgnoreCase(name))
                        .findFirst())
                .orElseThrow(() -> new IllegalArgumentException("no column '" + name + "' in the table"));
    }
}
