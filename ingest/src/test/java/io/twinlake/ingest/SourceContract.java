package io.twinlake.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinlake.storage.Fault;
import io.twinlake.storage.FaultyStorage;
import io.twinlake.storage.Operation;
import io.twinlake.storage.SimulatedCrash;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What holds for every source that can be read again. One for each kind says how events get into it. */
abstract class SourceContract {

    private static final PipelineOptions ONE_BY_ONE =
            Lake.options().withEpochEvents(1).withThreads(1).withTakeOver(true);

    private final Lake lake = new Lake();

    /** The source as a user writes it. */
    abstract String source();

    /** Puts events into the source, behind those that it has. */
    abstract void add(Lake to, List<String> events);

    /** Replaces what the source has by other events. */
    abstract void replace(Lake in, List<String> events);

    @Test
    void its_events_come_once_and_in_their_order() {
        add(lake, events(0, 5));
        run(lake, Lake.options());

        assertThat(readings(lake)).isEqualTo(List.of("0", "1", "2", "3", "4"));
    }

    @Test
    void what_is_added_comes_in_the_next_run_and_nothing_comes_twice() {
        add(lake, events(0, 2));
        run(lake, Lake.options());
        add(lake, events(2, 3));
        run(lake, Lake.options());
        run(lake, Lake.options());
        add(lake, events(5, 1));
        run(lake, Lake.options());

        assertThat(readings(lake)).isEqualTo(List.of("0", "1", "2", "3", "4", "5"));
        assertThat(lake.deadLetters()).isEmpty();
    }

    @Test
    void what_is_added_while_it_is_followed_comes() {
        add(lake, events(0, 2));
        new FollowedRun(lake)
                .then(() -> add(lake, events(2, 2)))
                .then(() -> add(lake, events(4, 2)))
                .run(lake.memory, Lake.LAMPS, FollowTest.OPTIONS, source());

        assertThat(readings(lake)).isEqualTo(List.of("0", "1", "2", "3", "4", "5"));
    }

    @Test
    void a_run_that_died_goes_on_behind_any_event_as_if_nothing_had_happened() {
        Lake undisturbed = new Lake();
        add(undisturbed, events(0, 3));
        run(undisturbed, ONE_BY_ONE);
        add(undisturbed, events(3, 2));
        run(undisturbed, ONE_BY_ONE);

        for (int epoch : new int[] {1, 3}) {
            Lake other = new Lake();
            add(other, events(0, 3));
            FaultyStorage faulty = FaultyStorage.over(other.memory)
                    .on(Operation.putIfAbsent("epochs/0000000000000000000" + epoch + ".json"), Fault.CRASH_AFTER);
            assertThatThrownBy(() -> other.pipeline(faulty, Lake.LAMPS, ONE_BY_ONE, source())
                            .run(PipelineListener.NONE))
                    .isInstanceOf(SimulatedCrash.class);
            add(other, events(3, 2));
            run(other, ONE_BY_ONE);

            assertThat(other.rows("city/lamp_state")).isEqualTo(undisturbed.rows("city/lamp_state"));
        }
    }

    @Test
    void another_one_in_its_place_is_not_taken_for_it() {
        add(lake, events(0, 3));
        run(lake, Lake.options());
        List<String> before = lake.rows("city/lamp_state");
        replace(lake, events(100, 9));

        assertThatThrownBy(() -> run(lake, Lake.options()))
                .isInstanceOf(SourceException.class)
                .hasMessageContaining("is not the one that was read");
        assertThat(lake.rows("city/lamp_state")).isEqualTo(before);
    }

    private void run(Lake in, PipelineOptions options) {
        in.pipeline(Lake.LAMPS, options, source()).run(PipelineListener.NONE);
    }

    /** Levels change with every event, so each makes a row. */
    private static List<String> events(int from, int count) {
        List<String> events = new ArrayList<>();
        for (int i = from; i < from + count; i++) {
            events.add(Lake.reading("L1", i, i % 2 == 0 ? 5 : 50));
        }
        return events;
    }

    private static List<String> readings(Lake of) {
        return of.rows("city/lamp_state").stream()
                .map(row -> row.replaceAll(".*observed_at=2013-01-01T00:00:(\\d\\d)Z born.*", "$1"))
                .map(second -> String.valueOf(Integer.parseInt(second)))
                .toList();
    }
}
