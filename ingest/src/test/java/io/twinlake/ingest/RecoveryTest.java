package io.twinlake.ingest;

import static io.twinlake.ingest.Lake.reading;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinlake.storage.Content;
import io.twinlake.storage.Location;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Restarts on a lake of which something was lost, damaged or put back from a copy. */
class RecoveryTest {

    /** Two tables of the same readings: levels, and whether a lamp is on. */
    private static final String TWO = Lake.LAMPS + "---\n"
            + Lake.LAMPS
                    .replace("name: lamp\n", "name: switch\n")
                    .replace("edges: {dark: 0, dim: 10, bright: 100}", "edges: {off: 0, on: 10}")
                    .replace("city.lamp_state", "city.switch_state");

    private static final List<String> TABLES =
            List.of("city/lamp_state", "city/switch_state", "_twinlake/dead_letters");

    private static final PipelineOptions OPTIONS =
            Lake.options().withEpochEvents(1).withStateInterval(Duration.ofNanos(1));

    private static final int READINGS = 12;

    private final Lake lake = new Lake();
    private final List<String> notices = new ArrayList<>();

    @Test
    void a_table_that_lost_its_newest_commits_is_given_them_again() {
        for (String table : TABLES) {
            for (int lost = 1; lost <= 3; lost++) {
                Lake before = afterTwoRuns();
                loseNewest(before, table, lost);
                assertGoesOn(before);
                assertThat(notices).anyMatch(notice -> notice.contains("makes again what is recorded after it"));
            }
        }
    }

    @Test
    void both_tables_and_dead_letters_that_lost_commits_are_given_them_again() {
        Lake before = afterTwoRuns();
        loseNewest(before, TABLES.get(0), 1);
        loseNewest(before, TABLES.get(1), 3);
        loseNewest(before, TABLES.get(2), 1);

        assertGoesOn(before);
    }

    @Test
    void a_table_put_back_from_an_older_copy_is_given_what_came_since() {
        Lake before = lake();
        ingest(before, 0, READINGS / 2);
        Map<Location, byte[]> copy = objects(before, Lake.HOME.resolve(TABLES.get(1)));
        ingest(before, READINGS / 2, READINGS);
        before.memory.delete(
                List.copyOf(objects(before, Lake.HOME.resolve(TABLES.get(1))).keySet()));
        copy.forEach((at, bytes) -> before.memory.put(at, Content.of(bytes)));

        assertGoesOn(before);
    }

    @Test
    void a_table_that_is_gone_is_made_again_where_everything_since_the_beginning_is_recorded() {
        for (String table : TABLES) {
            Lake before = afterTwoRuns();
            delete(before, table);
            assertGoesOn(before);
        }
    }

    @Test
    void a_table_whose_rows_can_not_be_made_again_is_refused_with_the_remedy() {
        Lake before = afterTwoRuns();
        loseNewest(before, TABLES.get(0), 2);
        forgetHistory(before);
        Map<Location, byte[]> all = objects(before, Lake.HOME);

        assertThatThrownBy(() -> ingest(before, READINGS, READINGS + 2))
                .isInstanceOf(CorruptPipelineException.class)
                .hasMessageContaining("pipeline lamps can't go on: table city.lamp_state is at epoch ")
                .hasMessageContaining("and had rows of epoch ")
                .hasMessageContaining("Put back from a copy")
                .hasMessageContaining("into another lake. Nothing was written");
        assertThat(objects(before, Lake.HOME)).hasSameSizeAs(all);
    }

    @Test
    void rows_that_were_taken_back_do_not_come_again_as_progress_is_kept() {
        Lake before = afterTwoRuns();
        var log = before.log(TABLES.get(0));
        var latest = log.latest();
        var removal = latest.transaction(io.twinlake.log.IsolationLevel.SERIALIZABLE, "RESTORE");
        latest.files().forEach(removal::remove);
        removal.commit();

        ingest(before, READINGS, READINGS + 2);

        assertThat(before.rows(TABLES.get(0))).hasSize(2).allMatch(row -> row.matches(".*source_offset=1[23]"));
        assertThat(notices).isEmpty();
    }

