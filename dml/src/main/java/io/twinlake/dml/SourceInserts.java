package io.twinlake.dml;

import io.twinlake.format.RowBatch;
import io.twinlake.log.Snapshot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/** Rows that are made of rows of a source. Four bytes a row until they are asked for, then some thousands at a time. */
final class SourceInserts implements Inserts {

    private static final int BATCH_ROWS = 4096;

    private final Joint joint;
    private final RowRules rules;
    private final List<Part> parts = new ArrayList<>();

    /** Rows of the source of which one clause makes new ones. */
    private record Part(Setters setters, int[] sources) {}

    SourceInserts(Snapshot snapshot, Joint joint) {
        this.joint = joint;
        this.rules = RowRules.of(snapshot);
    }

    /** Lets a clause make rows of some of the source's. */
    void add(Clause clause, int[] sources) {
        if (sources.length > 0) {
            parts.add(new Part(new Setters(clause, joint.table(), joint.sourceAlone()), sources));
        }
    }

    @Override
    public long rows() {
        return parts.stream().mapToLong(part -> part.sources().length).sum();
    }

    @Override
    public void forEach(Consumer<RowBatch> batches) {
        for (Part part : parts) {
            for (int from = 0; from < part.sources().length; from += BATCH_ROWS) {
                int to = Math.min(part.sources().length, from + BATCH_ROWS);
                var seen = joint.ofSource(Arrays.copyOfRange(part.sources(), from, to));
                batches.accept(rules.complete(part.setters().rows(seen)));
            }
        }
    }
}
