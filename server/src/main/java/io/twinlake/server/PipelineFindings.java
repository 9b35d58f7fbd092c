package io.twinlake.server;

import io.twinlake.ingest.PipelineExamination;
import io.twinlake.storage.Location;
import java.util.ArrayList;
import java.util.List;

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

    private Location folder() {
        return lake.root().resolve(FOLDER);
    }
}
