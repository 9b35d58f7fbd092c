package io.twinlake.storage;

import static io.twinlake.storage.Operation.putIfAbsent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class FaultyStorageTest {

    private static final Location LOG = Location.parse("memory://test/table/_delta_log");
    private static final Location ONE = LOG.resolve("1.json");

    private final MemoryStorage memory = new MemoryStorage();

    @Test
    void an_answer_that_is_lost_is_not_known_though_the_object_is_there() {
        var storage = FaultyStorage.over(memory).losingTheAnswerTo(putIfAbsent("1.json"));

        assertThat(storage.putIfAbsent(ONE, Content.of("x"))).isInstanceOf(PutOutcome.Unknown.class);

        assertThat(memory.read(ONE)).hasSize(1);
        assertThat(storage.putIfAbsent(ONE, Content.of("x"))).isEqualTo(new PutOutcome.Exists());
    }

    @Test
    void a_request_that_is_lost_is_not_known_and_nothing_is_there() {
        var storage = FaultyStorage.over(memory).on(putIfAbsent("1.json"), Fault.REQUEST_LOST);

        assertThat(storage.putIfAbsent(ONE, Content.of("x"))).isInstanceOf(PutOutcome.Unknown.class);

        assertThat(memory.list(LOG, "").hasNext()).isFalse();
    }

    @Test
    void a_late_request_is_done_after_the_caller_was_told_that_it_is_not_known() {
        var storage = FaultyStorage.over(memory).on(putIfAbsent("1.json"), Fault.LATE);

        assertThat(storage.putIfAbsent(ONE, Content.of("x"))).isInstanceOf(PutOutcome.Unknown.class);
        assertThat(memory.list(LOG, "").hasNext()).isFalse();

        assertThat(storage.read(ONE)).hasSize(1);
    }

    @Test
    void an_error_happens_before_anything_is_done() {
        var storage = FaultyStorage.over(memory).failing(putIfAbsent("1.json"));

        assertThatThrownBy(() -> storage.putIfAbsent(ONE, Content.of("x")))
                .isInstanceOf(StorageException.class)
                .hasMessage("injected error: putIfAbsent(\"/table/_delta_log/1.json\")");
        assertThat(memory.list(LOG, "").hasNext()).isFalse();
    }

    @Test
    void a_fault_of_the_script_happens_once() {
        var storage = FaultyStorage.over(memory).failing(putIfAbsent("1.json"));
        assertThatThrownBy(() -> storage.putIfAbsent(ONE, Content.of("x"))).isInstanceOf(StorageException.class);

        assertThat(storage.putIfAbsent(ONE, Content.of("x"))).isEqualTo(new PutOutcome.Created());
    }

    @Test
    void after_a_crash_every_call_dies_and_the_store_stays_as_it_was() {
        var storage = FaultyStorage.over(memory).atRequest(2, Fault.CRASH_AFTER);
        storage.putIfAbsent(ONE, Content.of("x"));
        Location two = LOG.resolve("2.json");

        assertThatThrownBy(() -> storage.putIfAbsent(two, Content.of("y"))).isInstanceOf(SimulatedCrash.class);

        assertThatThrownBy(() -> storage.read(ONE)).isInstanceOf(SimulatedCrash.class);
        assertThat(storage.hasCrashed()).isTrue();
        assertThat(memory.read(two)).hasSize(1);
    }

    @Test
    void a_crash_before_a_request_leaves_it_undone() {
        var storage = FaultyStorage.over(memory).atRequest(1, Fault.CRASH_BEFORE);

        assertThatThrownBy(() -> storage.putIfAbsent(ONE, Content.of("x"))).isInstanceOf(SimulatedCrash.class);

        assertThat(memory.list(LOG, "").hasNext()).isFalse();
    }

    @Test
    void the_same_seed_gives_the_same_faults() {
        assertThat(outcomesOf(42)).isEqualTo(outcomesOf(42)).isNotEqualTo(outcomesOf(43));
    }

    private static List<String> outcomesOf(long seed) {
        var storage = FaultyStorage.over(new MemoryStorage()).randomly(new Random(seed), 0.3);
        List<String> outcomes = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            try {
                outcomes.add(storage.putIfAbsent(LOG.resolve(i + ".json"), Content.of("x"))
                        .getClass()
                        .getSimpleName());
            } catch (StorageException e) {
                outcomes.add("error");
            }
        }
        return outcomes;
    }

    @Test
    void requests_take_the_clocks_time() {
        var clock = ManualClock.at("2024-01-01T00:00:00Z");
        var storage = FaultyStorage.over(memory).delaying(clock, Duration.ofMillis(80));

        storage.folders(LOG);
        storage.folders(LOG);

        assertThat(clock.instant()).isEqualTo(Instant.parse("2024-01-01T00:00:00.160Z"));
    }

    @Test
    void a_healed_storage_has_no_faults_and_what_was_late_is_done() {
        var storage = FaultyStorage.over(memory).randomly(new Random(1), 1).on(putIfAbsent("1.json"), Fault.LATE);
        storage.putIfAbsent(ONE, Content.of("x"));

        storage.heal();

        assertThat(storage.read(ONE)).hasSize(1);
        assertThat(storage.putIfAbsent(LOG.resolve("2.json"), Content.of("x"))).isEqualTo(new PutOutcome.Created());
    }
}
