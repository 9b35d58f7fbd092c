package io.twinlake.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinlake.format.DataType.Primitive;
import io.twinlake.storage.Location;
import io.twinlake.storage.ManualClock;
import io.twinlake.storage.MemoryStorage;
import java.io.IOException;
import java.util.List;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.internal.column.columnindex.OffsetIndex;
import org.junit.jupiter.api.Test;

/** Row groups and pages end where the writer was told. */
class FileLayoutTest {

    private final MemoryStorage storage = new MemoryStorage(ManualClock.at("2024-01-01T00:00:00Z"));
    private final Schema schema = Schema.of(Field.required("id", Primitive.LONG));
    private final Location at = Location.parse("memory://lake/layout.parquet");

    @Test
    void a_row_group_ends_when_it_is_told_to_and_pages_at_their_rows() throws IOException {
        try (DataFileWriter writer = DataFileWriter.create(
                storage, at, schema, DataFileOptions.defaults().withPageRows(2048))) {
            writer.endRowGroup();
            writer.write(rows(10));
            writer.endRowGroup();
            writer.write(rows(10_000));
            writer.finish();
        }

        var input = new ParquetInput(storage, storage.info(at));
        try (ParquetFileReader file = ParquetFileReader.open(input)) {
            List<BlockMetaData> groups = file.getRowGroups();
            assertThat(groups.stream().map(BlockMetaData::getRowCount)).containsExactly(10L, 10_000L);
            OffsetIndex pages = file.readOffsetIndex(groups.get(1).getColumns().get(0));
            assertThat(pages.getPageCount()).isEqualTo(5);
            assertThat(pages.getFirstRowIndex(1)).isEqualTo(2048);
        }
    }

    private RowBatch rows(int count) {
        RowBatch batch = RowBatch.empty(schema);
        for (int row = 0; row < count; row++) {
            batch.longs(0).append(row);
        }
        return batch;
    }
}