    @Test
    void a_table_ahead_of_what_is_recorded_is_refused_and_no_event_is_taken_for_another() {
        Lake before = afterTwoRuns();
        delete(before, "_twinlake/pipelines");

        assertThatThrownBy(() -> ingest(before, READINGS, READINGS + 2))
                .isInstanceOf(CorruptPipelineException.class)
                .hasMessageContaining("has rows of its epoch ")
                .hasMessageContaining("nothing is kept of any after 0");
    }

    @Test
    void a_damaged_state_checkpoint_is_passed_over_for_an_older_one() {
        for (byte[] damage : List.of(new byte[0], new byte[] {1, 2, 3, 4}, new byte[400])) {
            Lake before = afterTwoRuns();
            Location newest = newest(before, "state");
            before.memory.put(newest, Content.of(damage));
            assertGoesOn(before);
            assertThat(notices).anyMatch(notice -> notice.contains("the state checkpoint " + newest));
        }
    }

    @Test
    void no_bit_of_a_state_checkpoint_can_be_turned_unnoticed() {
        Lake before = afterTwoRuns();
        Location newest = newest(before, "state");
        byte[] sound = before.memory.read(newest);
        for (int at = 0; at < sound.length; at++) {
            byte[] turned = sound.clone();
            turned[at] ^= (byte) (1 << at % 8);
            try {
                assertThat(StateCodec.encode(StateCodec.decode(turned, "it")))
                        .as("byte %d", at)
                        .isEqualTo(sound);
            } catch (CorruptPipelineException noticed) {
                assertThat(noticed).hasMessageContaining("it can't be read: ");
            }
        }
    }

    @Test
    void a_damaged_epoch_record_matters_where_its_epoch_is_to_be_made_again() {
        for (String damage : List.of("", "null", "{}", "{\"number\":1", "\u0000\u0000", "{\"number\":\"x\"}")) {
            Lake before = afterTwoRuns();
            Location newest = newest(before, "epochs");
            before.memory.put(newest, Content.of(damage));
            assertGoesOn(before);

            Lake again = afterTwoRuns();
            again.memory.put(newest(again, "epochs"), Content.of(damage));
            loseNewest(again, TABLES.get(0), 1);
            assertThatThrownBy(() -> ingest(again, READINGS, READINGS + 2))
                    .as(damage)
                    .isInstanceOf(CorruptPipelineException.class)
                    .hasMessageContaining("the epoch record " + newest(again, "epochs"))
                    .hasMessageContaining("Put back from a copy");
        }
    }

    @Test
    void a_damaged_record_of_an_epoch_that_no_table_has_may_be_deleted() {
        Lake before = afterTwoRuns();
        Location torn = PipelineFolder.of(Lake.HOME, "lamps").epoch(lastEpoch(before) + 1);
        before.memory.put(torn, Content.of(""));

        assertThatThrownBy(() -> ingest(before, READINGS, READINGS + 2))
                .isInstanceOf(CorruptPipelineException.class)
                .hasMessageContaining(torn + " is empty")
                .hasMessageContaining("no table has rows of it: delete it and start again");
        before.memory.delete(List.of(torn));
        assertGoesOn(before);
    }

    @Test
    void a_record_missing_in_the_middle_is_named_where_it_is_needed() {
        Lake before = afterTwoRuns();
        long gone = lastEpoch(before) - 1;
        before.memory.delete(List.of(PipelineFolder.of(Lake.HOME, "lamps").epoch(gone)));
        loseNewest(before, TABLES.get(0), 2);

        assertThatThrownBy(() -> ingest(before, READINGS, READINGS + 2))
                .isInstanceOf(CorruptPipelineException.class)
                .hasMessageContaining("the record of epoch " + gone);
    }

    @Test
    void a_state_checkpoint_of_before_it_said_what_tables_had_is_judged_by_the_records_that_remain() {
        Lake before = afterTwoRuns();
        forgetWhatTablesHad(before);
        loseNewest(before, TABLES.get(0), 2);

        assertGoesOn(before);
    }

