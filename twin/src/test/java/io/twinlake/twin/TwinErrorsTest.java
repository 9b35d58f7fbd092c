package io.twinlake.twin;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Events that are dead change nothing. */
class TwinErrorsTest {

    @Test
    void an_event_without_key_or_what_is_required_is_dead() {
        var script =
                Script.ofDocument(Script.HEAD.replace("{expr: k}", "{expr: \"nullif(k, '')\", require: length(k) = 1}")
                        + "properties:\n  speed: {type: double, last: x}\n");

        script.of("", 1, "x", 1.0).of("ab", 2, "x", 1.0).of("a", 3, "x", 1.0);

        assertThat(script.outcomes().get(0))
                .isEqualTo(new Outcome.Dead(Outcome.Reason.NULL_KEY, "key is null: nullif(k, '')"));
        assertThat(script.outcomes().get(1))
                .isEqualTo(new Outcome.Dead(Outcome.Reason.REQUIRE, "key 'ab' is refused by require: length(k) = 1"));
        assertThat(script.outcomes().get(2)).isEqualTo(Outcome.APPLIED);
        assertThat(script.table().size()).isOne();
    }

    @Test
    void an_event_whose_formula_fails_leaves_its_twin_as_if_it_had_not_come() {
        var script = Script.of("""
                properties:
                  seen: {type: long, count: {}}
                  ratio: {type: double, formula: 100 / n}
                """);

        script.at(1, "n", 10L).at(2, "n", 0L).at(3, "n", 20L);

        assertThat(script.brief())
                .containsExactly(
                        "1 change [seen, ratio] {seen=1, ratio=10.0}", "3 change [seen, ratio] {seen=2, ratio=5.0}");
        assertThat(script.outcomes().get(1)).isInstanceOf(Outcome.Dead.class);
        assertThat(((Outcome.Dead) script.outcomes().get(1)).message())
                .contains("property 'ratio'")
                .contains("division by zero");
    }

    @Test
    void an_event_whose_text_is_too_much_for_a_pattern_is_dead() {
        var script = Script.of("""
                properties:
                  found: {type: boolean, formula: "regexp_like(c, '(a|b)*c')"}
                """);

        script.at(1, "c", "ab".repeat(200_000)).at(2, "c", "abc");

        assertThat(((Outcome.Dead) script.outcomes().get(0)).message())
                .contains("the pattern '(a|b)*c' goes too deep for a text of 400000 characters");
        assertThat(script.outcomes().get(1)).isEqualTo(Outcome.APPLIED);
    }

    @Test
    void an_event_for_which_a_pattern_lacks_a_group_is_dead() {
        var script = Script.of("""
                properties:
                  masked: {type: string, formula: "regexp_replace(c, 'a', '$1')"}
                """);

        script.at(1, "c", "abc").at(2, "c", "x");

        assertThat(((Outcome.Dead) script.outcomes().get(0)).message()).contains("the pattern 'a': No group 1");
        assertThat(script.outcomes().get(1)).isEqualTo(Outcome.APPLIED);
    }

    @Test
    void a_dead_event_does_not_even_fire_the_timers_before_it() {
        var script = Script.of("""
                properties:
                  colour: {type: string, last: c, settle: 5s}
                  ratio: {type: double, formula: 100 / x}
                expiry: {after: 60s}
                """);

        script.at(1, "c", "red").at(100, "x", 0.0).at(3, "c", "green").watermark(8);

        assertThat(script.brief()).containsExactly("8 change [colour] {colour=green, colour_since=3000000}");
        assertThat(script.table().size()).isOne();
    }

    @Test
    void a_formula_that_fails_at_a_timer_keeps_its_value_and_is_reported() {
        var script = Script.of("""
                properties:
                  level: {type: double, last: x, settle: 5s}
                  ratio: {type: double, formula: 100 / level}
                """);

        script.at(1, "x", 4.0).at(10, "x", 0.0).watermark(20);

        assertThat(script.brief())
                .containsExactly(
                        "6 change [level, ratio] {level=4.0, level_since=1000000, ratio=25.0}",
                        "15 change [level] {level=0.0, level_since=10000000, ratio=25.0}");
        assertThat(script.failures()).hasSize(1);
        assertThat(script.failures().get(0).property()).isEqualTo("ratio");
        assertThat(script.failures().get(0).dueMicros()).isEqualTo(15 * Script.SECOND);
    }
}
