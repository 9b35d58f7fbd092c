package io.twinlake.differential;

import io.twinlake.format.FileStatistics;
import io.twinlake.format.Predicate;
import io.twinlake.format.Tri;
import io.twinlake.log.Action.AddFile;
import io.twinlake.log.Action.DeletionVectorDescriptor;
import io.twinlake.log.Action.SetTransaction;
import io.twinlake.log.Snapshot;
import io.twinlake.log.TransactionLog;
import io.twinlake.log.Version;
import io.twinlake.query.ReadOptions;
import io.twinlake.query.Row;
import io.twinlake.query.RowBatches;
import io.twinlake.query.ScanPlan;
import io.twinlake.storage.Environment;
import io.twinlake.storage.Location;
import io.twinlake.storage.Storages;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Ourselves: the log and the scan of this process. */
final class OurReader {

    private static final ReadOptions IN_THIS_THREAD = ReadOptions.defaults().withParallelFiles(1);

    static TransactionLog log(Path table) {
        Location location = Location.of(table);
        return TransactionLog.open(Environment.system(Storages.open(location)), location);
    }

    /** Whether the data files are there, which those of a log alone are not. */
    static boolean hasItsFiles(Snapshot snapshot) {
        try (Stream<AddFile> files = snapshot.files()) {
            return files.allMatch(
                    file -> Files.exists(Path.of(snapshot.locate(file.path()).path())));
        }
    }

    /** @param withRows false where data files are missing, of tables that are a log alone */
    static TableView read(Path table, long version, boolean withRows) {
        Snapshot snapshot = log(table).at(Version.of(version));
        return new TableView(
                TableView.schema(snapshot.schema().toJson()),
                snapshot.metadata().partitionColumns(),
                files(snapshot, Predicate.TRUE),
                withRows ? rows(snapshot, Predicate.TRUE) : List.of(),
                new TreeMap<>(snapshot.transactions().stream()
                        .collect(Collectors.toMap(SetTransaction::appId, SetTransaction::version))),
                new TreeMap<>(snapshot.domains()),
                new TreeMap<>(snapshot.metadata().configuration()));
    }

    static List<String> rows(Snapshot snapshot, Predicate predicate) {
        List<String> texts = new ArrayList<>();
        try (RowBatches batches = ScanPlan.over(snapshot).where(predicate).rows(IN_THIS_THREAD)) {
            batches.forEachRemaining(batch -> Row.of(batch).map(ValueText::of).forEach(texts::add));
        }
        texts.sort(null);
        return texts;
    }

    static SortedSet<String> files(Snapshot snapshot, Predicate predicate) {
        try (Stream<AddFile> files = snapshot.files(predicate)) {
            return files.map(OurReader::text).collect(Collectors.toCollection(TreeSet::new));
        }
    }

    /** Those that are left where bounds are believed as peers believe them, to the letter. */
    static SortedSet<String> filesByTheLetter(Snapshot snapshot, Predicate predicate) {
        try (Stream<AddFile> files = snapshot.files(predicate)) {
            return files.filter(file -> predicate.on(written(snapshot, file), snapshot.schema()) != Tri.NO)
                    .map(OurReader::text)
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static FileStatistics written(Snapshot snapshot, AddFile file) {
        FileStatistics written = snapshot.writtenStatistics(file);
        FileStatistics believed = snapshot.statistics(file);
        for (String partition : snapshot.metadata().partitionColumns()) {
            List<String> path = List.of(snapshot.schema()
                    .field(snapshot.schema().indexOf(partition).orElseThrow())
                    .name());
            written = written.with(path, believed.column(path));
        }
        return written;
    }

    private static String text(AddFile file) {
        Map<String, String> values = new HashMap<>();
        file.partitionValues().forEach((column, value) -> values.put(column, value.orElse("")));
        String vector =
                file.deletionVector().map(DeletionVectorDescriptor::uniqueId).orElse("");
        return TableView.file(file.path(), file.size(), vector, values);
    }
}
