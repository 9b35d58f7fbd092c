package io.twinlake.log;

import io.delta.kernel.Snapshot;
import io.delta.kernel.TableManager;
import io.delta.kernel.data.FilteredColumnarBatch;
import io.delta.kernel.data.Row;
import io.delta.kernel.defaults.engine.DefaultEngine;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.internal.InternalScanFileUtils;
import io.delta.kernel.utils.CloseableIterator;
import java.io.IOException;
import java.io.UncheckedIOException;
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

    private static String file(Row scanFile) {
        Row add = scanFile.getStruct(InternalScanFileUtils.ADD_FILE_ORDINAL);
        return add.getString(add.getSchema().indexOf("path")) + " "
                + add.getLong(add.getSchema().indexOf("size"));
    }
}
