package io.twinlake.twin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What each reducer and modifier keeps. */
class TwinReducersTest {

    private static List<String> values(Script script, String column) {
        return script.rows().stream()
                .map(row -> Row.seconds(row.observedAt()) + " " + row.values().get(column))
                .toList();
    }

    @Test
    void first_min_max_sum_and_count_take_what_is_not_null_and_passes_the_filter() {
        var script = Script.of("""
                properties:
                  first: {type: double, first: x}
                  min: {type: double, min: x}
                  max: {type: double, max: x}
                  sum: {type: long, sum: n}
                  count: {type: long, count: {}, when: b}
                """);

        script.at(1, "x", 2.0, "n", 1L)
                .at(2, "x", null, "n", 2L, "b", true)
                .at(3, "x", 1.0)
                .at(4, "x", 9.0, "b", false);

        assertThat(script.brief())
                .containsExactly(
                        "1 change [first, min, max, sum] {first=2.0, min=2.0, max=2.0, sum=1}",
                        "2 change [sum, count] {first=2.0, min=2.0, max=2.0, sum=3, count=1}",
                        "3 change [min] {first=2.0, min=1.0, max=2.0, sum=3, count=1}",
                        "4 change [max] {first=2.0, min=1.0, max=9.0, sum=3, count=1}");
    }

    @Test
    void a_band_is_left_only_when_its_edge_is_passed_by_the_hysteresis() {
        var script = Script.of("""
                properties:
                  band:
                    type: string
                    band: {of: x, edges: {low: 0, mid: 10, high: 20}, hysteresis: 2}
                """);

        script.at(1, "x", 10.0).at(2, "x", 8.0).at(3, "x", 7.9).at(4, "x", 11.9).at(5, "x", 12.0);
        script.at(6, "x", 22.0)
                .at(7, "x", 18.0)
                .at(8, "x", 17.9)
                .at(9, "x", -5.0)
                .at(10, "x", 30.0)
                .at(11, "x", 0.0);

        assertThat(values(script, "band"))
                .containsExactly("1 mid", "3 low", "5 mid", "6 high", "8 mid", "9 low", "10 high", "11 low");
    }

    @Test
    void a_deadband_repeats_the_last_written_value_until_it_has_moved_far_enough() {
        var script = Script.of("""
                properties:
                  altitude: {type: double, deadband: {of: x, abs: 10}}
                  colour: {type: string, last: c}
                """);

        script.at(1, "x", 100.0)
                .at(2, "x", 109.9)
                .at(3, "x", 105.0, "c", "red")
                .at(4, "x", 110.0)
                .at(5, "x", 101.0);

        assertThat(values(script, "altitude")).containsExactly("1 100.0", "3 100.0", "4 110.0");
    }

    @Test
    void a_deadband_measures_in_per_cent_of_the_last_written_or_along_the_great_circle() {
        var script = Script.of("""
                properties:
                  load: {type: double, deadband: {of: x, pct: 10}}
                  position: {type: geo_point, deadband: {of: "geo_point(y, z)", metres: 1000}, emit: with load}
                """);
        script.at(1, "x", 0.0)
                .at(2, "x", 0.001)
                .at(3, "x", 100.0)
                .at(4, "x", 109.0)
                .at(5, "x", 110.0);

        assertThat(values(script, "load")).containsExactly("1 0.0", "2 0.001", "3 100.0", "5 110.0");

        var moving = Script.of("""
                properties:
                  position: {type: geo_point, deadband: {of: "geo_point(y, z)", metres: 1000}}
                """);
        moving.at(1, "y", 0.0, "z", 0.0).at(2, "y", 0.0, "z", 0.00899).at(3, "y", 0.0, "z", 0.00900);

        assertThat(values(moving, "position"))
                .containsExactly("1 PlainPoint[lat=0.0, lon=0.0]", "3 PlainPoint[lat=0.0, lon=0.009]");
    }

    @Test
    void a_state_machine_takes_the_first_true_guard_and_stays_where_none_is() {
        var script = Script.of("""
                properties:
                  phase:
                    type: string
                    state_machine:
                      initial: unknown
                      states:
                        slow: x < 10
                        medium: x < 20
                        fast: x > 30
                """);

        script.at(1, "x", null)
                .at(2, "x", 5.0)
                .at(3, "x", 15.0)
                .at(4, "x", 25.0)
                .at(5, "x", 35.0);

        assertThat(values(script, "phase")).containsExactly("1 unknown", "2 slow", "3 medium", "5 fast");
    }

    @Test
    void min_dwell_holds_a_state_that_was_entered_and_then_takes_what_is_wanted() {
        var script = Script.of("""
                properties:
                  phase:
                    type: string
                    state_machine:
                      initial: unknown
                      states: {low: x < 10, high: x > 20}
                      min_dwell: 10s
                """);

        script.at(1, "x", 15.0)
                .at(2, "x", 5.0)
                .at(4, "x", 25.0)
                .at(6, "x", 5.0)
                .at(8, "x", 25.0)
                .at(30, "x", 5.0);

        assertThat(values(script, "phase")).containsExactly("1 unknown", "2 low", "12 high", "30 low");
    }

    @Test
    void min_dwell_forgets_what_is_no_longer_wanted() {
        var script = Script.of("""
                properties:
                  phase: {type: string, last: c, min_dwell: 10s}
                """);

        script.at(1, "c", "a").at(2, "c", "b").at(3, "c", "a").watermark(40).at(41, "c", "b");

        assertThat(values(script, "phase")).containsExactly("1 a", "41 b");
    }

