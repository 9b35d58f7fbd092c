package io.twinlake.server;

import io.twinlake.log.Snapshot;
import io.twinlake.query.ReadOptions;
import io.twinlake.query.Row;
import io.twinlake.query.RowBatches;
import io.twinlake.query.ScanPlan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Rows as texts that compare, all columns but {@code recorded_at}. */
final class TableRows {

    private static final ReadOptions IN_THIS_THREAD = ReadOptions.defaults().withParallelFiles(1);

    private TableRows() {}

    /** All rows of a snapshot, in an order that depends on them alone. */
    static List<String> of(Snapshot snapshot) {
        try (RowBatches batches = ScanPlan.over(snapshot).rows(IN_THIS_THREAD)) {
            return sorted(batches);
        }
    }

    static List<String> sorted(RowBatches batches) {
        List<String> rows = new ArrayList<>();
        batches.forEachRemaining(batch -> Row.of(batch).map(TableRows::text).forEach(rows::add));
        return rows.stream().sorted().toList();
    }

    /** The numbers of the rows of each life of each twin, by key and birth. */
    static Map<String, List<Long>> lives(Snapshot snapshot) {
        Map<String, List<Long>> lives = new TreeMap<>();
        try (RowBatches batches =
                ScanPlan.over(snapshot).select("key", "born_at", "seq").rows(IN_THIS_THREAD)) {
            batches.forEachRemaining(batch -> Row.of(batch)
                    .forEach(row -> lives.computeIfAbsent(
                                    row.value(0).orElseThrow() + " born "
                                            + row.value(1).orElseThrow(),
                                    life -> new ArrayList<>())
                            .add((Long) row.value(2).orElseThrow())));
        }
        lives.values().forEach(numbers -> numbers.sort(Long::compare));
        return lives;
    }

    /** Where sorted rows differ first; short even where thousands do. */
    static Optional<String> firstDifference(List<String> expected, List<String> actual) {
        for (int i = 0; i < Math.max(expected.size(), actual.size()); i++) {
            String wanted = i < expected.size() ? expected.get(i) : "nothing";
            String found = i < actual.size() ? actual.get(i) : "nothing";
            if (!wanted.equals(found)) {
                return Optional.of(expected.size() + " rows expected, " + actual.size() + " there; row " + i
                        + "\n  expected " + wanted + "\n  found    " + found);
            }
        }
        return Optional.empty();
    }

    private static String text(Row row) {
        StringBuilder text = new StringBuilder();
        for (int column = 0; column < row.schema().size(); column++) {
            String name = row.schema().field(column).name();
            Optional<Object> value = row.value(column);
            if (!name.equals("recorded_at") && value.isPresent()) {
                Object shown = value.get() instanceof byte[] bytes ? Arrays.toString(bytes) : value.get();
                text.append(name).append('=').append(shown).append(' ');
            }
        }
        return text.toString();
    }
}
