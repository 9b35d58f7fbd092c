package io.twinlake.ingest;

import static io.twinlake.ingest.Lake.reading;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinlake.storage.Fault;
import io.twinlake.storage.FaultyStorage;
import io.twinlake.storage.Listing;
import io.twinlake.storage.Operation;
import io.twinlake.storage.RecordingStorage;
import io.twinlake.storage.SimulatedCrash;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PipelineTest {

    private final Lake lake = new Lake();

    @Test
    void events_become_rows_where_what_they_mean_changes() {
        lake.with(
                "a.jsonl",
                "{\"lamp\":\"L1\",\"at\":\"2013-01-01T00:00:00Z\",\"lux\":5,\"street\":\"Elm\"}",
                "{\"lamp\":\"L1\",\"at\":\"2013-01-01T00:00:01Z\",\"lux\":6,\"street\":\"Elm\"}",
                "{\"lamp\":\"L2\",\"at\":\"2013-01-01T00:00:01Z\",\"lux\":150.5,\"street\":\"Oak\"}",
                "{\"lamp\":\"L1\",\"at\":\"2013-01-01T00:00:02Z\",\"lux\":50,\"street\":\"Elm\"}");

        PipelineProgress done = lake.ingest(Lake.LAMPS, Lake.options());

        assertThat(lake.rows("city/lamp_state"))
                .containsExactly(
                        "key=L1 observed_at=2013-01-01T00:00:00Z born_at=2013-01-01T00:00:00Z seq=1 cause=change"
                                + " changed=[street, level, readings] street=Elm level=dark readings=1"
                                + " definition_version=1 source_partition=readings=memory://input/ source_offset=0",
                        "key=L1 observed_at=2013-01-01T00:00:02Z born_at=2013-01-01T00:00:00Z seq=2 cause=change"
                                + " changed=[level, readings] street=Elm level=dim readings=3"
                                + " definition_version=1 source_partition=readings=memory://input/ source_offset=3",
                        "key=L2 observed_at=2013-01-01T00:00:01Z born_at=2013-01-01T00:00:01Z seq=1 cause=change"
                                + " changed=[street, level, readings] street=Oak level=bright readings=1"
                                + " definition_version=1 source_partition=readings=memory://input/ source_offset=2");
        assertThat(done.totals()).isEqualTo(new Epoch.Totals(4, 3, 0, 0));
    }

    @Test
    void an_epoch_costs_three_puts_and_nothing_else() {
        lake.with("a.jsonl", reading("L1", 0, 5), reading("L1", 1, 50), reading("L1", 2, 150), reading("L1", 3, 5));
        RecordingStorage recording = RecordingStorage.over(lake.memory, Lake.HOME);
        PipelineOptions options = Lake.options().withEpochEvents(1).withStateInterval(Duration.ofDays(1));
        lake.pipeline(
                        lake.environment(recording),
                        new DirectWorkers(),
                        Lake.LAMPS,
                        options,
                        List.of(Lake.INPUT.toString()))
                .run(PipelineListener.NONE);

        List<String> operations = recording.operations().stream()
                .map(operation -> operation.toString().replaceAll("part-[-0-9a-f]+", "part"))
                .toList();
        int first = operations.indexOf("putIfAbsent(\"city/lamp_state/_delta_log/00000000000000000002.json\")");
        assertThat(operations.subList(first + 1, first + 7))
                .containsExactly(
                        "putIfAbsent(\"_twinlake/pipelines/lamps/epochs/00000000000000000003.json\")",
                        "put(\"city/lamp_state/part.parquet\")",
                        "putIfAbsent(\"city/lamp_state/_delta_log/00000000000000000003.json\")",
                        "putIfAbsent(\"_twinlake/pipelines/lamps/epochs/00000000000000000004.json\")",
                        "put(\"city/lamp_state/part.parquet\")",
                        "putIfAbsent(\"city/lamp_state/_delta_log/00000000000000000004.json\")");
    }

    @Test
    void logs_get_checkpoints_where_nobody_compacts() {
        manyEpochs(30);
        lake.pipeline(
                        lake.environment(lake.memory),
                        new DirectWorkers(),
                        Lake.LAMPS,
                        Lake.options().withEpochEvents(1),
                        List.of(Lake.INPUT.toString()))
                .run(PipelineListener.NONE);

        List<String> checkpoints = new ArrayList<>();
        try (Listing log = lake.memory.list(Lake.HOME.resolve("city/lamp_state/_delta_log"), "")) {
            log.forEachRemaining(object -> checkpoints.add(object.location().name()));
        }
        checkpoints.removeIf(name -> !name.contains(".checkpoint"));
        assertThat(checkpoints)
                .containsExactly(
                        "00000000000000000009.checkpoint.parquet",
                        "00000000000000000019.checkpoint.parquet",
                        "00000000000000000029.checkpoint.parquet");
    }

    @Test
    void a_checkpoint_that_fails_is_told_of_and_stops_nothing() {
        manyEpochs(15);
        FaultyStorage faulty = FaultyStorage.over(lake.memory)
                .failing(Operation.put("city/lamp_state/_delta_log/00000000000000000009.checkpoint.parquet"));
        List<String> notices = new ArrayList<>();
        PipelineProgress done = lake.pipeline(
                        lake.environment(faulty),
                        new DirectWorkers(),
                        Lake.LAMPS,
                        Lake.options().withEpochEvents(1),
                        List.of(Lake.INPUT.toString()))
                .run(new PipelineListener() {
                    @Override
                    public void notice(String text) {
                        notices.add(text);
                    }
                });

        assertThat(done.totals().rows()).isEqualTo(15);
        assertThat(notices)
                .anySatisfy(notice -> assertThat(notice).startsWith("checkpoint of city.lamp_state put off: "));
    }

    /** As many readings that each make a row. */
    private void manyEpochs(int count) {
        lake.with(
                "a.jsonl",
                IntStream.range(0, count)
                        .mapToObj(i -> reading("L1", i, i % 2 == 0 ? 5 : 50))
                        .toArray(String[]::new));
    }

    @Test
    void a_dry_run_writes_nothing_and_tells_how_often_each_property_would_change() {
        lake.with("a.jsonl", reading("L1", 0, 5), reading("L1", 1, 6), reading("L1", 2, 50), reading("L1", 3, 51));

        PipelineProgress would = lake.pipeline(Lake.LAMPS, Lake.options().withEpochEvents(1), Lake.INPUT.toString())
                .dryRun();

        assertThat(would.totals()).isEqualTo(new Epoch.Totals(4, 2, 0, 0));
        assertThat(would.reduction()).isEqualTo(2.0);
        assertThat(would.changes()).isEqualTo(Map.of("city.lamp_state", Map.of("level", 2L, "readings", 2L)));
        assertThat(lake.memory.list(Lake.HOME, "").hasNext()).isFalse();
    }

    @Test
    void events_that_make_no_row_count_through_the_end_and_the_next_run() {
        lake.with("a.jsonl", reading("L1", 0, 5), reading("L1", 1, 6), reading("L1", 2, 7));
        PipelineOptions options = Lake.options().withEpochEvents(1);
        assertThat(lake.ingest(Lake.LAMPS, options).totals()).isEqualTo(new Epoch.Totals(3, 1, 0, 0));

        lake.with("b.jsonl", reading("L1", 3, 50), reading("L1", 4, 51));
        assertThat(lake.ingest(Lake.LAMPS, options).totals()).isEqualTo(new Epoch.Totals(5, 2, 0, 0));
    }

    @Test
    void the_lake_says_how_far_a_pipeline_is_and_who_runs_it() {
        lake.with("a.jsonl", reading("L1", 0, 5), "nonsense", reading("L1", 30, 50));
        lake.ingest(Lake.LAMPS, Lake.options());

        PipelineStatus status = status();
        assertThat(status.owner()).isEmpty();
        assertThat(status.epoch()).isEqualTo(1);
        assertThat(status.offsets())
                .hasEntrySatisfying(
                        "readings=memory://input/",
                        offset -> assertThat(offset.record()).isEqualTo(3));
        assertThat(status.totals()).isEqualTo(new Epoch.Totals(2, 2, 1, 0));
        Instant watermark = Instant.parse("2013-01-01T00:00:20Z");
        assertThat(status.watermarks()).isEqualTo(Map.of("city.lamp_state", watermark));
        assertThat(status.lagMillis("city.lamp_state", watermark.plusSeconds(2)))
                .hasValue(2_000);
        assertThat(status.recordedAt()).contains(lake.clock.instant());

        Ownership.claim(lake.environment(lake.memory), PipelineFolder.of(Lake.HOME, "lamps"), Lake.options());
        assertThat(status().owner().orElseThrow().pid())
                .isEqualTo(ProcessHandle.current().pid());
        lake.clock.advance(Duration.ofMinutes(1));
        assertThat(status().owner()).as("after its time to live").isEmpty();
    }

    @Test
    void two_pipelines_of_disjoint_keys_write_one_table_in_turns_and_each_goes_on_by_itself() {
        PipelineOptions options =
                Lake.options().withEpochEvents(1).withTakeOver(true).withSharesTable(true);
        for (int turn = 0; turn < 3; turn++) {
            for (String name : List.of("east", "west")) {
                String file = Lake.INPUT + name + ".jsonl";
                lake.append(name + ".jsonl", reading(name, 2 * turn, 5), reading(name, 2 * turn + 1, 50));
                FaultyStorage faulty = FaultyStorage.over(lake.memory)
                        .on(
                                Operation.putIfAbsent("epochs/0000000000000000000" + (2 * turn + 2) + ".json"),
                                Fault.CRASH_AFTER);
                Pipeline crashing = lake.as(name).pipeline(faulty, Lake.LAMPS, options, file);
                assertThatThrownBy(() -> crashing.run(PipelineListener.NONE)).isInstanceOf(SimulatedCrash.class);
            }
        }
        for (String name : List.of("west", "east")) {
            lake.as(name)
                    .pipeline(Lake.LAMPS, options, Lake.INPUT + name + ".jsonl")
                    .run(PipelineListener.NONE);
        }

        assertThat(lake.rows("city/lamp_state").stream()
                        .map(row -> row.replaceAll("key=(\\S+) .*seq=(\\d+) .* source_offset=(\\d+)", "$1 $2 $3")))
                .containsExactly(
                        "east 1 0",
                        "east 2 1",
                        "east 3 2",
                        "east 4 3",
                        "east 5 4",
                        "east 6 5",
                        "west 1 0",
                        "west 2 1",
                        "west 3 2",
                        "west 4 3",
                        "west 5 4",
                        "west 6 5");
        assertThat(lake.log("city/lamp_state").latest().progress("east")).hasValue(6);
        assertThat(lake.log("city/lamp_state").latest().progress("west")).hasValue(6);
    }

    private PipelineStatus status() {
        return PipelineStatus.of(lake.environment(lake.memory), Lake.HOME, "lamps");
    }
}
