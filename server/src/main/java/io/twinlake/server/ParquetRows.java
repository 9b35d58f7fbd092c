package io.twinlake.server;

import io.twinlake.format.DataFileOptions;
import io.twinlake.format.DataFileWriter;
import io.twinlake.format.RowBatch;
import io.twinlake.query.RowBatches;
import io.twinlake.storage.Location;
import io.twinlake.storage.Storage;
import io.twinlake.storage.Storages;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** One Parquet file, written beside and then copied, because its footer comes last. */
final class ParquetRows implements RowWriter {

    @Override
    public long write(RowBatches rows, OutputStream out) throws IOException {
        Path folder = Files.createTempDirectory("twinlake-rows");
        Path file = folder.resolve("rows.parquet");
        try {
            long written = write(rows, Location.of(file));
            Files.copy(file, out);
            return written;
        } finally {
            Files.deleteIfExists(file);
            Files.delete(folder);
        }
    }

    private static long write(RowBatches rows, Location at) {
        try (Storage local = Storages.open(at);
                DataFileWriter writer = DataFileWriter.create(local, at, rows.schema(), DataFileOptions.defaults())) {
            while (rows.hasNext()) {
                RowBatch batch = rows.next();
                writer.write(batch);
            }
            return writer.finish().rows();
        }
    }
}
