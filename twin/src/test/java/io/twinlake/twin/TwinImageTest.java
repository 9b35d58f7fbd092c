package io.twinlake.twin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** State images: the same bytes for the same twins, whole or refused, and what a changed definition makes of them. */
class TwinImageTest {

    private static final String PARTS = """
            properties:
              colour: {type: string, last: c, settle: 5s}
              speed: {type: double, last: x}
              w:
                window: {type: tumbling, size: 10s}
                aggregate: {mean: avg(x)}
            """;

    @Test
    void an_image_depends_on_the_twins_and_not_on_the_way_to_them() {
        var one = Script.of(PARTS);
        var other = Script.of(PARTS);
        for (int i = 0; i < 200; i++) {
            one.of("k" + i, 1, "x", (double) i);
            other.of("k" + (199 - i), 1, "x", (double) (199 - i));
        }
        other.restart();

        assertThat(other.table().image().bytes()).isEqualTo(one.table().image().bytes());
        assertThat(other.table().size()).isEqualTo(200);
    }

    @Test
    void a_damaged_image_is_refused_with_a_remedy() {
        var script = Script.of(PARTS).at(1, "x", 1.0);
        byte[] bytes = script.table().image().bytes().clone();
        bytes[bytes.length / 2] ^= 1;

        assertThatThrownBy(() -> script.model().table(StateImage.of(bytes)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("checksum")
                .hasMessageContaining("older state checkpoint");
        assertThatThrownBy(() -> script.model().table(StateImage.of(new byte[3])))
                .hasMessageContaining("3 bytes");
    }

    @Test
    void an_image_of_another_twin_type_is_refused() {
        var thing = Script.of(PARTS).at(1, "x", 1.0);
        var another = Script.ofDocument(Script.HEAD.replace("name: thing", "name: another") + PARTS);

        assertThatThrownBy(() -> another.takeOver(thing))
                .hasMessageContaining("test.thing can't be restored into test.another");
    }

    @Test
    void a_changed_definition_carries_over_what_is_the_same_and_begins_the_rest_anew() {
        var before = Script.of("""
                properties:
                  seen: {type: long, count: {}}
                  top: {type: double, max: x}
                  gone: {type: string, last: c}
                """);
        before.at(1, "x", 5.0, "c", "red").at(2, "x", 7.0);

        var after = Script.of("""
                properties:
                  top: {type: double, min: x}
                  fresh: {type: boolean, last: b}
                  seen: {type: long, count: {}, emit: with top}
                """);
        after.takeOver(before).at(3, "x", 6.0);

        assertThat(after.brief()).containsExactly("3 change [top, seen] {top=6.0, seen=3}");
        assertThat(after.rows()).extracting(Row::seq).containsExactly(3L);
        assertThat(after.rows()).extracting(Row::bornAt).containsExactly(Script.SECOND);
    }

    @Test
    void a_timer_that_is_overdue_under_a_new_definition_fires_at_the_time_of_its_twin() {
        var before = Script.of("""
                properties:
                  colour: {type: string, last: c, settle: 1h}
                  speed: {type: double, last: x}
                """);
        before.at(1, "c", "red").at(100, "x", 1.0);

        var after = Script.of("""
                properties:
                  colour: {type: string, last: c, settle: 5s}
                  speed: {type: double, last: x}
                """);
        after.takeOver(before).watermark(100);

        assertThat(after.brief()).containsExactly("100 change [colour] {colour=red, colour_since=1000000, speed=1.0}");
    }

    @Test
    void the_first_row_after_a_change_of_the_definition_names_what_it_reset() {
        var before = Script.of("""
                properties:
                  colour: {type: string, last: c}
                  top: {type: double, max: x}
                  inner: {type: double, max: y, emit: never}
                  never_seen: {type: double, max: z}
                """);
        before.at(1, "c", "red", "x", 5.0, "y", 1.0).of("b", 1, "c", null);

        var after = Script.of("""
                properties:
                  colour: {type: string, last: c}
                  top: {type: double, max: x + 1}
                  inner: {type: double, max: y + 1, emit: never}
                  never_seen: {type: double, max: z + 1}
                """);
        after.takeOver(before).restart().at(3, "c", "red").restart();
        after.at(4, "c", "green").at(5, "c", "blue").of("b", 6, "c", "red");

        assertThat(after.brief())
                .containsExactly(
                        "4 change [colour, top] {colour=green}",
                        "5 change [colour] {colour=blue}",
                        "6 change [colour] {colour=red}");
    }

    @Test
    void the_first_row_after_a_change_of_emit_names_what_differs_from_the_row_before() {
        var before = Script.of(emitting("never", "with colour", "with colour", "on_change"));
        before.at(1, "c", "red", "x", 5.0, "y", 1.0, "z", 1.0, "n", 1L).at(2, "x", 6.0, "y", 2.0, "z", 1.0, "n", 1L);
        assertThat(before.brief())
                .containsExactly("1 change [colour, raised, same, every] {colour=red, raised=1.0, same=1.0, every=1}");

        var after = Script.of(emitting("on_change", "on_change", "on_change", "{every: 10s}"));
        after.takeOver(before).watermark(9).at(10, "c", "green", "x", 6.0, "y", 2.0, "z", 1.0, "n", 1L);
        after.at(12, "c", "blue", "x", 6.0, "y", 2.0, "z", 1.0, "n", 1L).watermark(40);

        assertThat(after.brief())
                .containsExactly(
                        "10 change [colour, hidden, raised] {colour=green, hidden=6.0, raised=2.0, same=1.0, every=1}",
                        "12 change [colour] {colour=blue, hidden=6.0, raised=2.0, same=1.0, every=1}");
    }

    @Test
    void a_hidden_property_that_begins_again_is_not_named() {
        var before = Script.of(emitting("never", "never", "never", "never"));
        before.at(1, "c", "red", "x", 5.0);
        var after = Script.of(emitting("on_change", "never", "never", "never").replace("max: x", "max: x + 1"));

        after.takeOver(before).at(2, "c", "green");

        assertThat(after.brief()).containsExactly("2 change [colour] {colour=green}");
    }

    private static String emitting(String hidden, String raised, String same, String every) {
        return """
                properties:
                  colour: {type: string, last: c}
                  hidden: {type: double, max: x, emit: %s}
                  raised: {type: double, max: y, emit: %s}
                  same: {type: double, max: z, emit: %s}
                  every: {type: long, max: n, emit: %s}
                """.formatted(hidden, raised, same, every);
    }
}
