package io.twinlake.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinlake.storage.Location;
import io.twinlake.storage.ManualClock;
import io.twinlake.storage.MemoryStorage;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Rows that are picked by their position are those of that position, in whatever pages they are. */
class PickedRowsTest {

    private static final int ROWS = 90_000;

    private final MemoryStorage storage = new MemoryStorage(ManualClock.at("2024-01-01T00:00:00Z"));
    private final Schema schema = Schema.of(
            Field.nullable("number", DataType.Primitive.LONG), Field.nullable("text", DataType.Primitive.STRING));

    @Test
    void in_pages_and_row_groups_of_any_size() {
        for (long rowGroupBytes : new long[] {50_000, 1 << 30}) {
            DataFileSource source = written(rowGroupBytes);
            Random random = new Random(7);
            for (int picks : new int[] {1, 7, 40, 500}) {
                long[] rows = LongStream.generate(() -> random.nextInt(ROWS))
                        .limit(picks)
                        .sorted()
                        .distinct()
                        .toArray();

                assertThat(read(source, rows))
                        .containsAll(LongStream.of(rows).boxed().toList());
            }
            assertThat(read(source, LongStream.range(30_000, 70_000).toArray())).hasSizeGreaterThanOrEqualTo(40_000);
        }
    }

    private List<Long> read(DataFileSource source, long[] rows) {
        List<Long> read = new ArrayList<>();
        try (DataFileReader reader = source.read(schema, rows)) {
            while (reader.hasNext()) {
                RowBatch batch = reader.next();
                for (int i = 0; i < batch.rows(); i++) {
                    long position = reader.firstRow() + i;
                    assertThat(batch.longs(0).get(i)).isEqualTo(position);
                    assertThat(batch.bytes(1).string(i)).isEqualTo(text(position));
                    read.add(position);
                }
            }
        }
        return read;
    }

    /** Long now and then, so that pages of the two columns end at different rows. */
    private static String text(long row) {
        return "row " + row + "x".repeat((int) (row % 97));
    }

    private DataFileSource written(long rowGroupBytes) {
        Location at = Location.parse("memory://lake/" + rowGroupBytes + ".parquet");
        RowBatch batch = RowBatch.empty(schema);
        try (DataFileWriter writer = DataFileWriter.create(
                storage, at, schema, DataFileOptions.defaults().withRowGroupBytes(rowGroupBytes))) {
            for (int row = 0; row < ROWS; row++) {
                batch.longs(0).append(row);
                batch.bytes(1).append(text(row));
            }
            writer.write(batch);
            writer.finish();
        }
        return DataFileSource.open(storage, storage.info(at));
    }
}
