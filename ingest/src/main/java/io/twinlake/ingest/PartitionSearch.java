package io.twinlake.ingest;

import io.twinlake.ingest.Sources.Selection;
import io.twinlake.storage.Location;
import io.twinlake.storage.ObjectInfo;
import io.twinlake.twin.StreamDefinition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * Finds the source partitions of a pipeline: as many as sources, or as there are files where each is one. A file goes on
 * in the partition that has read it, however its source is spelled now.
 */
final class PartitionSearch {

    private final PipelineSpec spec;
    private final CompiledDefinitions compiled;
    private final Sources sources;
    private final Map<String, SourcePartition> found = new TreeMap<>();
    /** Sources whose files are other partitions': they become one with the first file that is new. */
    private final List<EventSource> without = new ArrayList<>();

    PartitionSearch(PipelineSpec spec, CompiledDefinitions compiled, Sources sources) {
        this.spec = spec;
        this.compiled = compiled;
        this.sources = sources;
    }

    /**
     * The partitions as they are now.
     *
     * @throws IllegalArgumentException if a source is given twice, or no definition reads its stream
     */
    List<SourcePartition> all(PipelineState state) {
        return search(state, false);
    }

    /**
     * The partitions of a bounded run.
     *
     * @throws SourceException if a source has no files and never had any: nobody waits for them
     */
    List<SourcePartition> allThere(PipelineState state) {
        return search(state, true);
    }

    private List<SourcePartition> search(PipelineState state, boolean there) {
        checkGivenOnce();
        Map<SourcePartition, Set<Location>> known = known(state);
        claimKnown(state);
        Map<SourcePartition, List<ReadFile>> read = new TreeMap<>();
        state.partitions().forEach((name, at) -> read.put(SourcePartition.named(name), at.files()));
        for (EventSource source : spec.sources()) {
            String stream = streamOf(source);
            if (source.kind() != SourceKind.FILES) {
                add(new SourcePartition(stream, source.canonicalUri()));
            } else {
                boolean any = source.isPartitionedByFile()
                        ? addByFile(source, stream, known, read)
                        : addAsOne(source, stream, known, there);
                if (there && !any) {
                    throw Sources.notThere(source);
                }
            }
        }
        return found.values().stream().sorted().toList();
    }

    /** The files that partitions have begun, as far as a state knows them. */
    private Map<SourcePartition, Set<Location>> known(PipelineState state) {
        Map<SourcePartition, Set<Location>> known = new TreeMap<>();
        state.partitions().forEach((name, at) -> {
            SourcePartition partition = SourcePartition.named(name);
            if (partition.source().kind() == SourceKind.FILES) {
                FileSet names = sources.files(partition.source());
                Set<Location> files = new TreeSet<>();
                at.files().forEach(file -> files.add(names.locate(file.file())));
                known.put(partition, files);
            }
        });
        return known;
    }

    /** A file that two partitions have read, as an older release let them, goes on in the one that has come further. */
    private void claimKnown(PipelineState state) {
        record Known(SourcePartition partition, ReadFile file) {}
        List<Known> all = new ArrayList<>();
        state.partitions().forEach((name, at) -> {
            SourcePartition partition = SourcePartition.named(name);
            if (partition.source().kind() == SourceKind.FILES) {
                at.files().forEach(file -> all.add(new Known(partition, file)));
            }
        });
        all.sort(Comparator.comparingLong((Known each) -> -each.file().position())
                .thenComparing(Known::partition));
        for (Known each : all) {
            FileSet names = sources.files(each.partition().source());
            sources.claim(each.partition(), names.locate(each.file().file()));
        }
    }

    /** One listing; whether the source has files. */
    private boolean addByFile(
            EventSource source,
            String stream,
            Map<SourcePartition, Set<Location>> known,
            Map<SourcePartition, List<ReadFile>> read) {
        FileSet files = sources.files(source);
        List<SourcePartition> owners = owners(source, stream, known);
        owners.forEach(owner -> read(owner, source, new FilesPlan.Scope(files, false, true, false)));
        List<ObjectInfo> there = files.list();
        newFiles(source, there, () -> read).forEach(file -> addFile(source, stream, file));
        return !there.isEmpty() || !owners.isEmpty();
    }

    /** The files that may become partitions: not those that were renamed, nor compressed copies of what was read. */
    private List<ObjectInfo> newFiles(
            EventSource source, List<ObjectInfo> there, Supplier<Map<SourcePartition, List<ReadFile>>> read) {
        String stream = streamOf(source);
        if (there.stream().allMatch(file -> sources.isClaimed(stream, file.location()))) {
            return List.of();
        }
        Map<SourcePartition, List<ReadFile>> ofStream = new TreeMap<>(read.get());
        ofStream.keySet()
                .removeIf(other ->
                        !other.stream().equals(stream) || other.source().kind() != SourceKind.FILES);
        Reading reading = new Reading(source.format(), compiled.plan(stream), (file, text) -> {});
        RenamedFiles renamed = new RenamedFiles(sources, sources.files(source), reading, there);
        ofStream.forEach(renamed::claim);
        return there.stream()
                .filter(file -> !sources.isClaimed(stream, file.location()))
                .filter(file -> ofStream.entrySet().stream()
                        .noneMatch(each -> renamed.isCopy(file, each.getKey(), each.getValue())))
                .toList();
    }

    private Optional<SourcePartition> addFile(EventSource source, String stream, ObjectInfo file) {
        if (sources.isClaimed(stream, file.location())) {
            return Optional.empty();
        }
        String format = source.format().map(word -> "?format=" + word).orElse("");
        SourcePartition partition = new SourcePartition(stream, file.location() + format);
        sources.claim(partition, file.location());
        FileSet only = sources.files(partition.source());
        read(partition, source, new FilesPlan.Scope(only, true, true, false));
        return Optional.of(partition);
    }

