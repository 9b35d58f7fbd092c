package io.twinlake.log;

import io.delta.kernel.Scan;
import io.delta.kernel.Snapshot;
import io.delta.kernel.TableManager;
import io.delta.kernel.data.ArrayValue;
import io.delta.kernel.data.FilteredColumnarBatch;
import io.delta.kernel.data.Row;
import io.delta.kernel.defaults.engine.DefaultEngine;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.internal.InternalScanFileUtils;
import io.delta.kernel.internal.data.ScanStateRow;
import io.delta.kernel.internal.util.Utils;
import io.delta.kernel.types.ArrayType;
import io.delta.kernel.types.BinaryType;
import io.delta.kernel.types.BooleanType;
import io.delta.kernel.types.DataType;
import io.delta.kernel.types.DoubleType;
import io.delta.kernel.types.IntegerType;
import io.delta.kernel.types.LongType;
import io.delta.kernel.types.StringType;
import io.delta.kernel.types.StructType;
import io.delta.kernel.types.TimestampType;
import io.delta.kernel.utils.CloseableIterator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/** The rows of a table as Delta Kernel reads them, each as one text. */
public final class KernelRows {

    private static final Engine ENGINE = DefaultEngine.create(new Configuration());

    private KernelRows() {}

    public static List<String> of(String table) throws IOException {
        Snapshot snapshot = TableManager.loadSnapshot(table).build(ENGINE);
        Scan scan = snapshot.getScanBuilder().build();
        Row state = scan.getScanState(ENGINE);
        StructType physical = ScanStateRow.getPhysicalDataReadSchema(state);
        List<String> texts = new ArrayList<>();
        try (CloseableIterator<FilteredColumnarBatch> batches = scan.getScanFiles(ENGINE)) {
            while (batches.hasNext()) {
                try (CloseableIterator<Row> files = batches.next().getRows()) {
                    while (files.hasNext()) {
                        read(state, files.next(), physical, texts);
                    }
                }
            }
        }
        texts.sort(null);
        return texts;
    }

    private static void read(Row state, Row file, StructType physical, List<String> texts) throws IOException {
        var data = ENGINE.getParquetHandler()
                .readParquetFiles(
                        Utils.singletonCloseableIterator(InternalScanFileUtils.getAddFileStatus(file)),
                        physical,
                        Optional.empty())
                .map(result -> result.getData());
        try (CloseableIterator<FilteredColumnarBatch> batches = Scan.transformPhysicalData(ENGINE, state, file, data)) {
            while (batches.hasNext()) {
                try (CloseableIterator<Row> rows = batches.next().getRows()) {
                    rows.forEachRemaining(row -> texts.add(text(row)));
                }
            }
        }
    }

    private static String text(Row row) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < row.getSchema().length(); i++) {
            text.append(row.getSchema().at(i).getName()).append('=');
            text.append(
                    row.isNullAt(i)
                            ? "null"
                            : value(row, i, row.getSchema().at(i).getDataType()));
            text.append(' ');
        }
        return text.toString();
    }

    private static String value(Row row, int i, DataType type) {
        if (type instanceof StringType) {
            return row.getString(i);
        } else if (type instanceof LongType || type instanceof TimestampType) {
            return Long.toString(row.getLong(i));
        } else if (type instanceof IntegerType) {
            return Integer.toString(row.getInt(i));
        } else if (type instanceof DoubleType) {
            return Double.toString(row.getDouble(i));
        } else if (type instanceof BooleanType) {
            return Boolean.toString(row.getBoolean(i));
        } else if (type instanceof BinaryType) {
            return Base64.getEncoder().encodeToString(row.getBinary(i));
        } else if (type instanceof ArrayType) {
            return elements(row.getArray(i));
        }
        throw new AssertionError("a type that no table of the demo has: " + type);
    }

    private static String elements(ArrayValue array) {
        List<String> elements = new ArrayList<>();
        for (int i = 0; i < array.getSize(); i++) {
            elements.add(array.getElements().getString(i));
        }
        return elements.toString();
    }
}
