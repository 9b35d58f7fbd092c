package io.twinlake.log;

import io.twinlake.format.CorruptDataFileException;
import io.twinlake.format.DataFileReader;
import io.twinlake.format.DataFileSource;
import io.twinlake.format.DataType;
import io.twinlake.format.LongVector;
import io.twinlake.format.Predicate;
import io.twinlake.format.RowBatch;
import io.twinlake.format.Schema;
import io.twinlake.format.StructVector;
import io.twinlake.storage.ObjectInfo;
import io.twinlake.storage.ObjectNotFoundException;
import io.twinlake.storage.Storage;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** A Parquet object of a checkpoint. Its end is read when it is needed first, its files whenever they are asked for. */
final class CheckpointPart {

    /** Others write all files in one row group: of their texts not more than this are in memory at once, in a thread. */
    private static final long ROWS_AT_A_TIME = 1 << 15;

    private static final List<String> PATH = List.of(CheckpointSchema.ADD, "path");

    private final Storage storage;
    private final ObjectInfo object;
    private @Nullable DataFileSource source;

    CheckpointPart(Storage storage, ObjectInfo object) {
        this.storage = storage;
        this.object = object;
    }

    ObjectInfo object() {
        return object;
    }

    /** Whether there is another object than the one that the checkpoint was made of, or none. */
    boolean isGone() {
        try {
            return storage.info(object.location()).size() != object.size();
        } catch (ObjectNotFoundException e) {
            return true;
        }
    }

    private synchronized DataFileSource source() {
        if (source == null) {
            source = DataFileSource.open(storage, object);
        }
        return source;
    }

    /** All actions but those of files, and the sidecars. */
    void readSummary(Consumer<Action> actions, Consumer<Sidecar> sidecars) {
        Predicate summary = CheckpointSchema.isSummary(source()::has);
        long[] rows;
        try (DataFileReader reader = source().read(CheckpointSchema.witnesses(), summary)) {
            rows = positions(reader, summary::matching);
        }
        try (DataFileReader reader = source().read(CheckpointSchema.summary(), rows)) {
            while (reader.hasNext()) {
                CheckpointRows.read(reader.next(), actions, sidecars);
            }
        }
    }

    /** How many live files it holds. */
    long countAdds() {
        long count = source().rowsWith(PATH);
        return count >= 0 ? count : countRows();
    }

    /** What its live files come to. */
    long bytesOfAdds() {
        long bytes = 0;
        try (DataFileReader reader = source().read(CheckpointSchema.sizes(), Predicate.TRUE)) {
            while (reader.hasNext()) {
                RowBatch batch = reader.next();
                LongVector sizes = (LongVector) ((StructVector) batch.column(0)).field(0);
                for (int row = 0; row < batch.rows(); row++) {
                    bytes += sizes.isNull(row) ? 0 : sizes.get(row);
                }
            }
        }
        return bytes;
    }

    private long countRows() {
        Schema schema = CheckpointSchema.keys();
        long count = 0;
        try (DataFileReader reader = source().read(schema, Predicate.TRUE)) {
            while (reader.hasNext()) {
                RowBatch batch = reader.next();
                for (int row = 0; row < batch.rows(); row++) {
                    count += batch.column(0).isNull(row) ? 0 : 1;
                }
            }
        }
        return count;
    }

    /** Live files that may hold rows that match. */
    FileIterator<Action.AddFile> adds(FilePruning pruning) {
        Optional<DataType.Struct> typed = typedStatistics(pruning);
        Schema schema = CheckpointSchema.adds(typed);
        if (pruning.keepsAll()) {
            return adds(source().read(schema, CheckpointSchema.isAdd()), typed);
        }
        long[] candidates = candidates(pruning);
        DataFileReader reader = candidates.length * 4L > source().rows()
                ? source().read(schema, CheckpointSchema.isAdd())
                : source().read(schema, candidates);
        return adds(reader, typed).where(pruning.narrowed()::keeps);
    }

    /** Where files may be that match: by typed statistics where they say anything of the predicate, else by their JSON. */
    private long[] candidates(FilePruning pruning) {
        var lookup = new StatisticsLookup(source(), pruning);
        Predicate typed = lookup.mayMatch();
        if (!typed.equals(Predicate.TRUE)) {
            try (DataFileReader reader = source().read(lookup.schema(), typed)) {
                return positions(reader, batch -> files(batch, typed.matching(batch)));
            } catch (CorruptDataFileException otherTypes) {
                // Typed by a schema that the table has no more, perhaps: JSON will tell, or tell what is broken.
            }
        }
        long rows = source().rows();
        long step = source().isIndexed() ? ROWS_AT_A_TIME : Math.max(1, rows);
        return LongStream.range(0, (rows + step - 1) / step)
                .parallel()
                .flatMap(piece -> Arrays.stream(candidates(
                        pruning, LongStream.range(piece * step, Math.min(rows, (piece + 1) * step)))))
                .toArray();
    }

