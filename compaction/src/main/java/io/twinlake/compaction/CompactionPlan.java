package io.twinlake.compaction;

import io.twinlake.format.Counted;
import io.twinlake.log.Snapshot;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What to merge, decided and not yet done: it can be printed, refused, or run by a {@link Compactor}. Each merge is a
 * commit of its own, so that a conflict or a crash costs one merge.
 */
public record CompactionPlan(Snapshot snapshot, SortOrder order, List<Merge> merges) {

    public CompactionPlan {
        merges = List.copyOf(merges);
    }

    public int filesIn() {
        return merges.stream().mapToInt(merge -> merge.files().size()).sum();
    }

    public long bytesIn() {
        return merges.stream().mapToLong(Merge::bytesIn).sum();
    }

    public int filesOut() {
        return merges.stream().mapToInt(Merge::filesOut).sum();
    }

    /** A line for the whole, then a line a merge. */
    @Override
    public String toString() {
        String head = "compact " + snapshot.table() + " version " + snapshot.version() + ", " + order + ": "
                + Counted.of(filesIn(), "file") + ", " + Counted.of(bytesIn(), "byte") + ", into " + filesOut();
        return head + merges.stream().map(merge -> "\n  " + merge).collect(Collectors.joining());
    }
}
