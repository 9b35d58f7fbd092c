package io.twinlake.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinlake.storage.Location;
import io.twinlake.storage.MemoryStorage;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DataFileIT {

    private final MemoryStorage storage = new MemoryStorage();
    private final Location at = Location.parse("memory://lake/t/part-1.parquet");

    @Test
    void rows_of_every_flat_type_come_back_as_written() {
        for (int seed = 0; seed < 6; seed++) {
            comeBack(Schemas.flat(), seed, DataFileOptions.defaults());
        }
    }

    @Test
    void nested_rows_come_back_as_written() {
        for (int seed = 0; seed < 6; seed++) {
            comeBack(Schemas.nested(), seed, DataFileOptions.defaults());
        }
    }

    @Test
    void rows_come_back_over_many_row_groups_and_codecs() {
        for (DataFileOptions.Codec codec : DataFileOptions.Codec.values()) {
            var options = DataFileOptions.defaults().withCodec(codec).withRowGroupBytes(200_000);
            comeBack(Schemas.flat(), 100, options.withMemoryBytes(1 << 16));
            comeBack(Schemas.nested(), 200, options);
        }
    }

    private void comeBack(Schema schema, int seed, DataFileOptions options) {
        var random = new Random(seed);
        List<List<@Nullable Object>> rows = new ArrayList<>();
        DataFile file;
        try (var writer = DataFileWriter.create(storage, at, schema, options)) {
            for (int i = 0; i < 3; i++) {
                RowBatch batch = RandomBatch.of(schema, random.nextInt(1500), random);
                writer.write(batch);
                rows.addAll(Rows.of(batch));
            }
            file = writer.finish();
        }
        assertThat(file.rows()).isEqualTo(rows.size());
        assertThat(file.size()).isEqualTo(storage.info(at).size());
        try (var reader = DataFileReader.open(storage, storage.info(at), schema, Predicate.TRUE)) {
            assertThat(Rows.of(reader)).as("seed %d", seed).isEqualTo(rows);
        }
    }
}
