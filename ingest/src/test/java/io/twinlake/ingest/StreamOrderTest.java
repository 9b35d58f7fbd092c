package io.twinlake.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinlake.storage.Fault;
import io.twinlake.storage.FaultyStorage;
import io.twinlake.storage.SimulatedCrash;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Twins of two streams whose lateness and order differ, by chance: rows and dead letters are those that a plain reading of
 * the language gives, however events are cut into epochs, and wherever a process dies.
 */
class StreamOrderTest {

    private static final String PUMPS = """
            twinlake: v1alpha1
            kind: TwinType
            namespace: city
            name: pump
            sources:
              meter:
                stream: meter
                telemetry: {lamp: {type: string}, at: {type: timestamp}, lux: {type: double}}
                time: {event_time: at, lateness: %ds, reorder: %s}
              note:
                stream: note
                telemetry: {lamp: {type: string}, at: {type: timestamp}, text: {type: string}}
                time: {event_time: at, lateness: %ds, reorder: %s}
            key: {expr: lamp}
            properties:
              metered: {type: long, count: {of: lux}}
              noted: {type: long, count: {of: text}}
            %s
            table: {name: city.lamp_state}
            """;

    private static final int EVENTS = 60;

    /** An event, by the place of its stream. */
    private record Reading(int stream, long offset, String lamp, int second) {}

    private record Case(String yaml, int[] lateness, boolean[] held, List<List<Reading>> streams) {

        static Case of(Random random, String timers) {
            int[] lateness = {any(random), any(random)};
            boolean[] held = {random.nextBoolean(), random.nextBoolean()};
            List<List<Reading>> streams = List.of(readings(0, random), readings(1, random));
            return new Case(
                    PUMPS.formatted(lateness[0], order(held[0]), lateness[1], order(held[1]), timers),
                    lateness,
                    held,
                    streams);
        }

        private static int any(Random random) {
            return List.of(0, 5, 12, 40).get(random.nextInt(4));
        }

        private static String order(boolean held) {
            return held ? "within_lateness" : "arrival";
        }

        private static List<Reading> readings(int stream, Random random) {
            List<Reading> readings = new ArrayList<>();
            int second = 50;
            for (int i = 0; i < EVENTS; i++) {
                second += random.nextInt(4);
                int before = random.nextInt(3) == 0 ? random.nextInt(30) : 0;
                readings.add(new Reading(stream, i, "L" + random.nextInt(3), second - before));
            }
            return readings;
        }

        Lake lake() {
            return new Lake().with("meter.jsonl", lines(0)).with("note.jsonl", lines(1));
        }

        private String[] lines(int stream) {
            return streams.get(stream).stream()
                    .map(reading -> Lake.reading(reading.lamp(), reading.second(), 1))
                    .map(line -> stream == 0 ? line : line.replace("\"lux\":1", "\"text\":\"t\""))
                    .toArray(String[]::new);
        }

        void run(Lake lake, PipelineOptions options) {
            lake.pipeline(yaml, options, "meter=" + Lake.INPUT + "meter.jsonl", "note=" + Lake.INPUT + "note.jsonl")
                    .run(PipelineListener.NONE);
        }
    }

    /** Order, lateness and holding back as the language has them, of a bounded run. */
    private static final class Plain {
        private final Case of;
        private final List<Reading> waiting = new ArrayList<>();
        private final Map<String, Integer> times = new HashMap<>();
        private final Map<String, Integer> rowsByLamp = new HashMap<>();
        final List<String> rows = new ArrayList<>();
        final List<String> late = new ArrayList<>();
        private int newest = Integer.MIN_VALUE / 2;

        Plain(Case of) {
            this.of = of;
        }

        Plain run() {
            Deque<Reading> meter = new ArrayDeque<>(of.streams().get(0));
            Deque<Reading> note = new ArrayDeque<>(of.streams().get(1));
            while (!meter.isEmpty() || !note.isEmpty()) {
                boolean meterFirst = note.isEmpty()
                        || (!meter.isEmpty()
                                && meter.getFirst().second() <= note.getFirst().second());
                turn((meterFirst ? meter : note).removeFirst());
            }
            rows.sort(Comparator.naturalOrder());
            late.sort(Comparator.naturalOrder());
            return this;
        }

