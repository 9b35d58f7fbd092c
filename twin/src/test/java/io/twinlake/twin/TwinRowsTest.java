package io.twinlake.twin;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Which rows are due, with which cause, and what stands in them. */
class TwinRowsTest {

    @Test
    void a_row_is_written_when_a_visible_property_changes_and_not_when_it_stays() {
        var script = Script.of("""
                properties:
                  colour: {type: string, last: c}
                """);

        script.at(1, "c", "red").at(2, "c", "red").at(3, "c", null).at(4, "c", "green");

        assertThat(script.brief())
                .containsExactly("1 change [colour] {colour=red}", "4 change [colour] {colour=green}");
    }

    @Test
    void one_event_makes_one_row_however_much_it_changes() {
        var script = Script.of("""
                attributes:
                  name: {type: string, expr: c}
                properties:
                  speed: {type: double, last: x}
                  top: {type: double, max: x}
                """);

        script.at(1, "c", "A", "x", 5.0).at(2, "c", "B", "x", 7.0).at(3, "x", 6.0);

        assertThat(script.brief())
                .containsExactly(
                        "1 change [name, speed, top] {name=A, speed=5.0, top=5.0}",
                        "2 change [name, speed, top] {name=B, speed=7.0, top=7.0}",
                        "3 change [speed] {name=B, speed=6.0, top=7.0}");
    }

    @Test
    void rows_of_a_life_are_numbered_from_1_and_know_when_it_began_and_where_they_came_from() {
        var script = Script.of("""
                properties:
                  colour: {type: string, last: c}
                """);

        script.at(1, "c", null).at(2, "c", "red").at(3, "c", "green");

        assertThat(script.rows()).extracting(Row::seq).containsExactly(1L, 2L);
        assertThat(script.rows()).extracting(Row::bornAt).containsOnly(2 * Script.SECOND);
        assertThat(script.rows()).extracting(Row::partition).containsOnly("p");
        assertThat(script.rows()).extracting(Row::offset).containsExactly(1L, 2L);
    }

    @Test
    void an_internal_property_has_no_column_and_makes_no_row() {
        var script = Script.of("""
                properties:
                  inner: {type: double, last: x, emit: never}
                  outer: {type: boolean, formula: inner > 3}
                """);

        script.at(1, "x", 1.0).at(2, "x", 2.0).at(3, "x", 4.0);

        assertThat(script.brief()).containsExactly("1 change [outer] {outer=false}", "3 change [outer] {outer=true}");
    }

    @Test
    void a_property_emitted_with_another_is_refreshed_at_every_row_and_makes_none_but_the_first() {
        var script = Script.of("""
                properties:
                  colour: {type: string, last: c}
                  speed: {type: double, last: x, emit: with colour}
                """);

        script.at(1, "x", 1.0).at(2, "x", 2.0).at(3, "c", "red").at(4, "x", 3.0).at(5, "c", "green", "x", 3.0);

        assertThat(script.brief())
                .containsExactly(
                        "1 change [speed] {speed=1.0}",
                        "3 change [colour, speed] {colour=red, speed=2.0}",
                        "5 change [colour, speed] {colour=green, speed=3.0}");
    }

    @Test
    void emit_every_writes_at_multiples_from_1970_if_the_value_changed_since_the_last_row() {
        var script = Script.of("""
                properties:
                  events: {type: long, count: {}, emit: {every: 10s}}
                """);

        script.at(3).at(4).at(12).watermark(45).at(47).watermark(49);

        assertThat(script.brief())
                .containsExactly(
                        "3 change [events] {events=1}",
                        "10 heartbeat [events] {events=2}",
                        "20 heartbeat [events] {events=3}");
        assertThat(script.rows().get(1).partition()).isNull();
        assertThat(script.rows().get(1).offset()).isNull();
    }

    @Test
    void emit_every_writes_nothing_when_another_row_showed_the_value_already() {
        var script = Script.of("""
                properties:
                  events: {type: long, count: {}, emit: {every: 10s}}
                  colour: {type: string, last: c}
                """);

        script.at(1).at(5, "c", "red").watermark(100);

        assertThat(script.brief())
                .containsExactly("1 change [events] {events=1}", "5 change [events, colour] {events=2, colour=red}");
    }

