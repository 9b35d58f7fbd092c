package io.twinlake.query;

import io.twinlake.format.ColumnVector;
import io.twinlake.format.DataType.Primitive;
import io.twinlake.format.Field;
import io.twinlake.format.Literal;
import io.twinlake.format.RowBatch;
import io.twinlake.format.Schema;
import io.twinlake.format.Vectors;
import io.twinlake.log.Version;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The columns of a change data feed: those of the table that were asked for, then what is said of each change. */
record FeedColumns(Schema table) {

    static final Field CHANGE_TYPE = Field.nullable("_change_type", Primitive.STRING);
    private static final Field COMMIT_VERSION = Field.nullable("_commit_version", Primitive.LONG);
    private static final Field COMMIT_TIMESTAMP = Field.nullable("_commit_timestamp", Primitive.TIMESTAMP);
    private static final List<Field> SAID = List.of(CHANGE_TYPE, COMMIT_VERSION, COMMIT_TIMESTAMP);

    /** @throws ChangesUnavailableException if the table has a column that is called as one of the feed's */
    FeedColumns {
        for (Field field : SAID) {
            if (table.indexOf(field.name()).isPresent()) {
                throw new ChangesUnavailableException("the table's column '" + field.name()
                        + "' has the name of a column of the change data feed: select the other columns, or rename it");
            }
        }
    }

    Schema schema() {
        return new Schema(Stream.concat(table.fields().stream(), SAID.stream()).toList());
    }

    /** What is read from a change file, which itself says what happened to each row. */
    Schema inChangeFile() {
        return new Schema(
                Stream.concat(table.fields().stream(), Stream.of(CHANGE_TYPE)).toList());
    }

    /** The rows of one file with all columns of the feed. */
    RowBatch complete(RowBatch rows, FileChange change, Version version, Instant timestamp) {
        List<ColumnVector> columns = new ArrayList<>();
        for (int column = 0; column < table.size(); column++) {
            columns.add(rows.column(column));
        }
        columns.add(
                change.changeType().isPresent()
                        ? constant(CHANGE_TYPE, change.changeType().get(), rows.rows())
                        : rows.column(table.size()));
        columns.add(constant(COMMIT_VERSION, version.number(), rows.rows()));
        columns.add(constant(COMMIT_TIMESTAMP, timestamp, rows.rows()));
        return RowBatch.of(schema(), columns, rows.rows());
    }

    private static ColumnVector constant(Field field, Object value, int rows) {
        return Vectors.constant(field.type(), Optional.of(Literal.of(value)), rows);
    }
}