    @Test
    void a_value_settles_when_no_other_came_for_that_long_the_first_one_too() {
        var script = Script.of("""
                properties:
                  colour: {type: string, last: c, settle: 5s}
                """);

        script.at(1, "c", "red")
                .at(3, "c", "green")
                .at(4, "c", "green")
                .at(9, "c", "red")
                .at(10, "c", "green");
        script.at(20, "c", "red").at(25, "c", "blue").watermark(60);

        assertThat(script.brief())
                .containsExactly(
                        "8 change [colour] {colour=green, colour_since=3000000}",
                        "25 change [colour] {colour=red, colour_since=20000000}",
                        "30 change [colour] {colour=blue, colour_since=25000000}");
    }

    @Test
    void a_null_leaves_a_settling_candidate_alone() {
        var script = Script.of("""
                properties:
                  colour: {type: string, last: c, settle: 5s}
                """);

        script.at(1, "c", "red").at(3, "c", null).watermark(6);

        assertThat(values(script, "colour")).containsExactly("6 red");
    }

    @Test
    void a_dwell_emitted_on_close_says_how_long_a_value_lasted_each_time_it_ends() {
        var script = Script.of("""
                properties:
                  red_for: {type: interval, dwell: {of: c, value: red}, emit: on_close}
                """);

        script.at(1, "c", "red")
                .at(3, "c", "red")
                .at(4, "c", null)
                .at(6, "c", "green")
                .at(7, "c", "red")
                .at(12, "c", "dark");

        assertThat(script.brief())
                .containsExactly("6 change [red_for] {red_for=5000000}", "12 change [] {red_for=5000000}");
    }

    @Test
    void an_average_forgets_half_in_each_half_life() {
        var script = Script.of("""
                properties:
                  smooth: {type: double, ewma: {of: x, half_life: 10s}}
                """);

        script.at(0, "x", 8.0).at(10, "x", 0.0).at(15, "x", null).at(30, "x", 0.0);

        assertThat(values(script, "smooth")).containsExactly("0 8.0", "10 4.0", "30 1.0");
    }

    @Test
    void a_window_closes_at_its_end_keeps_its_columns_and_is_silent_where_nothing_came() {
        var script = Script.of("""
                properties:
                  w:
                    window: {type: tumbling, size: 10s}
                    aggregate:
                      seen: count(*)
                      mean: avg(x)
                      spread: max(x) - min(x)
                      fast: count_if(x > 5)
                  colour: {type: string, last: c}
                """);

        script.at(1, "x", 1.0)
                .at(9.9, "x", 9.0)
                .at(10, "x", 4.0)
                .at(31, "c", "red")
                .watermark(39.999)
                .watermark(40);

        assertThat(script.brief())
                .containsExactly(
                        "10 window [w] {w_seen=2, w_mean=5.0, w_spread=8.0, w_fast=1}",
                        "20 window [w] {w_seen=1, w_mean=4.0, w_spread=0.0, w_fast=0}",
                        "31 change [colour] {w_seen=1, w_mean=4.0, w_spread=0.0, w_fast=0, colour=red}",
                        "40 window [w] {w_seen=1, w_fast=0, colour=red}");
    }

    @Test
    void a_window_closes_with_a_row_though_its_values_are_those_of_the_one_before() {
        var script = Script.of("""
                properties:
                  w:
                    window: {type: tumbling, size: 10s}
                    aggregate: {seen: count(*)}
                """);

        script.at(1).at(11).watermark(20);

        assertThat(script.brief()).containsExactly("10 window [w] {w_seen=1}", "20 window [] {w_seen=1}");
    }

    @Test
    void a_formula_follows_properties_that_settle_by_a_timer() {
        var script = Script.of("""
                properties:
                  red: {type: boolean, formula: colour = 'red'}
                  colour: {type: string, last: c, settle: 5s}
                """);

        script.at(1, "c", "red").watermark(20);

        assertThat(script.brief())
                .containsExactly("6 change [red, colour] {red=true, colour=red, colour_since=1000000}");
    }

    @Test
    void previous_readings_and_elapsed_time_are_those_of_the_event_before() {
        var script = Script.of("""
                properties:
                  step: {type: double, formula: x - prev(x)}
                  pause: {type: interval, formula: elapsed()}
                """);

        script.at(1, "x", 1.0).at(3, "x", 4.0).at(8, "x", null);

        assertThat(script.brief())
                .containsExactly(
                        "3 change [step, pause] {step=3.0, pause=2000000}", "8 change [step, pause] {pause=5000000}");
    }

    @Test
    void a_sum_can_skip_gaps() {
        var script = Script.of("""
                properties:
                  way: {type: double, sum: {of: abs(x - prev(x)), when: elapsed() < INTERVAL '5' SECOND}}
                """);

        script.at(1, "x", 0.0).at(2, "x", 3.0).at(20, "x", 50.0).at(21, "x", 49.0);

        assertThat(values(script, "way")).containsExactly("2 3.0", "21 4.0");
    }

    @Test
    void count_of_a_formula_counts_where_it_is_not_null() {
        var script = Script.of("""
                properties:
                  seen: {type: long, count: {of: x + y}}
                  brief: {type: long, count: x}
                """);

        script.at(1, "x", 1.0).at(2, "x", 1.0, "y", 2.0).at(3, "y", 2.0);

        assertThat(script.brief())
                .containsExactly("1 change [brief] {brief=1}", "2 change [seen, brief] {seen=1, brief=2}");
    }
}
