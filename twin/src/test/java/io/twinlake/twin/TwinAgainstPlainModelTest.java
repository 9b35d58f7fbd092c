package io.twinlake.twin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The runtime and the {@link PlainModel} write the same rows for definitions and events made by chance; so does the
 * runtime with itself however its work is cut. A failure prints the seed and the definition.
 */
class TwinAgainstPlainModelTest {

    /** More of them: {@code -Dtest.jvm.args=-Dtwin.definitions=1000}. */
    private static final int DEFINITIONS_PER_SEED = Integer.getInteger("twin.definitions", 6);

    private static final long LATENESS = 10 * Script.SECOND;

    private record Step(String key, Event event, long watermark) {}

    /** One definition, and events that are out of order but not late. */
    private record Case(TwinModel model, List<Step> steps, String description) {

        static Case of(long seed) {
            Random random = new Random(seed);
            String yaml = RandomDefinition.of(random);
            TwinModel model =
                    TwinModel.compile(TwinDefinition.parse("seed " + seed, yaml).get(0));
            return new Case(model, steps(model, random), "seed " + seed + "\n" + yaml);
        }

        private static List<Step> steps(TwinModel model, Random random) {
            List<Step> steps = new ArrayList<>();
            long newest = 0;
            long clock = 0;
            for (int i = 0; i < 150; i++) {
                clock += (random.nextInt(20) == 0 ? 40 : random.nextInt(3)) * Script.SECOND;
                long watermark = newest - LATENESS;
                long time = Math.max(0, clock - (random.nextInt(4) == 0 ? random.nextInt(11) * Script.SECOND : 0));
                time = Math.max(time, watermark);
                newest = Math.max(newest, time);
                String key = "k" + random.nextInt(3);
                int stream = random.nextInt(model.streams().size());
                steps.add(new Step(key, event(model, stream, key, time, i, random), newest - LATENESS));
            }
            return steps;
        }

        private static Event event(TwinModel model, int stream, String key, long time, long offset, Random random) {
            Layout layout = model.streams().get(stream).layout();
            Slots slots = layout.newSlots();
            for (Layout.Slot slot : layout.slots()) {
                if (random.nextInt(5) > 0) {
                    Values.put(slots, slot, value(slot, random));
                }
            }
            Values.put(slots, layout.slot("k"), key);
            Values.put(slots, layout.slot("t"), time);
            return new Event(stream, slots, time, "p" + stream, offset);
        }

        private static Object value(Layout.Slot slot, Random random) {
            return switch (slot.type()) {
                case STRING -> List.of("a", "b", "m").get(random.nextInt(3));
                case BOOLEAN -> random.nextBoolean();
                case DOUBLE -> (double) random.nextInt(12);
                default -> (long) random.nextInt(5);
            };
        }

        TwinModel compiledAgain() {
            return TwinModel.compile(model.definition());
        }
    }

    /** Runs all steps and, at the end, lets the watermark pass everything that is due soon. */
    private static List<Row> eager(Case c) {
        LiveTwins table = c.model().table();
        StateChanges changes = StateChanges.of(c.model().schema());
        for (Step step : c.steps()) {
            table.apply(step.event(), changes);
            table.advance(step.watermark(), changes);
        }
        table.advance(end(c), changes);
        return byKey(Row.of(changes));
    }

    private static long end(Case c) {
        return c.steps().get(c.steps().size() - 1).watermark() + 30 * Script.SECOND;
    }

    private static List<Row> byKey(List<Row> rows) {
        List<Row> sorted = new ArrayList<>(rows);
        sorted.sort(Comparator.comparing(Row::key));
        return sorted;
    }

    private static List<Case> cases(long seed) {
        List<Case> cases = new ArrayList<>();
        for (int i = 0; i < DEFINITIONS_PER_SEED; i++) {
            cases.add(Case.of(seed * 1_000 + i));
        }
        return cases;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void the_rows_are_those_of_the_plain_model(long seed) {
        for (Case c : cases(seed)) {
            PlainModel plain = new PlainModel(c.model().definition());
            LiveTwins table = c.model().table();
            StateChanges changes = StateChanges.of(c.model().schema());
            for (Step step : c.steps()) {
                boolean applied = table.apply(step.event(), changes).equals(Outcome.APPLIED);
                assertThat(applied).as(c.description()).isEqualTo(plain.event(step.key(), step.event()));
                table.advance(step.watermark(), changes);
                plain.watermark(step.watermark());
            }
            table.advance(end(c), changes);
            plain.watermark(end(c));

            assertThat(byKey(Row.of(changes))).as(c.description()).containsExactlyElementsOf(byKey(plain.rows()));
            assertThat(changes.timerFailures()).as(c.description()).hasSize(plain.timerFailures());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {6, 7})
    void timers_that_are_noticed_late_write_the_same_rows(long seed) {
        for (Case c : cases(seed)) {
            LiveTwins table = c.model().table();
            StateChanges changes = StateChanges.of(c.model().schema());
            c.steps().forEach(step -> table.apply(step.event(), changes));
            table.advance(end(c), changes);

            assertThat(byKey(Row.of(changes))).as(c.description()).containsExactlyElementsOf(eager(c));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {8, 9})
    void a_restart_from_an_image_after_any_event_changes_nothing(long seed) {
        Random random = new Random(seed);
        for (Case c : cases(seed)) {
            LiveTwins table = c.model().table();
            StateChanges changes = StateChanges.of(c.model().schema());
            for (Step step : c.steps()) {
                if (random.nextInt(10) == 0) {
                    table = c.compiledAgain().table(StateImage.of(table.image().bytes()));
                }
                table.apply(step.event(), changes);
                table.advance(step.watermark(), changes);
            }
            table.advance(end(c), changes);

            assertThat(byKey(Row.of(changes))).as(c.description()).containsExactlyElementsOf(eager(c));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {10, 11})
    void shards_by_key_write_what_one_table_writes(long seed) {
        for (Case c : cases(seed)) {
            List<LiveTwins> shards = List.of(c.model().table(), c.model().table());
            StateChanges changes = StateChanges.of(c.model().schema());
            for (Step step : c.steps()) {
                shards.get(step.key().hashCode() & 1).apply(step.event(), changes);
                shards.forEach(shard -> shard.advance(step.watermark(), changes));
            }
            shards.forEach(shard -> shard.advance(end(c), changes));

            assertThat(byKey(Row.of(changes))).as(c.description()).containsExactlyElementsOf(eager(c));
        }
    }
}
