package io.twinlake.dml;

import io.twinlake.format.ColumnVector;
import io.twinlake.format.Field;
import io.twinlake.format.RowBatch;
import io.twinlake.format.Schema;
import io.twinlake.format.Vectors;
import io.twinlake.twin.Relation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Rows of a table beside rows of a source, as SQL sees them: {@code target.x} and {@code source.x}. */
final class Joint {

    static final String TARGET = "target";
    static final String SOURCE = "source";

    private final Schema table;
    private final RowBatch source;
    private final Schema schema;
    private final Relation left;
    private final Relation right;

    Joint(Schema table, RowBatch source) {
        this(table, List.of(TARGET), source, List.of(SOURCE));
    }

    /** Takes the names that may stand before the columns of the table, and before those of the source. */
    Joint(Schema table, List<String> target, RowBatch source, List<String> others) {
        this.table = table;
        this.source = source;
        this.left = new Relation(target, table, 0);
        this.right = new Relation(others, source.schema(), table.size());
        List<Field> fields = new ArrayList<>();
        table.fields().forEach(field -> fields.add(named(TARGET, field)));
        source.schema().fields().forEach(field -> fields.add(named(SOURCE, field)));
        this.schema = new Schema(fields);
    }

    private static Field named(String prefix, Field field) {
        return Field.nullable(prefix + "." + field.name(), field.type());
    }

    /** What is said of rows of both. */
    Sight both() {
        return new Sight(schema, List.of(left, right));
    }

    /** What is said of rows of the table that no row of the source goes with. */
    Sight targetAlone() {
        return new Sight(schema, List.of(left));
    }

    /** What is said of rows of the source that no row of the table goes with. */
    Sight sourceAlone() {
        return new Sight(schema, List.of(right));
    }

    RowBatch source() {
        return source;
    }

    Schema table() {
        return table;
    }

    /** Row i of {@code rows}, which begin with the table's columns, beside row {@code sources[i]}. */
    RowBatch of(RowBatch rows, int[] sources) {
        RowBatch right = source.select(sources);
        List<ColumnVector> columns = columns(rows);
        for (int i = 0; i < source.schema().size(); i++) {
            columns.add(right.column(i));
        }
        return RowBatch.of(schema, columns, sources.length);
    }

    /** Rows of the table that no row of the source goes with. */
    RowBatch ofTarget(RowBatch rows) {
        List<ColumnVector> columns = columns(rows);
        for (Field field : source.schema().fields()) {
            columns.add(Vectors.constant(field.type(), Optional.empty(), rows.rows()));
        }
        return RowBatch.of(schema, columns, rows.rows());
    }

    /** Rows of the source that no row of the table goes with. */
    RowBatch ofSource(int[] sources) {
        List<ColumnVector> columns = new ArrayList<>();
        for (Field field : table.fields()) {
            columns.add(Vectors.constant(field.type(), Optional.empty(), sources.length));
        }
        RowBatch right = source.select(sources);
        for (int i = 0; i < source.schema().size(); i++) {
            columns.add(right.column(i));
        }
        return RowBatch.of(schema, columns, sources.length);
    }

    private List<ColumnVector> columns(RowBatch rows) {
        List<ColumnVector> columns = new ArrayList<>();
        for (int i = 0; i < table.size(); i++) {
            columns.add(rows.column(i));
        }
        return columns;
    }
}
