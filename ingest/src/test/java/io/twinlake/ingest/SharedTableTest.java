package io.twinlake.ingest;

import static io.twinlake.ingest.Lake.reading;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinlake.log.ApplicationProgress;
import io.twinlake.storage.Content;
import io.twinlake.storage.Fault;
import io.twinlake.storage.FaultyStorage;
import io.twinlake.storage.ForwardingStorage;
import io.twinlake.storage.Listing;
import io.twinlake.storage.Location;
import io.twinlake.storage.Operation;
import io.twinlake.storage.PutOutcome;
import io.twinlake.storage.RecordingStorage;
import io.twinlake.storage.SimulatedCrash;
import io.twinlake.storage.Storage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Two pipelines and one table. */
class SharedTableTest {

    private static final PipelineOptions OPTIONS =
            Lake.options().withEpochEvents(1).withTakeOver(true);

    private static final Location FIRST = Lake.HOME.resolve("city/lamp_state/_delta_log/00000000000000000000.json");

    private final Lake lake = new Lake()
            .with("east.jsonl", reading("east", 0, 5), reading("east", 1, 50))
            .with("west.jsonl", reading("west", 0, 5), reading("west", 1, 50));
    private final List<String> notices = new ArrayList<>();

    @Test
    void a_second_pipeline_is_refused_and_writes_nothing_unless_it_says_that_it_shares_the_table() {
        ingest("east", OPTIONS);
        RecordingStorage recording = RecordingStorage.over(lake.memory, Lake.HOME);

        assertThatThrownBy(() -> ingest(recording, "west", OPTIONS))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("pipeline west can't begin to write table city.lamp_state")
                .hasMessageContaining("which pipeline east (at epoch 2) writes")
                .hasMessageContaining("--pipeline east")
                .hasMessageContaining("--shares-table");
        assertThat(recording.operations(Operation.Verb.PUT))
                .containsExactly(Operation.put("_twinlake/pipelines/west/owner"));
        assertThat(recording.operations(Operation.Verb.PUT_IF_ABSENT)).isEmpty();
        assertThat(lake.rows("city/lamp_state")).hasSize(2);

        ingest("west", OPTIONS.withSharesTable(true));
        assertThat(lake.rows("city/lamp_state")).hasSize(4);
    }

    @Test
    void what_was_said_once_is_kept_and_the_other_pipeline_is_warned() {
        ingest("east", OPTIONS);
        ingest("west", OPTIONS.withSharesTable(true));
        lake.append("west.jsonl", reading("west", 2, 150));
        lake.append("east.jsonl", reading("east", 2, 150));
        notices.clear();

        ingest("west", OPTIONS);
        assertThat(notices).isEmpty();
        ingest("east", OPTIONS);
        assertThat(notices)
                .singleElement()
                .asString()
                .contains("table city.lamp_state is written by pipeline west (at epoch 3) as well as by east");
        assertThat(lake.rows("city/lamp_state")).hasSize(6);
    }

    @Test
    void a_table_that_was_shared_before_anybody_asked_goes_on_with_a_warning() {
        ingest("east", OPTIONS);
        lake.log("city/lamp_state")
                .append("WRITE")
                .advance(new ApplicationProgress("west", 1))
                .commit();
        lake.append("east.jsonl", reading("east", 2, 150));

        ingest("east", OPTIONS);

        assertThat(lake.rows("city/lamp_state")).hasSize(3);
        assertThat(notices).singleElement().asString().contains("doctor", "--shares-table");
    }

    @Test
    void of_two_pipelines_that_begin_at_the_same_time_one_is_refused_whenever_the_other_comes() {
        assertThat(races(new byte[0])).isGreaterThan(20);
    }

    @Test
    void of_two_pipelines_that_begin_with_a_table_of_nobody_one_is_refused_whenever_the_other_comes() {
        ingest("east", OPTIONS);
        String made = new String(lake.memory.read(FIRST), StandardCharsets.UTF_8);
        String nobodys =
                made.lines().filter(line -> !line.startsWith("{\"txn\"")).collect(Collectors.joining("\n"));
        assertThat(nobodys).isNotEqualTo(made.strip());

        assertThat(races(nobodys.getBytes(StandardCharsets.UTF_8))).isGreaterThan(20);
    }

