package io.twinlake.log;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Remembers for the predicates of late which files of a checkpoint they have found, where these were few. */
final class FoundFiles {

    /** Upper bound on the files that are remembered for one predicate; they take some 20 MB. */
    static final int MOST = 16_384;

    private static final int MOST_PREDICATES = 64;

    private final int most;
    private final Map<FilePruning, List<Action.AddFile>> byPruning =
            new LinkedHashMap<>(MOST_PREDICATES, 0.75f, /* accessOrder= */ true);

    /** All files, once they are known and few. */
    private @Nullable List<Action.AddFile> all;

    FoundFiles(int most) {
        this.most = most;
    }

    /** How many files are remembered at most. */
    int most() {
        return most;
    }

    synchronized @Nullable List<Action.AddFile> of(FilePruning pruning) {
        List<Action.AddFile> known = byPruning.get(pruning);
        if (known != null || all == null) {
            return known;
        }
        List<Action.AddFile> kept =
                pruning.keepsAll() ? all : all.stream().filter(pruning::keeps).toList();
        if (!pruning.keepsAll()) {
            put(pruning, kept);
        }
        return kept;
    }

    synchronized void put(FilePruning pruning, List<Action.AddFile> files) {
        if (pruning.keepsAll()) {
            all = List.copyOf(files);
            return;
        }
        byPruning.put(pruning, List.copyOf(files));
        int remembered = byPruning.values().stream().mapToInt(List::size).sum();
        Iterator<List<Action.AddFile>> eldest = byPruning.values().iterator();
        while (byPruning.size() > MOST_PREDICATES || (remembered > most && byPruning.size() > 1)) {
            remembered -= eldest.next().size();
            eldest.remove();
        }
    }
}
