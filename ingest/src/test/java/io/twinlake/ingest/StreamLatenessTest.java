package io.twinlake.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Twins that are fed by streams of different lateness. */
class StreamLatenessTest {

    private static final String PUMPS = """
            twinlake: v1alpha1
            kind: TwinType
            namespace: city
            name: pump
            sources:
              meter:
                stream: meter
                telemetry: {lamp: {type: string}, at: {type: timestamp}, lux: {type: double}}
                time: {event_time: at, lateness: 10s, idle_after: 60s}
              note:
                stream: note
                telemetry: {lamp: {type: string}, at: {type: timestamp}, text: {type: string}}
                time: {event_time: at, lateness: 60s}
            key: {expr: lamp}
            properties:
              flow: {type: double, last: lux}
              text: {type: string, last: text, settle: 5s}
            expiry: {after: 30s}
            table: {name: city.lamp_state}
            """;

    private static final String METER = "meter=" + Lake.INPUT + "meter.jsonl";
    private static final String NOTE = "note=" + Lake.INPUT + "note.jsonl";

    private final Lake lake = new Lake();

    private static String note(int second, String text) {
        return Lake.reading("L1", second, 0).replace("\"lux\":0", "\"text\":\"" + text + "\"");
    }

    private List<String> rows() {
        return lake.rows("city/lamp_state").stream()
                .map(row -> row.replaceAll(".*observed_at=2013-01-01T(\\S+)Z .* cause=(\\S+) .*", "$1 $2"))
                .toList();
    }

    @Test
    void an_event_is_late_by_its_own_stream_and_timers_wait_for_the_greatest_lateness() {
        lake.with("meter.jsonl", Lake.reading("L1", 0, 1), Lake.reading("L2", 70, 2), Lake.reading("L1", 59, 9))
                .with("note.jsonl", note(11, "a"), note(9, "b"));
        lake.pipeline(PUMPS, Lake.options(), METER, NOTE).run(PipelineListener.NONE);

        assertThat(rows()).containsExactly("00:00:00 change", "00:01:10 change");
        assertThat(lake.deadLetters())
                .singleElement()
                .asString()
                .contains("source_offset=2 reason=late")
                .contains("older than the watermark 2013-01-01T00:01:00Z (lateness PT10S)");
    }

    @Test
    void an_event_of_a_stream_with_more_patience_is_not_late_by_that_of_another() {
        lake.with("meter.jsonl", Lake.reading("L1", 0, 1), Lake.reading("L2", 80, 2))
                .with("note.jsonl", Lake.reading("L3", 100, 0), note(41, "x"));
        lake.pipeline(PUMPS, Lake.options(), METER, NOTE).run(PipelineListener.NONE);

        assertThat(lake.deadLetters()).isEmpty();
    }

    @Test
    void rows_are_the_same_whatever_the_epochs() {
        String[] meter = new String[40];
        String[] notes = new String[40];
        for (int i = 0; i < 40; i++) {
            meter[i] = Lake.reading("L" + i % 3, 3 * i + i % 2 * 9, i);
            notes[i] = Lake.reading("L" + i % 3, 3 * i - (i % 4 == 3 ? Math.min(3 * i, 50) : 0), 0)
                    .replace("\"lux\":0", "\"text\":\"t" + i % 5 + "\"");
        }
        lake.with("meter.jsonl", meter).with("note.jsonl", notes);
        lake.pipeline(PUMPS, Lake.options(), METER, NOTE).run(PipelineListener.NONE);
        Lake cut = new Lake().with("meter.jsonl", meter).with("note.jsonl", notes);
        cut.pipeline(PUMPS, Lake.options().withEpochEvents(3), METER, NOTE).run(PipelineListener.NONE);

        assertThat(cut.rows("city/lamp_state")).isEqualTo(lake.rows("city/lamp_state"));
        assertThat(cut.deadLetters()).isEqualTo(lake.deadLetters());
    }

    @Test
    void a_stream_without_idle_after_holds_up_the_timers_of_its_twins_for_good() {
        lake.with("meter.jsonl", Lake.reading("L1", 0, 1)).with("note.jsonl", note(1, "a"));
        new FollowedRun(lake).thenWait(Duration.ofDays(1)).run(lake.memory, PUMPS, FollowTest.OPTIONS, METER, NOTE);
        assertThat(rows()).containsExactly("00:00:00 change");

        String both = PUMPS.replace("lateness: 60s}", "lateness: 60s, idle_after: 10m}");
        new FollowedRun(lake)
                .thenWait(Duration.ofMinutes(9))
                .then(() -> assertThat(rows()).hasSize(1))
                .thenWait(Duration.ofMinutes(3))
                .run(lake.memory, both, FollowTest.OPTIONS, METER, NOTE);

        assertThat(rows()).containsExactly("00:00:00 change", "00:00:06 change", "00:00:31 expired");
    }
}
