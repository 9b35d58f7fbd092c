package io.twinlake.differential;

import io.delta.kernel.Scan;
import io.delta.kernel.Snapshot;
import io.delta.kernel.TableManager;
import io.delta.kernel.data.FilteredColumnarBatch;
import io.delta.kernel.data.Row;
import io.delta.kernel.defaults.engine.DefaultEngine;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.expressions.Predicate;
import io.delta.kernel.internal.InternalScanFileUtils;
import io.delta.kernel.internal.SnapshotImpl;
import io.delta.kernel.internal.actions.DomainMetadata;
import io.delta.kernel.internal.data.ScanStateRow;
import io.delta.kernel.internal.util.Utils;
import io.delta.kernel.types.StructType;
import io.delta.kernel.utils.CloseableIterator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;

/** Delta Kernel. It gives progress by application only, so it is asked for those that we know. */
final class KernelReader {

    private static final Engine ENGINE = DefaultEngine.create(new Configuration());

    /** @param withRows false where data files are missing, of tables that are a log alone */
    static TableView read(Path table, long version, boolean withRows) {
        SnapshotImpl snapshot = (SnapshotImpl) at(table, version);
        SortedMap<String, String> domains = new TreeMap<>();
        for (DomainMetadata domain : snapshot.getActiveDomainMetadataMap().values()) {
            domains.put(domain.getDomain(), domain.getConfiguration());
        }
        SortedSet<String> files = new TreeSet<>();
        List<String> rows = new ArrayList<>();
        Scan scan = snapshot.getScanBuilder().build();
        Row state = scan.getScanState(ENGINE);
        forEachFile(scan, file -> {
            files.add(text(file));
            if (withRows) {
                readRows(state, file, snapshot.getSchema(), rows);
            }
        });
        rows.sort(null);
        return new TableView(
                TableView.schema(snapshot.getMetadata().getSchemaString()),
                snapshot.getPartitionColumnNames(),
                files,
                rows,
                new TreeMap<>(),
                domains,
                new TreeMap<>(snapshot.getTableProperties()));
    }

    static SortedMap<String, Long> transactions(Path table, long version, Collection<String> applications) {
        Snapshot snapshot = at(table, version);
        SortedMap<String, Long> found = new TreeMap<>();
        for (String application : applications) {
            snapshot.getLatestTransactionVersion(ENGINE, application).ifPresent(last -> found.put(application, last));
        }
        return found;
    }

    /** The version that was the table at a time. */
    static long versionAt(Path table, long millis) {
        Snapshot latest = TableManager.loadSnapshot(table.toString()).build(ENGINE);
        return TableManager.loadSnapshot(table.toString())
                .atTimestamp(millis, latest)
                .build(ENGINE)
                .getVersion();
    }

    static SortedSet<String> files(Path table, long version, Predicate predicate) {
        SortedSet<String> files = new TreeSet<>();
        forEachFile(at(table, version).getScanBuilder().withFilter(predicate).build(), file -> files.add(text(file)));
        return files;
    }

    private static Snapshot at(Path table, long version) {
        return TableManager.loadSnapshot(table.toString()).atVersion(version).build(ENGINE);
    }

    private static void forEachFile(Scan scan, Consumer<Row> what) {
        try (CloseableIterator<FilteredColumnarBatch> batches = scan.getScanFiles(ENGINE)) {
            while (batches.hasNext()) {
                try (CloseableIterator<Row> files = batches.next().getRows()) {
                    files.forEachRemaining(what);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void readRows(Row state, Row file, StructType type, List<String> texts) {
        StructType physical = ScanStateRow.getPhysicalDataReadSchema(state);
        try {
            var data = ENGINE.getParquetHandler()
                    .readParquetFiles(
                            Utils.singletonCloseableIterator(InternalScanFileUtils.getAddFileStatus(file)),
                            physical,
                            Optional.empty())
                    .map(result -> result.getData());
            try (CloseableIterator<FilteredColumnarBatch> batches =
                    Scan.transformPhysicalData(ENGINE, state, file, data)) {
                while (batches.hasNext()) {
                    try (CloseableIterator<Row> rows = batches.next().getRows()) {
                        rows.forEachRemaining(row -> texts.add(KernelText.of(row, type)));
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Row scanFile) {
        Row add = scanFile.getStruct(InternalScanFileUtils.ADD_FILE_ORDINAL);
        var vector = InternalScanFileUtils.getDeletionVectorDescriptorFromRow(scanFile);
        Map<String, String> values = new HashMap<>();
        InternalScanFileUtils.getPartitionValues(scanFile)
                .forEach((column, value) -> values.put(column, value == null ? "" : value));
        return TableView.file(
                add.getString(add.getSchema().indexOf("path")),
                add.getLong(add.getSchema().indexOf("size")),
                vector == null ? "" : vector.getUniqueId(),
                values);
    }
}