    /** Whether the source has files, or had some. */
    private boolean addAsOne(
            EventSource source, String stream, Map<SourcePartition, Set<Location>> known, boolean there) {
        FileSet files = sources.files(source);
        SourcePartition own = new SourcePartition(stream, source.canonicalUri());
        List<SourcePartition> owners = owners(source, stream, known);
        Optional<SourcePartition> taker = owners.isEmpty() || known.containsKey(own)
                ? Optional.of(own)
                : owners.size() == 1 ? Optional.of(owners.get(0)) : Optional.empty();
        for (SourcePartition owner : owners) {
            boolean takesNew = taker.isPresent() && taker.get().equals(owner);
            read(owner, source, new FilesPlan.Scope(files, takesNew, owner.equals(own), true));
        }
        if (taker.isEmpty()) {
            without.add(source);
            arrived(source, stream);
        } else if (!owners.contains(taker.get())) {
            read(own, source, new FilesPlan.Scope(files, true, true, true));
            return !there || !files.list().isEmpty();
        }
        return true;
    }

    /** The partitions that have read files of a source, or have its name. */
    private List<SourcePartition> owners(EventSource source, String stream, Map<SourcePartition, Set<Location>> known) {
        FileSet files = sources.files(source);
        SourcePartition own = new SourcePartition(stream, source.canonicalUri());
        return known.entrySet().stream()
                .filter(entry -> entry.getKey().stream().equals(stream))
                .filter(entry ->
                        entry.getKey().equals(own) || entry.getValue().stream().anyMatch(files::covers))
                .map(Map.Entry::getKey)
                .toList();
    }

    /**
     * The partitions that there are now and that were not before; one listing a source whose files are partitions.
     *
     * @param read what partitions have read; asked for where there are new files
     */
    List<SourcePartition> arrivedBeside(
            Collection<SourcePartition> before, Supplier<Map<SourcePartition, List<ReadFile>>> read) {
        List<SourcePartition> arrived = new ArrayList<>();
        for (EventSource source : spec.sources()) {
            String stream = streamOf(source);
            if (source.isPartitionedByFile()) {
                for (ObjectInfo file : newFiles(source, sources.list(source), read)) {
                    addFile(source, stream, file).ifPresent(arrived::add);
                }
            }
        }
        for (EventSource source : List.copyOf(without)) {
            arrived(source, streamOf(source)).ifPresent(arrived::add);
        }
        arrived.removeAll(before);
        return arrived.stream().distinct().sorted().toList();
    }

    private Optional<SourcePartition> arrived(EventSource source, String stream) {
        boolean isNew = sources.list(source).stream().anyMatch(file -> !sources.isClaimed(stream, file.location()));
        if (!isNew) {
            return Optional.empty();
        }
        without.remove(source);
        SourcePartition own = new SourcePartition(stream, source.canonicalUri());
        read(own, source, new FilesPlan.Scope(sources.files(source), true, true, true));
        return Optional.of(own);
    }

    private void read(SourcePartition partition, EventSource source, FilesPlan.Scope scope) {
        add(partition);
        sources.read(partition, new Selection(List.of(scope), source.format(), restWait(partition.stream())));
    }

    private void add(SourcePartition partition) {
        found.put(partition.name(), partition);
    }

    /** The longest time after which a definition of the stream takes a partition for silent. */
    private Duration restWait(String stream) {
        return compiled.plan(stream).bindings().stream()
                .map(Binding::streamDefinition)
                .map(StreamDefinition::time)
                .flatMap(time -> time.idleAfter().stream())
                .max(Duration::compareTo)
                .orElse(Sources.REST_WAIT);
    }

    /** One listing of each source that may have another one's files. */
    private void checkGivenOnce() {
        List<EventSource> given = spec.sources();
        for (int i = 0; i < given.size(); i++) {
            for (int j = i + 1; j < given.size(); j++) {
                if (streamOf(given.get(i)).equals(streamOf(given.get(j)))) {
                    checkDistinct(given.get(i), given.get(j));
                }
            }
        }
    }

    private void checkDistinct(EventSource one, EventSource other) {
        boolean files = one.kind() == SourceKind.FILES && other.kind() == SourceKind.FILES;
        if (one.canonicalUri().equals(other.canonicalUri())) {
            throw givenTwice(one.canonicalUri(), one, other);
        }
        if (!files || !sources.files(one).mayShareWith(sources.files(other))) {
            return;
        }
        FileSet others = sources.files(other);
        sources.list(one).stream()
                .map(ObjectInfo::location)
                .filter(others::covers)
                .findFirst()
                .ifPresent(file -> {
                    throw givenTwice(file.toString(), one, other);
                });
    }

    private IllegalArgumentException givenTwice(String what, EventSource one, EventSource other) {
        return new IllegalArgumentException("a source of pipeline '" + spec.name() + "' is given twice: " + what
                + " is read by " + one.uri() + " and by " + other.uri() + "; leave one of them out");
    }

    private String streamOf(EventSource source) {
        String stream = source.stream().orElseGet(() -> onlyStream(source));
        compiled.plan(stream);
        return stream;
    }

    private String onlyStream(EventSource source) {
        if (compiled.streams().size() != 1) {
            throw new IllegalArgumentException("source " + source.uri() + " names no stream and the definitions read "
                    + String.join(", ", compiled.streams()) + ": write it as STREAM=" + source.uri());
        }
        return compiled.streams().get(0);
    }
}
