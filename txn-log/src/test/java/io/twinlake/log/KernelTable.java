package io.twinlake.log;

import io.delta.kernel.Scan;
import io.delta.kernel.Snapshot;
import io.delta.kernel.TableManager;
import io.delta.kernel.data.FilteredColumnarBatch;
import io.delta.kernel.data.Row;
import io.delta.kernel.defaults.engine.DefaultEngine;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.internal.InternalScanFileUtils;
import io.delta.kernel.internal.data.ScanStateRow;
import io.delta.kernel.internal.util.Utils;
import io.delta.kernel.types.StructType;
import io.delta.kernel.utils.CloseableIterator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;

/** A table as Delta Kernel sees it: the oracle of these tests. */
final class KernelTable {

    private static final Engine ENGINE = DefaultEngine.create(new Configuration());

    private final Snapshot snapshot;

    private KernelTable(Snapshot snapshot) {
        this.snapshot = snapshot;
    }

    static KernelTable latest(String path) {
        return new KernelTable(TableManager.loadSnapshot(path).build(ENGINE));
    }

    static KernelTable at(String path, Version version) {
        return new KernelTable(
                TableManager.loadSnapshot(path).atVersion(version.number()).build(ENGINE));
    }

    long version() {
        return snapshot.getVersion();
    }

    long timestamp() {
        return snapshot.getTimestamp(ENGINE);
    }

    /** Live files: the path as in the log and the size. */
    Set<String> files() {
        Set<String> files = new TreeSet<>();
        try (CloseableIterator<FilteredColumnarBatch> batches =
                snapshot.getScanBuilder().build().getScanFiles(ENGINE)) {
            while (batches.hasNext()) {
                try (CloseableIterator<Row> rows = batches.next().getRows()) {
                    rows.forEachRemaining(row -> files.add(file(row)));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return files;
    }

    Optional<String> domain(String name) {
        return snapshot.getDomainMetadata(name);
    }

    /** How many rows there are, by reading every file as Kernel's own users do. */
    long rows() {
        long rows = 0;
        Scan scan = snapshot.getScanBuilder().build();
        Row state = scan.getScanState(ENGINE);
        StructType physical = ScanStateRow.getPhysicalDataReadSchema(state);
        try (CloseableIterator<FilteredColumnarBatch> batches = scan.getScanFiles(ENGINE)) {
            while (batches.hasNext()) {
                try (CloseableIterator<Row> files = batches.next().getRows()) {
                    while (files.hasNext()) {
                        rows += rows(state, files.next(), physical);
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return rows;
    }

    private static long rows(Row state, Row file, StructType physical) throws IOException {
        long rows = 0;
        var read = ENGINE.getParquetHandler()
                .readParquetFiles(
                        Utils.singletonCloseableIterator(InternalScanFileUtils.getAddFileStatus(file)),
                        physical,
                        Optional.empty())
                .map(result -> result.getData());
        try (CloseableIterator<FilteredColumnarBatch> logical = Scan.transformPhysicalData(ENGINE, state, file, read)) {
            while (logical.hasNext()) {
                try (CloseableIterator<Row> each = logical.next().getRows()) {
                    while (each.hasNext()) {
                        each.next();
                        rows++;
                    }
                }
            }
        }
        return rows;
    }

    static void checkpoint(String path) throws IOException {
        TableManager.loadSnapshot(path).build(ENGINE).writeCheckpoint(ENGINE);
    }

    private static String file(Row scanFile) {
        Row add = scanFile.getStruct(InternalScanFileUtils.ADD_FILE_ORDINAL);
        return add.getString(add.getSchema().indexOf("path")) + " "
                + add.getLong(add.getSchema().indexOf("size"));
    }
}
