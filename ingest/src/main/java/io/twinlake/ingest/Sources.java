package io.twinlake.ingest;

import io.twinlake.storage.Location;
import io.twinlake.storage.ObjectInfo;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Opens the partitions of sources. A partition keeps the name that its source had when it was first read; which files it
 * has is said by the sources as they are given now.
 */
final class Sources {

    /** How long a line without newline waits for the rest, if another file follows and no idle_after says more. */
    static final Duration REST_WAIT = Duration.ofSeconds(10);

    private final SourceAccess access;
    private final InstantSource clock;
    private final Consumer<String> notices;
    private final FileNotices ofFiles;
    private final Map<String, List<Piece>> recorded;
    private final Map<String, Selection> selections = new ConcurrentHashMap<>();
    private final FileOwners owners = new FileOwners(this::canonical);

    /** How a partition is read. */
    record Selection(List<FilesPlan.Scope> scopes, Optional<String> format, Duration restWait) {}

    Sources(SourceAccess access, InstantSource clock, Consumer<String> notices) {
        this(access, clock, notices, Map.of());
    }

    /** Sources of which so much is read again as was recorded, by partition. */
    Sources(SourceAccess access, Map<String, List<Piece>> recorded) {
        this(access, InstantSource.fixed(Instant.EPOCH), text -> {}, recorded);
    }

    private Sources(
            SourceAccess access, InstantSource clock, Consumer<String> notices, Map<String, List<Piece>> recorded) {
        this.access = access;
        this.clock = clock;
        this.notices = notices;
        this.ofFiles = new FileNotices(notices);
        this.recorded = recorded;
    }

    /** Reads a partition by these files from now on. */
    void read(SourcePartition partition, Selection selection) {
        selections.merge(partition.name(), selection, (one, other) -> {
            List<FilesPlan.Scope> both = new ArrayList<>(one.scopes());
            both.addAll(other.scopes());
            return new Selection(both, one.format(), one.restWait());
        });
    }

    /** A file's one name, however it is spelled. */
    Location canonical(Location file) {
        return access.storages().apply(file).canonical(file);
    }

    /** Says whose a file is, before anybody reads. */
    void claim(SourcePartition partition, Location file) {
        owners.claim(partition, file);
    }

    boolean isClaimed(String stream, Location file) {
        return owners.isOwned(stream, file);
    }

    /**
     * Opens a partition for reading on.
     *
     * @param plan what is made of its events
     * @throws SourceException if it can't be read from there
     */
    PartitionReader open(SourcePartition partition, StreamPlan plan, PipelineState.PartitionState at, boolean follow) {
        EventSource source = partition.source();
        return switch (source.kind()) {
            case STANDARD_INPUT ->
                new StandardInputReader(
                        access.standardInput().get(), new Reading(source.format(), plan, ofFiles::sayAtOnce));
            case SYNTHETIC -> SyntheticPositions.open(source, at.offset());
            case FILES -> files(partition, plan, at, follow);
        };
    }

    private PartitionReader files(
            SourcePartition partition, StreamPlan plan, PipelineState.PartitionState at, boolean follow) {
        FileSet names = files(partition.source());
        Optional<String> format = partition.source().format();
        List<Piece> pieces = recorded.get(partition.name());
        if (pieces != null) {
            return new RecordedFiles(names, new Reading(format, plan, ofFiles::keep), pieces, at.files());
        }
        Selection selection = selections.getOrDefault(
                partition.name(),
                new Selection(List.of(new FilesPlan.Scope(names, true, true, false)), format, REST_WAIT));
        FilesPlan.Surroundings around =
                new FilesPlan.Surroundings(follow, selection.restWait(), clock, owners, notices);
        Reading reading = new Reading(selection.format(), plan, follow ? ofFiles::sayAtOnce : ofFiles::keep);
        FilesPlan files = new FilesPlan(partition, names, selection.scopes(), reading, around);
        String last = at.offset().inFile().map(SourcePosition.InFile::file).orElse("");
        return new FilesReader(files, at.files(), last);
    }

    /** Says what is to be known of the files that were read. */
    void sayNotices() {
        ofFiles.sayAll();
    }

    static SourceException notThere(EventSource source) {
        return new SourceException("source " + source.uri() + " is not there or has no files; correct the path, or"
                + " follow it to wait for files to come");
    }

    /** The files of a source now, in order of name. */
    List<ObjectInfo> list(EventSource source) {
        return files(source).list();
    }

    FileSet files(EventSource source) {
        Location location = Location.parse(source.uri());
        return new FileSet(access.storages().apply(location), location);
    }
}
