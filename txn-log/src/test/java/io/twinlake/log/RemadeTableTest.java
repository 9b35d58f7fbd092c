package io.twinlake.log;

import static io.twinlake.storage.Operation.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinlake.storage.Location;
import io.twinlake.storage.ObjectInfo;
import io.twinlake.storage.RecordingStorage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A table that is deleted and made anew at the same place, while a log of it is open. */
class RemadeTableTest {

    private final Tables tables = new Tables();
    private final RecordingStorage storage = RecordingStorage.over(tables.memory, tables.location);
    private final TransactionLog open = tables.log(storage);

    /** Versions 0 to 2, which the open log has seen. */
    private void seen() {
        append(tables.created(), "old-1.parquet");
        append(tables.log(), "old-2.parquet");
        assertThat(open.latest().version()).isEqualTo(Version.of(2));
    }

    private void append(TransactionLog log, String file) {
        log.append("WRITE").add(tables.file(file)).vouchedFor(Tables.metadata()).commit();
    }

    private TransactionLog remade() {
        List<Location> all = new ArrayList<>();
        try (var listing = tables.memory.list(tables.location, "")) {
            listing.forEachRemaining((ObjectInfo object) -> all.add(object.location()));
        }
        tables.memory.delete(all);
        TransactionLog log = tables.log();
        log.create(Tables.metadata().withId("another"), "CREATE TABLE").commit();
        return log;
    }

    private void set(TransactionLog log, String key) {
        Snapshot latest = log.latest();
        latest.transaction(IsolationLevel.SERIALIZABLE, "SET TBLPROPERTIES")
                .metadata(latest.metadata().withConfiguration(Map.of(key, "1")))
                .commit();
    }

    /** As long as the one before, and then a change of its metadata. */
    private TransactionLog remadeAndChanged() {
        TransactionLog other = remade();
        append(other, "new-1.parquet");
        append(other, "new-2.parquet");
        set(other, "mine");
        return other;
    }

    @Test
    void a_commit_that_tells_of_another_table_begins_the_log_anew() {
        seen();
        remadeAndChanged();

        assertThat(Tables.paths(open.latest())).containsExactly("new-1.parquet", "new-2.parquet");
        assertThat(open.latest().metadata().id()).isEqualTo("another");
        storage.forget();
        open.latest();
        assertThat(storage.operations()).containsExactly(read("_delta_log/00000000000000000004.json"));
    }

    @Test
    void what_was_read_of_the_one_before_is_not_committed_to_the_other() {
        seen();
        Transaction append = open.append("WRITE").add(tables.file("late.parquet"));
        remadeAndChanged();

        assertThatThrownBy(append::commit)
                .isInstanceOf(CommitConflictException.class)
                .hasMessageContaining("is of another table");
        assertThat(Tables.paths(open.latest())).containsExactly("new-1.parquet", "new-2.parquet");
    }

    @Test
    void a_shorter_log_is_followed_once_it_was_opened_anew() {
        seen();
        remade();
        tables.clock.advance(Duration.ofHours(2));
        assertThat(open.latest().version()).isEqualTo(Version.of(0));

        storage.forget();
        assertThat(open.latest().version()).isEqualTo(Version.of(0));
        assertThat(storage.operations()).containsExactly(read("_delta_log/00000000000000000001.json"));
        append(open, "new-1.parquet");
        assertThat(Tables.paths(tables.log().latest())).containsExactly("new-1.parquet");
    }
}
