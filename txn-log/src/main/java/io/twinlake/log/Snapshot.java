package io.twinlake.log;

import io.twinlake.format.ColumnMapping;
import io.twinlake.format.DataFileOptions;
import io.twinlake.format.DeletionVector;
import io.twinlake.format.FileStatistics;
import io.twinlake.format.IndexedColumns;
import io.twinlake.format.Literal;
import io.twinlake.format.Predicate;
import io.twinlake.format.Schema;
import io.twinlake.storage.Environment;
import io.twinlake.storage.Location;
import io.twinlake.storage.ObjectInfo;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The table at a version: a value that never changes. */
public final class Snapshot {

    private final LogHead log;
    private final TableState state;
    private final Action.Protocol protocol;
    private final Action.Metadata metadata;
    private final ColumnMapping mapping;

    private Snapshot(LogHead log, TableState state, Action.Protocol protocol, Action.Metadata metadata) {
        this.log = log;
        this.state = state;
        this.protocol = protocol;
        this.metadata = metadata;
        this.mapping = TableFeature.columnMapping(protocol, metadata);
    }

    /** A snapshot of a state that can be read. */
    static Snapshot of(LogHead log, TableState state) {
        Action.Protocol protocol = state.protocol().orElseThrow(() -> lacking("protocol", log, state));
        Action.Metadata metadata = state.metadata().orElseThrow(() -> lacking("metaData", log, state));
        TableFeature.requireReadable(protocol, metadata, log.table());
        return new Snapshot(log, state, protocol, metadata);
    }

    private static CorruptLogException lacking(String action, LogHead log, TableState state) {
        return new CorruptLogException("the log of " + log.table() + " has no " + action + " action up to version "
                + state.version() + "; it was not written by the protocol or has lost its beginning");
    }

    /** The surroundings that this snapshot was read through; its data files are read through the same. */
    public Environment environment() {
        return log.environment();
    }

    public Location table() {
        return log.table();
    }

    public Version version() {
        return state.version();
    }

    /** When this version was committed. */
    public Instant timestamp() {
        return log.timestamp(state);
    }

    public Schema schema() {
        return metadata.schema();
    }

    public Action.Metadata metadata() {
        return metadata;
    }

    public Action.Protocol protocol() {
        return protocol;
    }

    /** The table properties, typed. */
    public TableProperties properties() {
        return metadata.properties();
    }

    /** How columns are called in data files, statistics and partition values. */
    public ColumnMapping columnMapping() {
        return mapping;
    }

    /** How this table wants its data files: which names the columns have in them, and of which there are statistics. */
    public DataFileOptions fileOptions() {
        TableProperties properties = properties();
        IndexedColumns indexed = properties
                .statisticsColumns()
                .map(IndexedColumns::named)
                .orElseGet(() -> IndexedColumns.first(properties.statisticsColumnCount()));
        List<String> clustering = state.domain(Clustering.DOMAIN)
                .map(domain -> Clustering.columns(domain, metadata))
                .orElse(List.of());
        return DataFileOptions.defaults().withMapping(mapping).withIndexedColumns(indexed.and(clustering));
    }

    /**
     * Live files: those of a checkpoint in its order, then those added since. They may be read from the checkpoint as one
     * goes, so the stream is to be closed.
     */
    public Stream<Action.AddFile> files() {
        return files(Predicate.TRUE);
    }

    /**
     * Live files that may hold rows that match, by partition values and statistics. What it costs to find them in a
     * checkpoint grows with their number where it has typed statistics in the order of the predicate's column, and with
     * the size of that one column elsewhere. The stream is to be closed.
     */
    public Stream<Action.AddFile> files(Predicate predicate) {
        return state.files().live(pruning(predicate)).stream();
    }

    /** How many live files there are; cheaper than counting them. */
    public long fileCount() {
        return state.files().count();
    }

    /** What the log says of the rows of a file of this table; nothing where it says nothing. */
    public FileStatistics statistics(Action.AddFile file) {
        return pruning(Predicate.TRUE).statistics(file);
    }

