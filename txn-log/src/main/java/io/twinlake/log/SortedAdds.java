package io.twinlake.log;

import io.twinlake.format.DataFileReader;
import io.twinlake.format.RowBatch;
import io.twinlake.format.RowPicks;
import io.twinlake.format.Schema;
import io.twinlake.format.StructVector;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * Gathers the live files of a checkpoint that is to be written, in its order. What an older checkpoint holds is taken
 * over column by column: no text of statistics is parsed again. Not more than one chunk is in memory beside the files that
 * are new: a checkpoint that is sorted gives a sorted one, another one gives sorted chunks.
 */
final class SortedAdds {

    private final DataPath paths;
    private final TypedColumns typed;
    private final Schema schema;
    private final AddOrder order;
    private final int chunkRows;
    private final Consumer<RowBatch> chunks;
    private final RowBatch fresh;
    private RowBatch waiting;
    private int taken;

    /**
     * @param added the files that are new
     * @param chunks is given every chunk, which it may keep
     */
    SortedAdds(
            DataPath paths,
            TypedColumns typed,
            Iterable<Action.AddFile> added,
            int chunkRows,
            Consumer<RowBatch> chunks) {
        this.paths = paths;
        this.typed = typed;
        this.schema = Schema.of(typed.add());
        this.order = AddOrder.of(typed.add());
        this.chunkRows = chunkRows;
        this.chunks = chunks;
        this.waiting = RowBatch.empty(schema);
        RowBatch unsorted = RowBatch.empty(schema);
        var writer = new CheckpointRowWriter(unsorted, typed);
        added.forEach(writer::append);
        this.fresh = sorted(List.of(unsorted));
    }

    /** Takes the live files of an object over, but for those that are gone or have changed. */
    void take(CheckpointPart part, Predicate<FileKey> gone) {
        if (typed.areIn(part)) {
            takeRows(part, gone);
        } else {
            takeActions(part, gone);
        }
    }

    private void takeRows(CheckpointPart part, Predicate<FileKey> gone) {
        try (DataFileReader reader = part.rows(schema)) {
            while (reader.hasNext()) {
                RowBatch batch = reader.next();
                StructVector files = (StructVector) batch.column(0);
                int[] kept = IntStream.range(0, batch.rows())
                        .filter(row ->
                                !files.isNull(row) && isKept(StructRow.of(CheckpointSchema.ADD, files, row), gone))
                        .toArray();
                waiting.appendAll(List.of(batch), RowPicks.of(kept), 0, kept.length);
                flushIfFull();
            }
        }
    }

    /** What readers could not do without is looked for, or a broken checkpoint would take the place of the commits that know better. */
    private boolean isKept(StructRow file, Predicate<FileKey> gone) {
        boolean kept = !gone.test(FileKey.of(paths, CheckpointRows.key(file)));
        if (kept) {
            file.requiredNumber("size");
        }
        return kept;
    }

    private void takeActions(CheckpointPart part, Predicate<FileKey> gone) {
        try (FileIterator<Action.AddFile> files = part.adds(typed.files())) {
            while (files.hasNext()) {
                Action.AddFile file = files.next();
                if (!gone.test(FileKey.of(paths, file))) {
                    new CheckpointRowWriter(waiting, typed).append(file);
                    flushIfFull();
                }
            }
        }
    }

    private void flushIfFull() {
        if (waiting.rows() >= chunkRows) {
            RowBatch chunk = sorted(List.of(waiting));
            int to = order.upTo(fresh, taken, chunk);
            flush(chunk, to);
        }
    }

    /** Gives the last chunks. */
    void finish() {
        flush(sorted(List.of(waiting)), fresh.rows());
    }

    /** A chunk and the new files that belong to it, in chunks of no more than twice their size. */
    private void flush(RowBatch chunk, int to) {
        RowBatch news = RowBatch.empty(schema);
        int[] rows = IntStream.range(taken, to).toArray();
        news.appendAll(List.of(fresh), RowPicks.of(rows), 0, rows.length);
        taken = to;
        List<RowBatch> sources = List.of(chunk, news);
        RowPicks picks = order.sorted(sources);
        int all = chunk.rows() + news.rows();
        int pieces = Math.max(1, Math.round((float) all / chunkRows));
        for (int piece = 0; piece < pieces; piece++) {
            RowBatch part = RowBatch.empty(schema);
            part.appendAll(
                    sources, picks, (int) ((long) all * piece / pieces), (int) ((long) all * (piece + 1) / pieces));
            if (part.rows() > 0) {
                chunks.accept(part);
            }
        }
        waiting = RowBatch.empty(schema);
    }

    private RowBatch sorted(List<RowBatch> batches) {
        RowPicks picks = order.sorted(batches);
        RowBatch result = RowBatch.empty(schema);
        result.appendAll(batches, picks, 0, picks.rows().length);
        return result;
    }
}
