package io.twinlake.log;

import static io.twinlake.storage.Operation.putIfAbsent;
import static io.twinlake.storage.Operation.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinlake.storage.Fault;
import io.twinlake.storage.FaultyStorage;
import io.twinlake.storage.RecordingStorage;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class TransactionTest {

    private final Tables tables = new Tables();

    @Test
    void a_new_table_is_version_0_and_empty() {
        Snapshot snapshot = tables.created().latest();

        assertThat(snapshot.version()).isEqualTo(Version.of(0));
        assertThat(snapshot.schema()).isEqualTo(Tables.SCHEMA);
        assertThat(snapshot.files()).isEmpty();
        assertThat(snapshot.protocol().minReaderVersion()).isEqualTo(1);
        assertThat(snapshot.protocol().writerFeatures())
                .containsExactlyInAnyOrder("inCommitTimestamp", "domainMetadata", "invariants");
    }

    @Test
    void files_are_live_in_the_order_in_which_they_were_added() {
        TransactionLog log = tables.created();

        log.append("WRITE")
                .add(tables.file("b.parquet"))
                .add(tables.file("a.parquet"))
                .commit();
        log.append("WRITE").add(tables.file("c.parquet")).commit();

        assertThat(Tables.paths(log.latest())).containsExactly("b.parquet", "a.parquet", "c.parquet");
        assertThat(Tables.paths(tables.log().latest())).containsExactly("b.parquet", "a.parquet", "c.parquet");
    }

    @Test
    void the_first_line_of_a_commit_says_who_wrote_it_and_when() {
        TransactionLog log = tables.created();
        log.append("WRITE").add(tables.file("a.parquet")).commit();

        String first = new String(tables.memory.read(tables.commit(1)), StandardCharsets.UTF_8)
                .lines()
                .findFirst()
                .orElseThrow();

        assertThat(first)
                .startsWith("{\"commitInfo\":{\"inCommitTimestamp\":1704067200001,")
                .contains(
                        "\"operation\":\"WRITE\"",
                        "\"isBlindAppend\":true",
                        "\"engineInfo\":\"twinlake/",
                        "\"txnId\":\"");
    }

    @Test
    void a_warm_append_costs_one_put() {
        tables.created();
        var storage = RecordingStorage.over(tables.memory, tables.location);
        TransactionLog log = tables.log(storage);
        log.append("WRITE").add(tables.file("a.parquet")).commit();
        storage.forget();

        log.append("WRITE").add(tables.file("b.parquet")).commit();

        assertThat(storage.operations()).containsExactly(putIfAbsent("_delta_log/00000000000000000002.json"));
    }

    @Test
    void asking_for_the_latest_when_nothing_is_new_costs_one_read() {
        tables.created();
        var storage = RecordingStorage.over(tables.memory, tables.location);
        TransactionLog log = tables.log(storage);
        log.latest();
        storage.forget();

        log.latest();

        assertThat(storage.operations()).containsExactly(read("_delta_log/00000000000000000001.json"));
    }

    @Test
    void a_commit_whose_answer_was_lost_is_found_and_not_written_twice() {
        tables.created();
        var recording = RecordingStorage.over(tables.memory, tables.location);
        var storage = FaultyStorage.over(recording).losingTheAnswerTo(putIfAbsent("00000000000000000001.json"));
        TransactionLog log = tables.log(storage);
        log.latest();
        recording.forget();

        Version version = log.append("WRITE").add(tables.file("a.parquet")).commit();

        assertThat(version).isEqualTo(Version.of(1));
        assertThat(recording.operations())
                .containsExactly(
                        putIfAbsent("_delta_log/00000000000000000001.json"),
                        read("_delta_log/00000000000000000001.json"));
        assertThat(Tables.paths(tables.log().latest())).containsExactly("a.parquet");
    }

    @Test
    void a_commit_whose_request_was_lost_is_put_again_with_the_same_bytes() {
        tables.created();
        var storage =
                FaultyStorage.over(tables.memory).on(putIfAbsent("00000000000000000001.json"), Fault.REQUEST_LOST);

        Version version = tables.log(storage)
                .append("WRITE")
                .add(tables.file("a.parquet"))
                .commit();

        assertThat(version).isEqualTo(Version.of(1));
        assertThat(Tables.paths(tables.log().latest())).containsExactly("a.parquet");
    }

    @Test
    void a_commit_that_arrives_late_is_one_version_and_not_two() {
        tables.created();
        var storage = FaultyStorage.over(tables.memory).on(putIfAbsent("00000000000000000001.json"), Fault.LATE);

        Version version = tables.log(storage)
                .append("WRITE")
                .add(tables.file("a.parquet"))
                .commit();
        storage.heal();

        assertThat(version).isEqualTo(Version.of(1));
        assertThat(tables.log().latest().version()).isEqualTo(Version.of(1));
    }

    @Test
    void the_creation_of_a_table_whose_answer_was_lost_is_found() {
        var storage = FaultyStorage.over(tables.memory).losingTheAnswerTo(putIfAbsent("00000000000000000000.json"));

        Version version =
                tables.log(storage).create(Tables.metadata(), "CREATE TABLE").commit();

        assertThat(version).isEqualTo(Version.of(0));
        assertThat(tables.log().latest().schema()).isEqualTo(Tables.SCHEMA);
    }

    @Test
    void appends_of_two_processes_both_get_a_version() {
        TransactionLog first = tables.created();
        TransactionLog second = tables.log();
        second.latest();
        first.append("WRITE").add(tables.file("a.parquet")).commit();
        first.append("WRITE").add(tables.file("b.parquet")).commit();

        Version version = second.append("WRITE").add(tables.file("c.parquet")).commit();

        assertThat(version).isEqualTo(Version.of(3));
        assertThat(Tables.paths(second.latest())).containsExactly("a.parquet", "b.parquet", "c.parquet");
    }

    @Test
    void a_commit_that_can_not_be_found_out_says_so() {
        tables.created();
        var storage = FaultyStorage.over(tables.memory);
        TransactionLog log = tables.log(storage);
        log.latest();
        storage.losingTheAnswerTo(putIfAbsent("00000000000000000001.json"));
        for (int i = 0; i < 200; i++) {
            storage.failing(read("00000000000000000001.json")).failing(putIfAbsent("00000000000000000001.json"));
        }

        assertThatThrownBy(
                        () -> log.append("WRITE").add(tables.file("a.parquet")).commit())
                .isInstanceOf(CommitStateUnknownException.class)
                .hasMessageContaining("version 1 of memory://lake/ns/table")
                .hasMessageContaining("delete none of its files");
    }

    @Test
    void progress_that_the_table_has_already_is_not_set_again_however_new_the_view_of_it_is() {
        tables.created()
                .append("WRITE")
                .add(tables.file("a.parquet"))
                .advance(new ApplicationProgress("p", 1))
                .commit();
        TransactionLog another = tables.log();

        assertThatThrownBy(() -> another.append("WRITE")
                        .add(tables.file("a-again.parquet"))
                        .advance(new ApplicationProgress("p", 1))
                        .commit())
                .isInstanceOf(ProgressConflictException.class)
                .hasMessageContaining("application 'p' is at 1 in version 1");
        assertThat(Tables.paths(tables.log().latest())).containsExactly("a.parquet");
    }

    @Test
    void after_a_conflict_the_same_log_can_append_at_once() {
        TransactionLog first = tables.created();
        TransactionLog second = tables.log();
        second.latest();
        first.append("WRITE")
                .add(tables.file("a.parquet"))
                .advance(new ApplicationProgress("p", 1))
                .commit();
        assertThatThrownBy(() -> second.append("WRITE")
                        .add(tables.file("b.parquet"))
                        .advance(new ApplicationProgress("p", 1))
                        .commit())
                .isInstanceOf(ProgressConflictException.class);

        second.append("WRITE")
                .add(tables.file("c.parquet"))
                .advance(new ApplicationProgress("p", 2))
                .commit();

        assertThat(Tables.paths(first.latest())).containsExactly("a.parquet", "c.parquet");
    }

    @Test
    void progress_is_set_with_the_rows_and_stops_who_did_not_see_it() {
        TransactionLog first = tables.created();
        TransactionLog second = tables.log();
        second.latest();
        first.append("WRITE")
                .add(tables.file("a.parquet"))
                .advance(new ApplicationProgress("p", 1))
                .commit();

        assertThatThrownBy(() -> second.append("WRITE")
                        .add(tables.file("b.parquet"))
                        .advance(new ApplicationProgress("p", 1))
                        .commit())
                .isInstanceOf(ProgressConflictException.class)
                .hasMessageContaining("version 1")
                .hasMessageContaining("'p'");
        assertThat(second.latest().progress("p")).isEqualTo(OptionalLong.of(1));
        assertThat(Tables.paths(second.latest())).containsExactly("a.parquet");
    }
}
