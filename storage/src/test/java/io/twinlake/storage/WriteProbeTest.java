package io.twinlake.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class WriteProbeTest {

    private static final Location LAKE = Location.parse("s3://bucket/lake");

    private final MemoryStorage memory = new MemoryStorage();

    @Test
    void a_store_that_honours_put_if_absent_is_accepted_and_left_clean() {
        probe(memory).prove(LAKE);

        assertThat(memory.list(LAKE, "").hasNext()).isFalse();
    }

    @Test
    void a_lake_is_proven_once() {
        var recording = RecordingStorage.over(memory, LAKE);
        var probe = probe(recording);
        probe.prove(LAKE);
        recording.forget();

        probe.prove(LAKE);

        assertThat(recording.operations()).isEmpty();
    }

    @Test
    void local_files_and_memory_need_no_proof() {
        var recording = RecordingStorage.over(memory, LAKE);

        probe(recording).prove(Location.parse("memory://test/lake"));
        probe(recording).prove(Location.parse("file:///lake"));

        assertThat(recording.operations()).isEmpty();
    }

    @Test
    void a_store_that_ignores_the_condition_is_refused_and_left_clean() {
        Storage ignoring = new Rigged(memory, (at, content) -> {
            memory.put(at, content);
            return new PutOutcome.Created();
        });

        assertThatThrownBy(() -> probe(ignoring).prove(LAKE))
                .isInstanceOf(UnsafeStoreException.class)
                .hasMessageContaining("the store of s3://bucket/lake")
                .hasMessageContaining("it ignores 'If-None-Match: *'");
        assertThat(memory.list(LAKE, "").hasNext()).isFalse();
    }

    @Test
    void a_store_that_checks_and_then_writes_is_refused() {
        var allHaveChecked = new CyclicBarrier(2);
        Storage twoSteps = new Rigged(memory, (at, content) -> {
            boolean isFree = !exists(at);
            meet(allHaveChecked);
            if (!isFree) {
                return new PutOutcome.Exists();
            }
            memory.put(at, content);
            return new PutOutcome.Created();
        });

        assertThatThrownBy(() -> probe(twoSteps).prove(LAKE))
                .isInstanceOf(UnsafeStoreException.class)
                .hasMessageContaining("of 8 writers at the same time")
                .hasMessageContaining("is not atomic");
    }

    @Test
    void lost_answers_do_not_make_a_good_store_bad() {
        var faulty = FaultyStorage.over(memory).atRequest(1, Fault.ANSWER_LOST).atRequest(4, Fault.REQUEST_LOST);

        assertThatCode(() -> probe(faulty).prove(LAKE)).doesNotThrowAnyException();
    }

    @Test
    void a_store_without_any_clear_answer_is_not_accepted() {
        Storage silent = new Rigged(memory, (at, content) -> new PutOutcome.Unknown(new StorageException("no answer")));

        assertThatThrownBy(() -> probe(silent).prove(LAKE))
                .isExactlyInstanceOf(StorageException.class)
                .hasMessageContaining("gave no clear answer")
                .hasMessageEndingWith("The last answer: no answer");
    }

    @Test
    void why_a_store_refuses_is_said_and_not_that_cleaning_up_fails_too() {
        Storage refusing = new Rigged(memory, (at, content) -> {
            throw new StorageException("there is no bucket 'bucket'");
        });
        // Request 1 is the refused put, request 2 the clean-up.
        var broken = FaultyStorage.over(refusing).atRequest(2, Fault.ERROR);

        assertThatThrownBy(() -> probe(broken).prove(LAKE))
                .isExactlyInstanceOf(StorageException.class)
                .hasMessage("there is no bucket 'bucket'")
                .satisfies(e -> assertThat(e.getSuppressed()).hasSize(1));
    }

    private static WriteProbe probe(Storage storage) {
        return new WriteProbe(SimulatedEnvironment.over(storage, ManualClock.at("2024-01-01T00:00:00Z"), 1));
    }

    private boolean exists(Location at) {
        try {
            memory.info(at);
            return true;
        } catch (ObjectNotFoundException e) {
            return false;
        }
    }

    /** Waits for another that is here at the same time, not for ever: in turn there is none. */
    private static void meet(CyclicBarrier barrier) {
        try {
            barrier.await(20, TimeUnit.MILLISECONDS);
        } catch (Exception alone) {
            barrier.reset();
        }
    }
}