    /** Which of these rows may match by the JSON of their statistics. */
    private long[] candidates(FilePruning pruning, LongStream rows) {
        Schema schema = CheckpointSchema.statistics(
                !pruning.metadata().partitionColumns().isEmpty());
        try (DataFileReader reader = source().read(schema, rows.toArray())) {
            return positions(reader, pruning::candidates);
        }
    }

    /** Says which rows of a batch are wanted. */
    @FunctionalInterface
    private interface Choice {
        int[] of(RowBatch batch);
    }

    private static long[] positions(DataFileReader reader, Choice choice) {
        var positions = new Positions();
        while (reader.hasNext()) {
            RowBatch batch = reader.next();
            for (int row : choice.of(batch)) {
                positions.add(reader.firstRow() + row);
            }
        }
        return positions.toArray();
    }

    private static int[] files(RowBatch batch, int[] rows) {
        return Arrays.stream(rows).filter(row -> !batch.column(0).isNull(row)).toArray();
    }

    private static FileIterator<Action.AddFile> adds(DataFileReader reader, Optional<DataType.Struct> typed) {
        return new PartIterator<>(reader, (column, row) -> {
            Action.AddFile add = CheckpointRows.add(StructRow.of(CheckpointSchema.ADD, column, row));
            if (add.stats().isPresent() || typed.isEmpty()) {
                return add;
            }
            StructVector struct = (StructVector) column;
            StructVector statistics =
                    (StructVector) struct.field(struct.fields().size() - 1);
            return statistics.isNull(row)
                    ? add
                    : add.withStats(Optional.of(
                            JsonVectors.read(statistics, typed.get(), row).toString()));
        });
    }

    /** The tombstones. */
    FileIterator<Action.RemoveFile> removes() {
        DataFileReader reader = source().read(CheckpointSchema.tombstones(), CheckpointSchema.isRemove());
        return new PartIterator<>(
                reader, (column, row) -> CheckpointRows.remove(StructRow.of(CheckpointSchema.REMOVE, column, row)));
    }

    /** Live files with nothing but what makes their key. */
    FileIterator<Action.AddFile> keys() {
        return new PartIterator<>(
                source().read(CheckpointSchema.keys(), CheckpointSchema.isAdd()),
                (column, row) -> CheckpointRows.key(StructRow.of(CheckpointSchema.ADD, column, row)));
    }

    /** The rows of live files in columns as a checkpoint is written; what this one lacks is null. */
    DataFileReader rows(Schema written) {
        return source().read(written, CheckpointSchema.isAdd());
    }

    /** The type of typed statistics, where not every file has its JSON. */
    private Optional<DataType.Struct> typedStatistics(FilePruning pruning) {
        boolean lacking =
                !has("stats") || source().rowsWith(List.of(CheckpointSchema.ADD, "stats")) != source().rowsWith(PATH);
        return lacking && has(CheckpointSchema.STATISTICS)
                ? Optional.of(TypedStatistics.all(pruning.metadata(), pruning.mapping())
                        .type())
                : Optional.empty();
    }

    /** Whether a file has nothing in one of these fields of its statistics. */
    boolean lacksStatistics(List<String> fields) {
        boolean json = fields.contains("stats");
        return json && source().rowsWith(List.of(CheckpointSchema.ADD, "stats")) != source().rowsWith(PATH);
    }

    /** Whether typed bounds were written as wide as they are believed, so that they can be taken over. */
    boolean hasBelievedBounds() {
        return source().has(
                        List.of(CheckpointSchema.ADD, CheckpointSchema.STATISTICS, TypedStatistics.BOUNDS_COVER_NAN));
    }

    boolean hasTombstones() {
        return source().rowsWith(List.of(CheckpointSchema.REMOVE, "path")) != 0;
    }

    /** Whether its live files have that field. */
    boolean has(String field) {
        return source().has(List.of(CheckpointSchema.ADD, field));
    }

    @Override
    public String toString() {
        return object.location().toString();
    }
}
