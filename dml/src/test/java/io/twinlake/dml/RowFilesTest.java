package io.twinlake.dml;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinlake.format.RowBatch;
import io.twinlake.log.Snapshot;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RowFilesTest {

    @TempDir
    Path folder;

    @Test
    void what_is_open_at_a_time_is_bounded_however_many_partitions_there_are() {
        Snapshot table = new DmlTable(folder).create(Map.of(), "place").latest();
        RowBatch rows = RowBatch.empty(DmlTable.SCHEMA);
        for (int i = 0; i < 20; i++) {
            rows.appendFrom(DmlTable.row(i, "n", i, "p" + i), 0);
        }
        try (var files = new RowFiles(table, DmlTable.SCHEMA, "", 1 << 20)) {
            files.write(rows);
            files.write(rows);

            assertThat(folder.toFile().list((dir, name) -> name.startsWith("place=")))
                    .hasSizeGreaterThan(11);
            Map<Map<String, Optional<String>>, Long> written = files.finish().stream()
                    .collect(Collectors.groupingBy(
                            WrittenFile::partitionValues,
                            Collectors.summingLong(file -> file.file().rows())));
            assertThat(written)
                    .hasSize(20)
                    .allSatisfy((place, count) -> assertThat(count).isEqualTo(2));
        }
    }
}
