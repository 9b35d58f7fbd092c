package io.twinlake.ingest;

import static io.twinlake.ingest.Lake.reading;
import static org.assertj.core.api.Assertions.assertThat;

import io.twinlake.storage.FullDisk;
import io.twinlake.storage.StorageException;
import org.junit.jupiter.api.Test;

/** A disk that is full is told, whenever that is, and what was written before is sound. */
class FullDiskTest {

    private static final int EVENTS = 8;

    @Test
    void after_a_full_disk_a_run_goes_on_where_it_was_and_rows_are_as_if_there_had_been_room() {
        Lake expected = ingested(new Lake());
        long room = 0;
        boolean wasFull = true;
        while (wasFull) {
            Lake lake = new Lake();
            FullDisk disk = new FullDisk(lake.memory, room++);
            try {
                run(lake, disk);
            } catch (StorageException full) {
                assertThat(full).hasMessageContaining("No space left on device");
            }
            wasFull = disk.refused() > 0;
            ingested(lake);
            assertThat(lake.rows("city/lamp_state"))
                    .as("rows after there was room for %d objects", room - 1)
                    .isEqualTo(expected.rows("city/lamp_state"));
            assertThat(lake.deadLetters()).isEqualTo(expected.deadLetters());
        }
        assertThat(room).as("objects written by a run").isGreaterThan(10);
    }

    private static Lake ingested(Lake lake) {
        run(lake, new FullDisk(lake.memory, Long.MAX_VALUE));
        return lake;
    }

    /** Epochs of two events. */
    private static void run(Lake lake, FullDisk disk) {
        String[] lines = new String[EVENTS];
        for (int i = 0; i < EVENTS; i++) {
            lines[i] = i == 5 ? "no JSON" : reading("L1", i, i % 2 == 0 ? 5 : 50);
        }
        lake.with("a.jsonl", lines);
        lake.pipeline(disk, Lake.LAMPS, Lake.options().withEpochEvents(2), Lake.INPUT.toString())
                .run(PipelineListener.NONE);
    }
}
