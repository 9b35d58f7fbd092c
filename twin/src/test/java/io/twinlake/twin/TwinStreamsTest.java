package io.twinlake.twin;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Twins that are fed by several streams. */
class TwinStreamsTest {

    private static final String DOCUMENT = """
            twinlake: v1alpha1
            kind: TwinType
            namespace: test
            name: thing
            version: 1
            sources:
              gate:
                stream: gates
                telemetry:
                  k: {type: string}
                  t: {type: timestamp, format: epoch_s}
                  x: {type: double}
                key: {expr: k}
                time: {event_time: t, lateness: 10s}
              weather:
                stream: weather
                telemetry:
                  k: {type: string}
                  t: {type: timestamp, format: epoch_s}
                  w: {type: double}
                key: {expr: k}
                time: {event_time: t, lateness: 10s}
            properties:
            """;

    @Test
    void a_property_is_touched_only_by_events_of_the_streams_that_it_reads() {
        var script = Script.ofDocument(DOCUMENT + """
                  opened: {type: long, count: {}, when: x > 0}
                  wind: {type: double, last: w}
                """);

        script.event("a", 0, 1, "x", 1.0).event("a", 1, 2, "w", 7.0).event("a", 0, 3, "x", 1.0);

        assertThat(script.brief())
                .containsExactly(
                        "1 change [opened] {opened=1}",
                        "2 change [wind] {opened=1, wind=7.0}",
                        "3 change [opened] {opened=2, wind=7.0}");
    }

    @Test
    void readings_of_the_other_stream_hold_until_its_next_event() {
        var script = Script.ofDocument(DOCUMENT + """
                  product: {type: double, formula: x * w}
                """);

        script.event("a", 0, 1, "x", 2.0)
                .event("a", 1, 2, "w", 7.0)
                .event("a", 0, 3, "x", 3.0)
                .event("a", 1, 4);

        assertThat(script.brief())
                .containsExactly(
                        "2 change [product] {product=14.0}",
                        "3 change [product] {product=21.0}",
                        "4 change [product] {}");
    }

    @Test
    void a_property_follows_another_one_that_a_different_stream_changes() {
        var script = Script.ofDocument(DOCUMENT + """
                  windy: {type: boolean, last: w > 5}
                  blown: {type: boolean, formula: windy AND x > 1}
                """);

        script.event("a", 0, 1, "x", 2.0).event("a", 1, 2, "w", 7.0);

        assertThat(script.brief()).containsExactly("2 change [windy, blown] {windy=true, blown=true}");
    }
}
