package io.twinlake.dml;

import io.twinlake.format.Predicate;
import io.twinlake.format.RowBatch;
import io.twinlake.format.Schema;
import io.twinlake.log.Snapshot;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Adds rows that SQL describes. Reads none of the table's, so that no change of rows by others is in conflict. */
public final class Insert implements RowChange {

    private final RowBatch source;
    private final List<Map<String, Assignment>> values;

    private Insert(RowBatch source, List<Map<String, Assignment>> values) {
        this.source = source;
        this.values = List.copyOf(values);
    }

    /** Rows by their values for columns of the table; a column that is left out takes its default, what it is generated as, or null. */
    public static Insert values(List<Map<String, Assignment>> rows) {
        RowBatch none = RowBatch.of(new Schema(List.of()), List.of(), rows.size());
        return new Insert(none, rows);
    }

    /** A row for each of the source; assignments name its columns {@code source.x}. */
    public static Insert from(RowBatch source, Map<String, Assignment> each) {
        return new Insert(source, List.of(each));
    }

    @Override
    public ChangePlan plan(Snapshot snapshot) {
        Joint joint = new Joint(snapshot.schema(), source);
        SourceInserts inserts = new SourceInserts(snapshot, joint);
        boolean isOfSource = source.schema().size() > 0;
        for (int i = 0; i < values.size(); i++) {
            inserts.add(
                    Clause.insert(Optional.empty(), values.get(i)),
                    isOfSource ? IntStream.range(0, source.rows()).toArray() : new int[] {i});
        }
        return new ChangePlan.Builder(snapshot, "WRITE")
                .read(new Predicate.Always(false))
                .inserts(inserts)
                .build();
    }
}
