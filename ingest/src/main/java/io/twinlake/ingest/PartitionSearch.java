package io.twinlake.ingest;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Finds the source partitions of a pipeline: as many as sources, or as there are files where each is one. */
final class PartitionSearch {

    private final PipelineSpec spec;
    private final Generation generation;
    private final Sources sources;

    PartitionSearch(PipelineSpec spec, Generation generation, Sources sources) {
        this.spec = spec;
        this.generation = generation;
        this.sources = sources;
    }

    /**
     * The partitions as they are now.
     *
     * @throws IllegalArgumentException if a source is given twice, or no definition reads its stream
     */
    List<SourcePartition> all() {
        return distinct(bySource());
    }

    /** The partitions of a bounded run that begins. @throws SourceException if a source has none: nobody waits for it */
    List<SourcePartition> allThere() {
        List<List<SourcePartition>> found = bySource();
        int missing = found.indexOf(List.of());
        if (missing >= 0) {
            throw Sources.notThere(spec.sources().get(missing));
        }
        return distinct(found);
    }

    /** The partitions that there are now and that are not among those; one listing a source whose files are partitions. */
    List<SourcePartition> arrivedBeside(Collection<SourcePartition> known) {
        List<SourcePartition> arrived = new ArrayList<>();
        for (EventSource source : spec.sources()) {
            if (source.isPartitionedByFile()) {
                arrived.addAll(sources.partitions(source, streamOf(source)));
            }
        }
        arrived.removeAll(known);
        return arrived.stream().distinct().sorted().toList();
    }

    /** One listing a source whose files are partitions. */
    private List<List<SourcePartition>> bySource() {
        return spec.sources().stream()
                .map(source -> sources.partitions(source, streamOf(source)))
                .toList();
    }

    private List<SourcePartition> distinct(List<List<SourcePartition>> bySource) {
        List<SourcePartition> partitions =
                bySource.stream().flatMap(List::stream).toList();
        List<SourcePartition> distinct = partitions.stream().distinct().sorted().toList();
        if (distinct.size() < partitions.size()) {
            throw new IllegalArgumentException(
                    "a source of pipeline '" + spec.name() + "' is given twice: " + partitions);
        }
        return distinct;
    }

    private String streamOf(EventSource source) {
        String stream = source.stream().orElseGet(() -> onlyStream(source));
        generation.plan(stream);
        return stream;
    }

    private String onlyStream(EventSource source) {
        if (generation.streams().size() != 1) {
            throw new IllegalArgumentException("source " + source.uri() + " names no stream and the definitions read "
                    + String.join(", ", generation.streams()) + ": write it as STREAM=" + source.uri());
        }
        return generation.streams().get(0);
    }
}
