package io.twinlake.server;

import io.twinlake.ingest.PipelineProgress;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a run came to: rows, reduction, and how often each property changed.
 *
 * @param events each counted once a definition that reads it
 * @param changes by table and property
 * @param refusals what was wrong with the first events refused
 */
record IngestReport(
        long events,
        long rows,
        long deadLetters,
        long dropped,
        Map<String, Map<String, Long>> changes,
        List<String> refusals) {

    static IngestReport of(PipelineProgress progress) {
        return new IngestReport(
                progress.totals().events(),
                progress.totals().rows(),
                progress.totals().deadLetters(),
                progress.totals().dropped(),
                progress.changes(),
                progress.refusals());
    }

    /** Whether events came and each of them was refused. */
    boolean isAllRefused() {
        return events == 0 && deadLetters > 0;
    }

    void print(String verb, PrintStream out) {
        out.printf(
                Locale.ROOT,
                "%s %s of %s: %s%n",
                verb,
                Sizes.count(rows, "row"),
                Sizes.count(events, "event"),
                rows == 0
                        ? "nothing changed"
                        : String.format(Locale.ROOT, "%.1f events a row", (double) events / rows));
        if (deadLetters > 0) {
            out.println("refused " + Sizes.count(deadLetters, "event") + ", see: twinlake dead-letters");
            if (isAllRefused()) {
                refusals.forEach(refusal -> out.println("  " + refusal));
                out.println(
                        "every event was refused: standard input is read as JSON lines, a file as its name says (.csv, "
                                + ".parquet, else JSON lines) or as ?format=csv behind it does");
            }
        }
        if (dropped > 0) {
            out.println("dropped " + Sizes.count(dropped, "event") + ", as the definitions say");
        }
        new TreeMap<>(changes).forEach((table, counts) -> print(table, counts, out));
    }

    private void print(String table, Map<String, Long> counts, PrintStream out) {
        out.println(table);
        new TreeMap<>(counts)
                .forEach((property, count) -> out.printf(
                        Locale.ROOT,
                        "  %-28s %,12d changes, one in %,.1f events%n",
                        property,
                        count,
                        (double) events / count));
    }
}
