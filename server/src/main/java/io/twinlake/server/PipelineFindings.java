package io.twinlake.server;

import io.twinlake.ingest.PipelineExamination;
import io.twinlake.log.Action;
import io.twinlake.log.CorruptLogException;
import io.twinlake.log.Snapshot;
import io.twinlake.log.TableNotFoundException;
import io.twinlake.log.UnsupportedTableException;
import io.twinlake.storage.Location;
import io.twinlake.storage.StorageException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What is not in order with the pipelines of a lake, each looked at by itself. */
final class PipelineFindings {

    private static final String FOLDER = "_twinlake/pipelines";

    private final OpenLake lake;

    PipelineFindings(OpenLake lake) {
        this.lake = lake;
    }

    List<String> names() {
        return lake.environment().storage().folders(folder());
    }

    /** @param tables of the lake, any of which may have rows of it */
    List<Finding> of(String pipeline, List<String> tables) {
        List<Finding> findings = new ArrayList<>();
        try {
            PipelineExamination.of(lake.environment(), lake.root(), pipeline, tables).stream()
                    .map(found -> found.losesRows()
                            ? Finding.error(found.where(), found.problem(), found.remedy())
                            : Finding.advice(found.where(), found.problem(), found.remedy()))
                    .forEach(findings::add);
        } catch (RuntimeException e) {
            findings.add(Finding.error(
                    "pipeline " + pipeline,
                    e.getClass().getSimpleName() + ": " + e.getMessage(),
                    "nothing further could be checked; see docs/operations.md"));
        }
        return findings;
    }

    /**
     * Pipelines that tables have rows of, and of which the lake has no folder. A writer of another kind keeps its
     * progress in the same way, so only what has the columns of a pipeline's rows is looked at.
     */
    List<Finding> gone(List<String> known, List<String> tables) {
        SortedMap<String, SortedSet<String>> writers = new TreeMap<>();
        for (String table : tables) {
            applications(table).stream()
                    .filter(application -> !known.contains(application))
                    .forEach(application -> writers.computeIfAbsent(application, any -> new TreeSet<>())
                            .add(table));
        }
        return writers.entrySet().stream()
                .map(writer -> Finding.advice(
                        "pipeline " + writer.getKey(),
                        String.join(", ", writer.getValue())
                                + (writer.getValue().size() == 1 ? " has" : " have")
                                + " rows of it, and its folder "
                                + folder().resolve(writer.getKey())
                                + " with its state checkpoints and epoch records is gone: it can't go on",
                        "put the folder back from a copy if the pipeline is to run again; for one that has ended, and for"
                                + " tables that were copied or cloned, nothing"))
                .toList();
    }

    /** Of a table that can't be read, the examination of tables tells. */
    private Set<String> applications(String table) {
        try {
            Snapshot latest = lake.log(table).latest();
            if (latest.schema().indexOf("source_partition").isEmpty()) {
                return Set.of();
            }
            return latest.transactions().stream()
                    .map(Action.SetTransaction::appId)
                    .collect(Collectors.toSet());
        } catch (CorruptLogException
                | UnsupportedTableException
                | StorageException
                | TableNotFoundException
                | IllegalArgumentException unreadable) {
            return Set.of();
        }
    }

    private Location folder() {
        return lake.root().resolve(FOLDER);
    }
}