    @Test
    void silence_is_broken_by_heartbeats_again_and_again_counted_from_the_last_row() {
        var script = Script.of("""
                properties:
                  speed: {type: double, last: x, max_silence: 10s}
                """);

        script.at(1, "x", 1.0).at(5, "x", 1.0).watermark(32).at(33, "x", 2.0).watermark(43);

        assertThat(script.brief())
                .containsExactly(
                        "1 change [speed] {speed=1.0}",
                        "11 heartbeat [] {speed=1.0}",
                        "21 heartbeat [] {speed=1.0}",
                        "31 heartbeat [] {speed=1.0}",
                        "33 change [speed] {speed=2.0}",
                        "43 heartbeat [] {speed=2.0}");
    }

    @Test
    void a_silent_twin_expires_with_its_full_state_and_is_forgotten_and_another_life_begins_at_1() {
        var script = Script.of("""
                properties:
                  speed: {type: double, last: x, max_silence: 10s}
                  events: {type: long, count: {}, emit: with speed}
                expiry: {after: 20s}
                """);

        script.at(1, "x", 1.0).at(2, "x", null).at(50, "x", 3.0);

        assertThat(script.brief())
                .containsExactly(
                        "1 change [speed, events] {speed=1.0, events=1}",
                        "11 heartbeat [events] {speed=1.0, events=2}",
                        "21 heartbeat [] {speed=1.0, events=2}",
                        "22 expired [] {speed=1.0, events=2}",
                        "50 change [speed, events] {speed=3.0, events=1}");
        assertThat(script.rows()).extracting(Row::seq).containsExactly(1L, 2L, 3L, 4L, 1L);
        assertThat(script.rows().get(4).bornAt()).isEqualTo(50 * Script.SECOND);
        assertThat(script.table().size()).isOne();
        assertThat(script.watermark(1000).table().size()).isZero();
    }

    @Test
    void what_is_due_at_the_instant_of_expiry_has_its_own_row_before() {
        var script = Script.of("""
                properties:
                  colour: {type: string, last: c, settle: 20s}
                expiry: {after: 20s}
                """);

        script.at(1, "c", "red").watermark(30);

        assertThat(script.brief())
                .containsExactly(
                        "21 change [colour] {colour=red, colour_since=1000000}",
                        "21 expired [] {colour=red, colour_since=1000000}");
        assertThat(script.rows()).extracting(Row::bornAt).containsOnly(21 * Script.SECOND);
    }

    @Test
    void change_comes_before_window_and_window_before_heartbeat() {
        var script = Script.of("""
                properties:
                  speed: {type: double, last: x, max_silence: 9s}
                  w:
                    window: {type: tumbling, size: 10s}
                    aggregate: {seen: count(*)}
                  colour: {type: string, last: c, settle: 10s}
                """);

        script.at(1, "x", 1.0).at(10, "x", 1.0, "c", "red").watermark(20);

        assertThat(script.brief())
                .containsExactly(
                        "1 change [speed] {speed=1.0}",
                        "10 window [w] {speed=1.0, w_seen=1}",
                        "19 heartbeat [] {speed=1.0, w_seen=1}",
                        "20 change [colour] {speed=1.0, w_seen=1, colour=red, colour_since=10000000}");
    }

    @Test
    void an_older_event_is_applied_at_the_time_of_its_twin() {
        var script = Script.of("""
                properties:
                  speed: {type: double, last: x}
                  at: {type: timestamp, formula: event_time(), emit: with speed}
                """);

        script.at(5, "x", 1.0).at(3, "x", 2.0).at(6, "x", 3.0);

        assertThat(script.brief())
                .containsExactly(
                        "5 change [speed, at] {speed=1.0, at=5000000}",
                        "5 change [speed] {speed=2.0, at=5000000}",
                        "6 change [speed, at] {speed=3.0, at=6000000}");
    }

    @Test
    void closing_fires_what_is_pending_and_ends_heartbeats_with_it() {
        var script = Script.of("""
                properties:
                  speed: {type: double, last: x, max_silence: 4s}
                  colour: {type: string, last: c, settle: 10s}
                """);

        script.at(1, "x", 1.0, "c", "red").close();

        assertThat(script.brief())
                .containsExactly(
                        "1 change [speed] {speed=1.0}",
                        "5 heartbeat [] {speed=1.0}",
                        "9 heartbeat [] {speed=1.0}",
                        "11 change [colour] {speed=1.0, colour=red, colour_since=1000000}");
    }