    private void assertGoesOn(Lake before) {
        Lake undisturbed = lake();
        ingest(undisturbed, 0, READINGS / 2);
        ingest(undisturbed, READINGS / 2, READINGS);
        ingest(undisturbed, READINGS, READINGS + 2);
        notices.clear();
        ingest(before, READINGS, READINGS + 2);
        for (String table : TABLES) {
            assertThat(rows(before, table)).isEqualTo(rows(undisturbed, table)).isNotEmpty();
        }
        ingest(before, READINGS + 2, READINGS + 2);
        assertThat(rows(before, TABLES.get(0))).isEqualTo(rows(undisturbed, TABLES.get(0)));
    }

    private static List<String> rows(Lake lake, String table) {
        return table.startsWith("_") ? lake.deadLetters() : lake.rows(table);
    }

    private Lake afterTwoRuns() {
        Lake lake = lake();
        ingest(lake, 0, READINGS / 2);
        ingest(lake, READINGS / 2, READINGS);
        notices.clear();
        return lake;
    }

    private static Lake lake() {
        return new Lake();
    }

    /** Each reading makes a row of one table or both; every fifth is refused. */
    private void ingest(Lake lake, int from, int to) {
        if (to > from) {
            lake.append(
                    "a.jsonl",
                    IntStream.range(from, to).mapToObj(RecoveryTest::line).toArray(String[]::new));
        }
        lake.pipeline(TWO, OPTIONS, Lake.INPUT.toString()).run(new PipelineListener() {
            @Override
            public void notice(String text) {
                notices.add(text);
            }
        });
    }

    private static String line(int i) {
        return i % 5 == 4 ? "nonsense" : reading("L" + i % 2, i, new int[] {5, 50, 150}[i / 2 % 3]);
    }

    private static void loseNewest(Lake lake, String table, int commits) {
        long newest = lake.log(table).latest().version().number();
        for (long version = newest; version > newest - commits; version--) {
            String name = String.format(java.util.Locale.ROOT, "_delta_log/%020d.", version);
            lake.memory.delete(objects(lake, Lake.HOME.resolve(table)).keySet().stream()
                    .filter(at -> at.toString().contains(name) || at.name().equals("_last_checkpoint"))
                    .toList());
        }
    }

    private static void delete(Lake lake, String folder) {
        lake.memory.delete(List.copyOf(objects(lake, Lake.HOME.resolve(folder)).keySet()));
    }

    /** All but the newest state checkpoint and the newest record. */
    private static void forgetHistory(Lake lake) {
        for (String kind : List.of("state", "epochs")) {
            Location newest = newest(lake, kind);
            lake.memory.delete(
                    kept(lake, kind).stream().filter(at -> !at.equals(newest)).toList());
        }
    }

    private static void forgetWhatTablesHad(Lake lake) {
        for (Location at : kept(lake, "state")) {
            PipelineState state = StateCodec.decode(lake.memory.read(at), at.toString());
            lake.memory.put(at, Content.of(StateCodec.encode(state.withLastRows(Map.of()))));
        }
    }

    private static long lastEpoch(Lake lake) {
        return Long.parseLong(newest(lake, "epochs").name().replace(".json", ""));
    }

    private static Location newest(Lake lake, String kind) {
        List<Location> kept = kept(lake, kind);
        return kept.get(kept.size() - 1);
    }

    private static List<Location> kept(Lake lake, String kind) {
        return objects(lake, PipelineFolder.of(Lake.HOME, "lamps").folder().resolve(kind)).keySet().stream()
                .sorted(java.util.Comparator.comparing(Location::toString))
                .toList();
    }

    private static Map<Location, byte[]> objects(Lake lake, Location folder) {
        Map<Location, byte[]> objects = new HashMap<>();
        lake.memory
                .list(folder, "")
                .forEachRemaining(object -> objects.put(object.location(), lake.memory.read(object.location())));
        return objects;
    }
}
