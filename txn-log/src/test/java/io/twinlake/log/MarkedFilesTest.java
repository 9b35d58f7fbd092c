package io.twinlake.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinlake.log.Action.AddFile;
import io.twinlake.log.Action.DeletionVectorDescriptor;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Deletion vectors and row ids, as commits have them. */
class MarkedFilesTest {

    private final TableSettings table = new TableSettings();

    private static DeletionVectorDescriptor vector(String id, long rows) {
        return new DeletionVectorDescriptor("u", id, OptionalLong.of(1), 34, rows);
    }

    private void mark(Snapshot snapshot, AddFile file, DeletionVectorDescriptor vector) {
        snapshot.transaction(IsolationLevel.SERIALIZABLE, "DELETE")
                .mark(file, vector, 10)
                .commit();
    }

    @Test
    void a_vector_takes_the_place_of_the_one_before() {
        table.create(Map.of("delta.enableDeletionVectors", "true")).append("a.parquet");
        mark(table.log.latest(), table.file("a.parquet"), vector("first", 2));
        mark(table.log.latest(), table.file("a.parquet"), vector("second", 5));

        Commit second = table.log.read(Version.of(3)).orElseThrow();
        assertThat(second.all(Action.RemoveFile.class).map(Action.RemoveFile::deletionVector))
                .containsExactly(java.util.Optional.of(vector("first", 2)));
        AddFile live = table.file("a.parquet");
        assertThat(live.deletionVector()).contains(vector("second", 5));
        assertThat(live.stats().orElseThrow()).contains("\"numRecords\":10").contains("\"tightBounds\":false");
        assertThat(live.dataChange()).isTrue();
        assertThat(table.log.latest().files()).hasSize(1);
    }

    @Test
    void a_file_without_rows_goes() {
        table.create(Map.of("delta.enableDeletionVectors", "true")).append("a.parquet");
        mark(table.log.latest(), table.file("a.parquet"), vector("all", 10));

        assertThat(table.log.latest().files()).isEmpty();
    }

    @Test
    void a_table_that_does_not_want_vectors_gets_none() {
        table.create(Map.of("delta.feature.deletionVectors", "supported")).append("a.parquet");

        assertThatThrownBy(() -> mark(table.log.latest(), table.file("a.parquet"), vector("first", 2)))
                .hasMessageContaining("has not delta.enableDeletionVectors=true");
    }

    @Test
    void two_vectors_for_one_file_conflict() {
        table.create(Map.of("delta.enableDeletionVectors", "true")).append("a.parquet");
        Snapshot snapshot = table.log.latest();
        mark(snapshot, table.file("a.parquet"), vector("first", 2));

        assertThatThrownBy(() -> mark(snapshot, snapshot.files().findFirst().orElseThrow(), vector("second", 3)))
                .isInstanceOf(CommitConflictException.class)
                .isNotInstanceOf(RearrangementConflictException.class);
    }

    @Test
    void rows_get_ids_above_all_that_were_given_winners_included() {
        table.create(Map.of("delta.enableRowTracking", "true")).append("a.parquet");
        Transaction late = table.tables.log().append("WRITE").add(table.tables.file("c.parquet"));
        TransactionLog other = table.tables.log();
        other.latest();
        table.append("b.parquet");
        late.commit();

        assertThat(List.of("a.parquet", "b.parquet", "c.parquet"))
                .extracting(path -> table.file(path).baseRowId().orElseThrow())
                .containsExactly(0L, 10L, 20L);
        assertThat(table.file("c.parquet").defaultRowCommitVersion()).hasValue(3);
        assertThat(table.tables.log().latest().domain("delta.rowTracking")).contains("{\"rowIdHighWaterMark\":29}");
        assertThat(table.property("delta.rowTracking.materializedRowIdColumnName"))
                .startsWith("_row-id-col-");
    }

    @Test
    void a_file_keeps_its_ids_when_rows_of_it_are_deleted() {
        table.create(Map.of("delta.enableRowTracking", "true", "delta.enableDeletionVectors", "true"))
                .append("a.parquet")
                .append("b.parquet");
        mark(table.log.latest(), table.file("b.parquet"), vector("first", 2));

        assertThat(table.file("b.parquet").baseRowId()).hasValue(10);
        assertThat(table.file("b.parquet").defaultRowCommitVersion()).hasValue(2);
    }

    @Test
    void rows_of_before_get_ids_when_row_tracking_is_enabled() {
        table.create(Map.of()).append("a.parquet").append("b.parquet").set("delta.enableRowTracking", "true");

        assertThat(table.file("a.parquet").baseRowId()).hasValue(0);
        assertThat(table.file("b.parquet").baseRowId()).hasValue(10);
        assertThat(table.file("b.parquet").dataChange()).isFalse();
        assertThat(table.protocol().writerFeatures()).contains("rowTracking", "domainMetadata");
    }
}