    /** The same with bounds as they stand in the log: what readers go by that don't know how writers err. */
    public FileStatistics writtenStatistics(Action.AddFile file) {
        return file.stats()
                .map(text -> FileStatistics.asWritten(text, schema(), mapping))
                .orElse(FileStatistics.NONE);
    }

    /** The value that a partition column has in all rows of a file; empty means null. */
    public Optional<Literal> partitionValue(Action.AddFile file, String column) {
        return pruning(Predicate.TRUE).partitionValue(file, column);
    }

    FilePruning pruning(Predicate predicate) {
        return new FilePruning(metadata, mapping, predicate);
    }

    /** How many rows of a file are live by the log's word: the physical ones less the deleted ones. */
    public OptionalLong rowCount(Action.AddFile file) {
        OptionalLong physical = statistics(file).rows();
        return physical.isEmpty() || file.deletionVector().isEmpty()
                ? physical
                : OptionalLong.of(
                        physical.getAsLong() - file.deletionVector().get().cardinality());
    }

    /**
     * The live rows of a file, in batches of the columns of {@code wanted}, which are columns of the table. {@code
     * predicate} skips parts of the file; rows that don't match may still come out. The caller closes them.
     *
     * @throws io.twinlake.format.CorruptDataFileException if the file or its deletion vector can't be read
     */
    public LiveRows rows(Action.AddFile file, Schema wanted, Predicate predicate) {
        return LiveRows.open(this, file, wanted, predicate);
    }

    /**
     * The rows of a file that are deleted.
     *
     * @throws io.twinlake.format.CorruptDataFileException if they can't be told for certain
     */
    public DeletionVector deletionVector(Action.AddFile file) {
        return file.deletionVector().map(deletionVectors()::read).orElse(DeletionVector.NONE);
    }

    /** The object that a deletion vector is in; empty where the log itself holds it. */
    public Optional<Location> locate(Action.DeletionVectorDescriptor vector) {
        return deletionVectors().locate(vector);
    }

    private DeletionVectors deletionVectors() {
        return DeletionVectors.of(log.environment().storage(), log.table());
    }

    /** Files that are live no more and whose tombstone the log still has. The stream is to be closed. */
    public Stream<Action.RemoveFile> tombstones() {
        return state.files().tombstones().stream();
    }

    /** The version that an application has set last. */
    public OptionalLong progress(String appId) {
        Action.SetTransaction last = state.transactions().get(appId);
        return last == null ? OptionalLong.empty() : OptionalLong.of(last.version());
    }

    /** What every application has set last. */
    public Collection<Action.SetTransaction> transactions() {
        return state.transactions().values();
    }

    /** The configuration of a metadata domain. */
    public Optional<String> domain(String name) {
        return state.domain(name).map(Action.DomainMetadata::configuration);
    }

    /** The configurations of all metadata domains, in order of name. */
    public Map<String, String> domains() {
        Map<String, String> all = new TreeMap<>();
        state.domains().values().stream()
                .filter(domain -> !domain.removed())
                .forEach(domain -> all.put(domain.domain(), domain.configuration()));
        return all;
    }

    /** Where a file of this table is: the path decoded once, below the table unless absolute. */
    public Location locate(String path) {
        return log.paths().locate(path);
    }

    /** A file of this table as an object of the storage, as the log describes it. */
    public ObjectInfo object(Action.AddFile file) {
        return new ObjectInfo(locate(file.path()), file.size(), Instant.ofEpochMilli(file.modificationTime()));
    }

    /** A file of this table as another table's log names it: file and deletion vector by absolute paths. */
    public Action.AddFile absolute(Action.AddFile file) {
        DataPath paths = log.paths();
        Action.AddFile elsewhere = file.withPath(DataPath.absolute(paths.locate(file.path())));
        return file.deletionVector()
                .flatMap(vector -> locate(vector).map(object -> vector.at(DataPath.absolute(object))))
                .map(vector -> elsewhere.withDeletionVector(Optional.of(vector)))
                .orElse(elsewhere);
    }

    /** A transaction that has read this snapshot. */
    public Transaction transaction(IsolationLevel level, String operation) {
        return Transaction.reading(log, state, level, operation);
    }

    TableState state() {
        return state;
    }

    @Override
    public String toString() {
        return "version " + version() + " of " + table();
    }
}