        private void turn(Reading reading) {
            if (reading.second() < newest - of.lateness()[reading.stream()]) {
                late.add(reading.stream() + " " + reading.offset());
                return;
            }
            newest = Math.max(newest, reading.second());
            int watermark = newest - Math.max(of.lateness()[0], of.lateness()[1]);
            waiting.sort(Comparator.comparingInt(Reading::second)
                    .thenComparingInt(Reading::stream)
                    .thenComparingLong(Reading::offset));
            while (!waiting.isEmpty() && waiting.get(0).second() < watermark) {
                apply(waiting.remove(0));
            }
            if (of.held()[reading.stream()]) {
                waiting.add(reading);
            } else {
                apply(reading);
            }
        }

        private void apply(Reading reading) {
            int now = times.merge(reading.lamp(), reading.second(), Math::max);
            int seq = rowsByLamp.merge(reading.lamp(), 1, Integer::sum);
            rows.add("%s %03d %d %d %d".formatted(reading.lamp(), seq, now, reading.stream(), reading.offset()));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void rows_and_late_events_are_those_of_the_plain_reading_whatever_the_epochs(long seed) {
        Case of = Case.of(new Random(seed), "");
        Plain expected = new Plain(of).run();
        for (int epochEvents : new int[] {1_000, 1 + (int) seed}) {
            Lake lake = of.lake();
            of.run(lake, Lake.options().withEpochEvents(epochEvents));

            assertThat(brief(lake)).as("seed %d, %d events", seed, epochEvents).isEqualTo(expected.rows);
            assertThat(late(lake)).as("seed %d, %d events", seed, epochEvents).isEqualTo(expected.late);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14})
    void timers_and_lives_are_the_same_whatever_the_epochs_and_wherever_a_process_dies(long seed) {
        Random random = new Random(seed);
        Case of = Case.of(
                random, "  text: {type: string, last: text, settle: 7s, max_silence: 9s}\nexpiry: {after: 15s}");
        PipelineOptions options = Lake.options().withTakeOver(true).withClose(seed % 2 == 0);
        Lake expected = of.lake();
        of.run(expected, options);
        for (int i = 0; i < 3; i++) {
            PipelineOptions cut = options.withEpochEvents(1 + random.nextInt(20))
                    .withStateInterval(random.nextBoolean() ? Duration.ofNanos(1_000) : Duration.ofDays(1));
            int request = 1 + random.nextInt(100);
            Lake lake = of.lake();
            crash(of, lake, cut, request);
            of.run(lake, cut);

            assertThat(lake.rows("city/lamp_state"))
                    .as("seed %d, request %d, %s", seed, request, cut)
                    .isEqualTo(expected.rows("city/lamp_state"));
            assertThat(lake.deadLetters())
                    .as("seed %d, request %d", seed, request)
                    .isEqualTo(expected.deadLetters());
        }
    }

    private static void crash(Case of, Lake lake, PipelineOptions options, int request) {
        FaultyStorage faulty = FaultyStorage.over(lake.memory).atRequest(request, Fault.CRASH_AFTER);
        try {
            lake.pipeline(
                            faulty,
                            of.yaml(),
                            options,
                            "meter=" + Lake.INPUT + "meter.jsonl",
                            "note=" + Lake.INPUT + "note.jsonl")
                    .run(PipelineListener.NONE);
        } catch (SimulatedCrash crashed) {
            assertThat(faulty.hasCrashed()).isTrue();
        }
    }

    private static List<String> brief(Lake lake) {
        return lake.rows("city/lamp_state").stream()
                .map(StreamOrderTest::brief)
                .sorted()
                .toList();
    }

    private static String brief(String row) {
        String[] time = row.replaceAll(".*observed_at=2013-01-01T00:(\\d\\d):(\\d\\d)Z .*", "$1 $2")
                .split(" ", -1);
        String seq = row.replaceAll(".* seq=(\\d+) .*", "$1");
        return "%s %03d %d %d %s"
                .formatted(
                        row.replaceAll(".*key=(\\S+) .*", "$1"),
                        Integer.valueOf(seq),
                        60 * Integer.parseInt(time[0]) + Integer.parseInt(time[1]),
                        row.contains("source_partition=meter=") ? 0 : 1,
                        row.replaceAll(".* source_offset=(\\d+).*", "$1"));
    }

    private static List<String> late(Lake lake) {
        return lake.deadLetters().stream()
                .map(letter -> (letter.contains("source_partition=meter=") ? "0 " : "1 ")
                        + letter.replaceAll(".*source_offset=(\\d+) reason=late .*", "$1"))
                .sorted()
                .toList();
    }
}
