package io.twinlake.twin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DefinitionReportTest {

    private static final String DEFINITION = """
            # a comment stays
            twinlake: v1alpha1
            kind: TwinType
            namespace: test
            name: thing
            sources:
              doors:
                telemetry: {id: string, at: timestamp, open: boolean}
                key: id
                time: {event_time: at, lateness: 90s}
              heat:
                telemetry: {place: string, at: timestamp, celsius: double}
                key: place
                time: {event_time: at}
            attributes:
              place: {type: string, expr: heat.place}
            properties:
              warm_and_open: {type: boolean, formula: open AND celsius > 20}
              open: {type: boolean, last: in.open, settle: 5s}
              hidden: {type: double, max: celsius, emit: never}
              events: {count: {}, emit: {every: 10m}}
              hour:
                window: {size: 1h}
                aggregate: {mean: avg(celsius), spread: max(celsius) - min(celsius)}
              later: {type: boolean, formula: NOT state.warm_and_open}
            expiry: {after: 1d}
            """;

    @Test
    void a_report_says_what_would_be_stored() {
        var definition = TwinDefinition.parse("thing.yaml", DEFINITION).get(0);
        assertThat(DefinitionReport.of(definition).toString()).isEqualTo("""
                        test.thing version 1 -> table test.thing_state
                          stream doors: key id, time at, lateness 90s
                          stream heat: key place, time at, lateness 0s
                          column place          string     on change, by attribute heat.place
                          column warm_and_open  boolean    on change, by formula
                          column open           boolean    on change, by last
                          column open_since     timestamp  with it, by first seen of open
                          column events         long       every 10m, by count
                          column hour_mean      double     on close, by window
                          column hour_spread    double     on close, by window
                          column later          boolean    on change, by formula
                          timer  open: settle 5s
                          timer  events: every 10m
                          timer  hour: window of 1h
                          timer  expiry after 1d
                          note   followed, no timer fires while stream doors is silent; give its time idle_after: 1m, and it goes on without it
                          note   followed, no timer fires while stream heat is silent; give its time idle_after: 1m, and it goes on without it
                        """);
    }

    @Test
    void a_property_is_touched_by_the_streams_that_it_reads_itself_or_through_others() {
        var definition = TwinDefinition.parse("thing.yaml", DEFINITION).get(0);
        assertThat(definition.properties())
                .extracting(p -> p.name() + " " + p.streams().stream().sorted().toList())
                .containsExactly(
                        "warm_and_open [0, 1]", "open [0]", "hidden [1]", "events [0, 1]", "hour [1]", "later [0, 1]");
    }

    @Test
    void a_definition_keeps_its_text_as_given() {
        String two = DEFINITION + "---\n" + DEFINITION.replace("name: thing", "name: other");
        List<TwinDefinition> definitions = TwinDefinition.parse("two.yaml", two);
        assertThat(definitions).extracting(TwinDefinition::name).containsExactly("thing", "other");
        assertThat(definitions.get(0).text()).isEqualTo(DEFINITION);
        assertThat(TwinDefinition.parse("again.yaml", definitions.get(1).text())
                        .get(0)
                        .stateLayout())
                .isEqualTo(definitions.get(1).stateLayout());
    }

    @ParameterizedTest
    @ValueSource(strings = {"flights/aircraft.yaml", "flights/airport.yaml", "positions/aircraft.yaml"})
    void the_examples_have_no_mistake(String example) throws IOException {
        String yaml = Files.readString(Path.of("..", "examples").resolve(example));
        assertThat(TwinDefinition.parse(example, yaml)).hasSize(1);
    }

    @Test
    void a_report_says_what_silence_and_the_clock_do_not_do() {
        String timed = Script.HEAD + "properties:\n  colour: {type: string, last: c, settle: 5s}\n";

        assertThat(DefinitionReport.of(TwinDefinition.parse("t.yaml", timed).get(0))
                        .notes())
                .containsExactly("followed, no timer fires while stream s is silent; give its time idle_after: 1m,"
                        + " and it goes on without it");
        String skewed = timed.replace("lateness: 10s", "lateness: 10s, idle_after: 1m, max_future_skew: 5s");
        assertThat(DefinitionReport.of(TwinDefinition.parse("t.yaml", skewed).get(0))
                        .notes())
                .containsExactly("max_future_skew of stream s counts in followed runs alone: without --follow one event"
                        + " far in the future makes the others late; key: {require: …} can refuse it");
    }
}
