package io.twinlake.log;

import io.twinlake.format.ColumnMapping;
import io.twinlake.format.ColumnStatistics;
import io.twinlake.format.ColumnVector;
import io.twinlake.format.DataFileWriter;
import io.twinlake.format.DataType;
import io.twinlake.format.Field;
import io.twinlake.format.FileStatistics;
import io.twinlake.format.Literal;
import io.twinlake.format.RowBatch;
import io.twinlake.format.Schema;
import io.twinlake.format.StructVector;
import io.twinlake.format.Vectors;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A checkpoint as others and older releases write it: typed bounds are as sharp as the texts that they are parsed from. */
final class SharpCheckpoint {

    private SharpCheckpoint() {}

    /** Puts the one of a version. */
    static void write(Tables tables, Snapshot snapshot, boolean json) {
        DataType.Struct statistics = typed(snapshot);
        TypedColumns ours = TypedColumns.of(snapshot);
        Field bare = CheckpointSchema.add(Optional.empty(), Optional.empty(), json);
        RowBatch rows = RowBatch.empty(CheckpointSchema.written(bare));
        var writer = new CheckpointRowWriter(rows, ours);
        ColumnVector parsed = Vectors.of(statistics);
        actions(snapshot).forEach(action -> {
            writer.append(action);
            if (action instanceof Action.AddFile add) {
                parse((StructVector) parsed, statistics, add.stats());
            } else {
                parsed.appendNull();
            }
        });
        Schema schema = CheckpointSchema.written(CheckpointSchema.add(Optional.of(statistics), Optional.empty(), json));
        List<ColumnVector> columns = new ArrayList<>();
        for (int i = 0; i < schema.size(); i++) {
            boolean isAdd = schema.field(i).name().equals(CheckpointSchema.ADD);
            columns.add(isAdd ? with(schema.field(i), (StructVector) rows.column(i), parsed) : rows.column(i));
        }
        var at = tables.location.resolve(
                "_delta_log/" + CheckpointFile.classic(snapshot.version()).name());
        try (var file = DataFileWriter.create(tables.memory, at, schema, ClassicWriter.OPTIONS)) {
            file.write(RowBatch.of(schema, columns, rows.rows()));
            file.finish();
        }
    }

    private static DataType.Struct typed(Snapshot snapshot) {
        return new DataType.Struct(
                TypedStatistics.of(snapshot.metadata(), snapshot.columnMapping()).type().fields().stream()
                        .filter(field -> !field.name().equals(TypedStatistics.BOUNDS_COVER_NAN))
                        .toList());
    }

    private static Stream<Action> actions(Snapshot snapshot) {
        return Stream.concat(Stream.of(snapshot.protocol(), snapshot.metadata()), snapshot.files());
    }

    private static void parse(StructVector to, DataType.Struct type, Optional<String> stats) {
        Schema columns = new Schema(((DataType.Struct) type.fields().stream()
                        .filter(part -> part.name().equals(TypedStatistics.MIN))
                        .findFirst()
                        .orElseThrow()
                        .type())
                .fields());
        FileStatistics sharp = FileStatistics.asWritten(stats.orElse("{}"), columns, ColumnMapping.NONE);
        for (int i = 0; i < type.fields().size(); i++) {
            Field part = type.fields().get(i);
            if (part.type() instanceof DataType.Struct struct && !part.name().equals("nullCount")) {
                boolean upper = part.name().equals(TypedStatistics.MAX);
                new TypedBounds(upper ? cut(sharp) : sharp, upper).append((StructVector) to.field(i), struct);
            } else {
                to.field(i).appendNull();
            }
        }
        to.endRow();
    }

    /** Upper times without the millisecond that readers add. */
    private static FileStatistics cut(FileStatistics statistics) {
        FileStatistics all = statistics;
        for (Map.Entry<List<String>, ColumnStatistics> column :
                statistics.columns().entrySet()) {
            ColumnStatistics known = column.getValue();
            all = all.with(
                    column.getKey(),
                    new ColumnStatistics(known.min(), known.max().map(SharpCheckpoint::cut), known.nullCount()));
        }
        return all;
    }

    private static Literal cut(Literal max) {
        if (max.value() instanceof Instant time) {
            return new Literal(time.minusMillis(1));
        }
        return new Literal(max.value() instanceof LocalDateTime time ? time.minus(1, ChronoUnit.MILLIS) : max.value());
    }

    private static ColumnVector with(Field add, StructVector files, ColumnVector parsed) {
        StructVector all = (StructVector) Vectors.of(add.type());
        for (int row = 0; row < files.size(); row++) {
            if (files.isNull(row)) {
                all.appendNull();
                continue;
            }
            for (int i = 0; i < files.fields().size(); i++) {
                all.field(i).appendFrom(files.field(i), row);
            }
            all.field(files.fields().size()).appendFrom(parsed, row);
            all.endRow();
        }
        return all;
    }
}