    /** One pipeline runs before a request of the other, each of them in turn; before how many. */
    private static int races(byte[] firstCommit) {
        int request = 0;
        boolean met = true;
        while (met) {
            request++;
            met = race(request, firstCommit);
        }
        return request;
    }

    private static boolean race(int request, byte[] firstCommit) {
        Lake racing = new Lake()
                .with("east.jsonl", reading("east", 0, 5), reading("east", 1, 50))
                .with("west.jsonl", reading("west", 0, 5), reading("west", 1, 50));
        if (firstCommit.length > 0) {
            racing.memory.put(FIRST, Content.of(firstCommit));
        }
        List<String> refused = new ArrayList<>();
        Interrupted interrupted =
                new Interrupted(racing.memory, request, () -> tryToIngest(racing, racing.memory, "west", refused));
        tryToIngest(racing, interrupted, "east", refused);
        if (interrupted.isMet()) {
            assertThat(refused).as("request %d", request).hasSize(1);
            assertThat(racing.rows("city/lamp_state"))
                    .as("request %d", request)
                    .hasSize(2)
                    .noneMatch(row -> row.contains("key=" + refused.get(0)));
        }
        return interrupted.isMet();
    }

    @Test
    void a_pipeline_that_was_refused_after_it_recorded_an_epoch_is_refused_again_when_it_starts_again() {
        FaultyStorage faulty = FaultyStorage.over(lake.memory)
                .on(Operation.putIfAbsent("epochs/00000000000000000001.json"), Fault.CRASH_AFTER);
        assertThatThrownBy(() -> ingest(faulty, "west", OPTIONS)).isInstanceOf(SimulatedCrash.class);
        lake.memory.delete(List.of(FIRST));
        ingest("east", OPTIONS);

        for (int attempt = 0; attempt < 2; attempt++) {
            assertThatThrownBy(() -> ingest("west", OPTIONS))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("--shares-table");
        }
        ingest("west", OPTIONS.withSharesTable(true));
        assertThat(lake.rows("city/lamp_state")).hasSize(4);
    }

    /** Dead letters are everybody's. */
    @Test
    void two_pipelines_that_have_only_their_dead_letters_in_common_are_no_matter() {
        lake.append("east.jsonl", "nonsense");
        lake.append("west.jsonl", "nonsense");
        ingest("east", OPTIONS);
        lake.as("west")
                .pipeline(Lake.LAMPS.replace("city.lamp_state", "city.other_state"), OPTIONS, Lake.INPUT + "west.jsonl")
                .run(PipelineListener.NONE);

        assertThat(lake.deadLetters()).hasSize(2);
    }

    private static void tryToIngest(Lake lake, Storage storage, String name, List<String> refused) {
        try {
            lake.as(name)
                    .pipeline(
                            lake.environment(storage),
                            new DirectWorkers(),
                            Lake.LAMPS,
                            OPTIONS,
                            List.of(Lake.INPUT + name + ".jsonl"))
                    .run(PipelineListener.NONE);
        } catch (IllegalArgumentException e) {
            assertThat(e).hasMessageContaining("--shares-table");
            refused.add(name);
        }
    }

    /** Lets something else happen before a request. */
    private static final class Interrupted extends ForwardingStorage {
        private final int request;
        private final Runnable between;
        private int requests;

        Interrupted(Storage inner, int request, Runnable between) {
            super(inner);
            this.request = request;
            this.between = between;
        }

        boolean isMet() {
            return requests >= request;
        }

        private void ask() {
            requests++;
            if (requests == request) {
                between.run();
            }
        }

        @Override
        public byte[] read(Location at) {
            ask();
            return super.read(at);
        }

        @Override
        public Listing list(Location folder, String after) {
            ask();
            return super.list(folder, after);
        }

        @Override
        public void put(Location at, Content content) {
            ask();
            super.put(at, content);
        }

        @Override
        public PutOutcome putIfAbsent(Location at, Content content) {
            ask();
            return super.putIfAbsent(at, content);
        }
    }

    private void ingest(String name, PipelineOptions options) {
        ingest(lake.memory, name, options);
    }

    private void ingest(Storage storage, String name, PipelineOptions options) {
        lake.as(name)
                .pipeline(storage, Lake.LAMPS, options, Lake.INPUT + name + ".jsonl")
                .run(new PipelineListener() {
                    @Override
                    public void notice(String text) {
                        notices.add(text);
                    }
                });
    }
}
