package io.twinlake.ingest;

import io.twinlake.ingest.Epoch.Round;
import io.twinlake.log.Snapshot;
import io.twinlake.log.TransactionLog;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Finds where a pipeline goes on: at the newest state checkpoint of which every table has all rows, from where the epoch
 * records lead to the last epoch. A table that lost its newest commits, or was put back from a copy, so gets again what it
 * lacks. What can't be had again is refused.
 */
final class Recovery {

    private static final int OBSTACLES_TOLD = 3;

    private final PipelineStore store;
    private final Set<String> tables;
    private final Consumer<String> notices;
    private final Set<String> obstacles = new LinkedHashSet<>();
    private final Map<Long, Epoch> read = new HashMap<>();
    private Map<String, Long> progress = Map.of();

    /**
     * A state that all tables have and the epochs recorded after it.
     *
     * @param sharesTable whether one of the epochs that are known says that its pipeline was told to share tables
     */
    record Begin(PipelineState state, List<Epoch> epochs, boolean sharesTable) {

        long lastEpoch() {
            return state.epoch() + epochs.size();
        }
    }

    /** @param tables that the pipeline writes now; those that it wrote before are found */
    Recovery(PipelineStore store, Collection<String> tables, Consumer<String> notices) {
        this.store = store;
        this.tables = new TreeSet<>(tables);
        this.tables.add(DeadLetterTable.NAME);
        this.notices = notices;
    }

    /** @throws CorruptPipelineException if what tables lack can't be made again, or what they have is of no known epoch */
    Begin begin() {
        // Before the records are listed: then what a table has is recorded, though another process be at work.
        Map<String, Long> before = progressOf(tables);
        store.look();
        progress = progressOf(tables);
        Begin begin = store.states().stream()
                .map(this::from)
                .flatMap(Optional::stream)
                .findFirst()
                .or(() -> from(null))
                .orElseThrow(this::refused);
        checkNotAhead(before, begin.lastEpoch());
        if (!obstacles.isEmpty()) {
            notices.accept("pipeline " + store.folder().name() + " goes on from "
                    + (begin.state().epoch() == 0
                            ? "its beginning"
                            : "epoch " + begin.state().epoch())
                    + " and makes again what is recorded after it, as " + told());
        }
        return begin;
    }

    /** What leads on from a state checkpoint, or from the beginning; empty, and an obstacle more, if that can't be. */
    private Optional<Begin> from(@Nullable StateName name) {
        try {
            long epoch = name == null ? 0 : name.epoch();
            if (name != null && !leadsOn(name)) {
                return Optional.empty();
            }
            PipelineState state = name == null ? PipelineState.EMPTY : store.state(name);
            PipelineState judged = state.withLastRows(lastRows(state));
            checkTablesHave(judged);
            List<Epoch> epochs = recordedAfter(epoch);
            checkGoesOn(judged, epochs);
            return Optional.of(new Begin(judged, epochs, sharesTable()));
        } catch (CorruptPipelineException obstacle) {
            obstacles.add(String.valueOf(obstacle.getMessage()));
            return Optional.empty();
        }
    }

    private boolean leadsOn(StateName state) {
        long next = state.epoch() + 1;
        return !store.recorded().contains(next) || state.leadsTo(epoch(next));
    }

    private boolean sharesTable() {
        return store.recorded().descendingSet().stream()
                .flatMap(number -> readable(number).stream())
                .findFirst()
                .map(Epoch::sharesTable)
                .orElse(false);
    }

    /** What a state says of its tables; one of before it said anything is judged by the records that remain. */
    private Map<String, Long> lastRows(PipelineState state) {
        if (!state.lastRows().isEmpty()) {
            return state.lastRows();
        }
        Map<String, Long> last = new TreeMap<>();
        store.recorded().headSet(state.epoch(), true).stream()
                .flatMap(number -> readable(number).stream())
                .forEach(epoch -> epoch.rows().keySet().forEach(table -> last.put(table, epoch.number())));
        return last;
    }

    private Optional<Epoch> readable(long number) {
        try {
            return Optional.of(epoch(number));
        } catch (CorruptPipelineException damaged) {
            return Optional.empty();
        }
    }