    @Test
    void closing_ends_twins_that_expire() {
        var script = Script.of("""
                properties:
                  speed: {type: double, last: x}
                expiry: {after: 1h}
                """);

        script.at(1, "x", 1.0).of("b", 2, "x", 1.0).closeAt(3);

        assertThat(script.brief())
                .containsExactly(
                        "1 change [speed] {speed=1.0}",
                        "2 change [speed] {speed=1.0}",
                        "3601 expired [] {speed=1.0}",
                        "3602 expired [] {speed=1.0}");
        assertThat(script.table().size()).isZero();
    }

    @Test
    void a_life_that_begins_after_a_close_is_born_later_than_the_one_that_was_closed() {
        var script = Script.of("""
                properties:
                  speed: {type: double, last: x}
                  colour: {type: string, last: c, settle: 1s}
                expiry: {after: 10s}
                """);

        script.at(5, "x", 1.0).closeAt(3).closeAt(3).restart().forget();
        script.at(5, "x", 2.0)
                .at(4, "x", 3.0)
                .closeAt(3)
                .at(3, "x", 4.0)
                .watermark(5)
                .closeAt(5)
                .forget();
        assertThat(script.table().size()).isEqualTo(1);
        script.at(7, "x", 5.0).watermark(30);

        assertThat(script.rows()).extracting(Row::bornAt).containsOnly(7 * Script.SECOND);
        assertThat(script.table().size()).isZero();
    }

    @Test
    void lives_that_begin_in_turn_after_closes_at_one_instant_are_told_apart_by_their_births() {
        var script = Script.of("""
                properties:
                  speed: {type: double, last: x}
                expiry: {after: 10s}
                """);

        for (int i = 0; i < 3; i++) {
            script.at(5, "x", 1.0).closeAt(5).restart();
        }

        assertThat(script.rows())
                .extracting(row -> row.bornAt() + " " + row.seq())
                .containsExactly("5000000 1", "5000000 2", "5000001 1", "5000001 2", "5000002 1", "5000002 2");
    }

    @Test
    void a_life_that_never_had_a_row_ends_without_one_so_that_the_next_has_an_identity_of_its_own() {
        var script = Script.of("""
                properties:
                  colour: {type: string, last: c}
                expiry: {after: 10s}
                """);

        script.at(1, "c", null).at(11, "c", "red").watermark(30);

        assertThat(script.brief()).containsExactly("11 change [colour] {colour=red}", "21 expired [] {colour=red}");
        assertThat(script.rows()).extracting(Row::seq).containsExactly(1L, 2L);
    }

    @Test
    void closing_ends_lives_that_never_had_a_row_without_one() {
        var script = Script.of("""
                properties:
                  colour: {type: string, last: c}
                expiry: {after: 10s}
                """);

        script.at(1, "c", null).close();

        assertThat(script.rows()).isEmpty();
        assertThat(script.table().size()).isZero();
    }

    @Test
    void durations_longer_than_nanoseconds_can_tell_are_durations() {
        var script = Script.of("""
                properties:
                  colour: {type: string, last: c, max_silence: 200000d}
                  state: {type: string, last: c, settle: 300000d, min_dwell: 200000d}
                  w:
                    window: {type: tumbling, size: 200000d}
                    aggregate: {seen: count(*)}
                  mean: {type: double, ewma: {of: x, half_life: 200000d}, emit: {every: 400000d}}
                expiry: {after: 106751991d}
                """);

        script.at(1, "c", "red", "x", 2.0).watermark(200_000L * 86_400 + 1);

        assertThat(script.brief())
                .containsExactly(
                        "1 change [colour, mean] {colour=red, mean=2.0}",
                        "17280000000 window [w] {colour=red, w_seen=1, mean=2.0}");
    }

    @Test
    void times_at_both_ends_of_time_fire_no_timer_early_and_make_no_time_negative() {
        var script = Script.of("""
                properties:
                  colour: {type: string, last: c, max_silence: 100000d}
                  gap: {type: interval, formula: elapsed()}
                  w:
                    window: {type: tumbling, size: 100000000d}
                    aggregate: {seen: count(*)}
                """);
        double last = Long.MAX_VALUE / Script.SECOND;

        script.at(-last, "c", "red").watermark(-last + 1).at(last, "c", "red").watermark(last);

        assertThat(script.rows())
                .isNotEmpty()
                .allSatisfy(row -> assertThat(row.brief()).doesNotContain("gap=-"));
        assertThat(script.failures()).isEmpty();
    }
}