    private void checkTablesHave(PipelineState state) {
        state.lastRows().forEach((table, last) -> {
            boolean isKnown = tables.contains(table);
            long has = isKnown
                    ? progress.getOrDefault(table, 0L)
                    : progressOf(Set.of(table)).getOrDefault(table, last);
            if (has < last) {
                throw new CorruptPipelineException((store.log(table).exists()
                                ? "table " + table + " is at epoch " + has
                                : "table " + table + " is gone")
                        + " and had rows of epoch " + last + " when the state checkpoint of epoch "
                        + state.epoch() + " was kept");
            }
        });
    }

    private List<Epoch> recordedAfter(long epoch) {
        List<Epoch> found = new ArrayList<>();
        long expected = epoch + 1;
        for (long number : store.recorded().tailSet(epoch, false)) {
            if (number != expected) {
                throw new CorruptPipelineException("the record of epoch " + expected + ", "
                        + store.folder().epoch(expected) + ", is gone");
            }
            found.add(epoch(number));
            expected++;
        }
        return found;
    }

    private Epoch epoch(long number) {
        Epoch known = read.get(number);
        if (known != null) {
            return known;
        }
        try {
            Epoch epoch = store.epoch(number);
            read.put(number, epoch);
            return epoch;
        } catch (CorruptPipelineException damaged) {
            boolean isLast = store.recorded().higher(number) == null;
            boolean isNowhere = progress.values().stream().allMatch(has -> has < number);
            throw isLast && isNowhere
                    ? new CorruptPipelineException(damaged.getMessage()
                            + "; it is the last one and no table has rows of it: delete it and start again, and the epoch"
                            + " is made once more")
                    : damaged;
        }
    }

    /** Each epoch begins where the one before ended. */
    private void checkGoesOn(PipelineState state, List<Epoch> epochs) {
        Map<String, Long> at = new HashMap<>();
        state.partitions()
                .forEach((partition, known) -> at.put(partition, known.offset().record()));
        for (Epoch epoch : epochs) {
            for (Round round : epoch.rounds()) {
                round.partitions().forEach((partition, range) -> {
                    long before = at.getOrDefault(partition, 0L);
                    if (range.from().record() != before) {
                        throw new CorruptPipelineException(
                                "epoch " + epoch.number() + " was recorded with records from "
                                        + range.from().record() + " of " + partition
                                        + ", and what was kept before it ends at " + before
                                        + ": the state checkpoint from which process " + epoch.writer()
                                        + " went on is not there");
                    }
                    at.put(partition, range.to().record());
                });
            }
        }
    }

    /** An epoch that is recorded nowhere would be made once more under its number, and its rows be taken for those. */
    private void checkNotAhead(Map<String, Long> before, long last) {
        before.forEach((table, has) -> {
            if (has > last) {
                throw new CorruptPipelineException("pipeline " + store.folder().name() + " can't go on: table " + table
                        + " has rows of its epoch " + has + ", and below "
                        + store.folder().folder() + " nothing is kept of any after " + last
                        + ". Put back from a copy what was there, or give the pipeline another lake, or another name"
                        + " and tables that it alone writes. Nothing was written");
            }
        });
    }

    private CorruptPipelineException refused() {
        return new CorruptPipelineException("pipeline " + store.folder().name() + " can't go on: " + told()
                + ". Put back from a copy what is gone or damaged (of a table its folder, else what was below "
                + store.folder().folder()
                + "), or read the sources again from their beginning into another lake. Nothing was written");
    }

    private String told() {
        return String.join("; ", obstacles.stream().limit(OBSTACLES_TOLD).toList());
    }

    /** By table that is there. */
    private Map<String, Long> progressOf(Collection<String> names) {
        Map<String, Long> found = new TreeMap<>();
        for (String name : names) {
            TransactionLog log = store.log(name);
            if (log.exists()) {
                Snapshot latest = log.latest();
                found.put(name, latest.progress(store.folder().name()).orElse(0));
            }
        }
        return found;
    }
}
