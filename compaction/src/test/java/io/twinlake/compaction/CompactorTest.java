package io.twinlake.compaction;

import static io.twinlake.compaction.TestTable.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinlake.compaction.TestTable.Reading;
import io.twinlake.format.DataFileReader;
import io.twinlake.format.Field;
import io.twinlake.format.Predicate;
import io.twinlake.format.Schema;
import io.twinlake.log.Action;
import io.twinlake.log.Action.AddFile;
import io.twinlake.log.CommitStateUnknownException;
import io.twinlake.log.IsolationLevel;
import io.twinlake.log.LiveRows;
import io.twinlake.log.Snapshot;
import io.twinlake.log.TransactionLog;
import io.twinlake.storage.Fault;
import io.twinlake.storage.FaultyStorage;
import io.twinlake.storage.Operation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CompactorTest {

    private static final CompactionPolicy FULL = CompactionPolicy.defaults().full();

    private final TestTable table = new TestTable();

    @AfterEach
    void the_table_is_sound() {
        table.close();
    }

    @Test
    void rows_of_sorted_files_become_one_sorted_file() {
        table.append(row("a", 1), row("c", 1));
        table.append(row("a", 2), row("b", 1));
        table.append(row("b", 2), row("c", 2));

        CompactionResult result = compact();

        assertThat(result.filesIn()).isEqualTo(3);
        assertThat(result.filesOut()).isEqualTo(1);
        assertThat(table.rows(table.fresh()))
                .containsExactly(row("a", 1), row("a", 2), row("b", 1), row("b", 2), row("c", 1), row("c", 2));
    }

    @Test
    void deleted_rows_are_left_out_and_the_merged_file_has_no_deletion_vector() {
        try (TestTable deleting = new TestTable(
                Map.of("delta.enableDeletionVectors", "true", SortOrder.PROPERTY, "key,observed_at,seq"), List.of())) {
            deleting.append(row("a", 1), row("b", 1), row("c", 1));
            deleting.append(row("a", 2), row("b", 2));
            deleting.append(row("z", 1));
            deleting.delete(row("b", 1));
            deleting.delete(row("a", 2));

            Compactor compactor = new Compactor(deleting.environment);
            CompactionResult result = compactor.run(FULL.plan(deleting.fresh()).orElseThrow());

            assertThat(result.filesIn()).isEqualTo(2);
            assertThat(deleting.rows(deleting.fresh()))
                    .containsExactlyInAnyOrder(row("a", 1), row("c", 1), row("b", 2), row("z", 1));
            assertThat(deleting.fresh().files())
                    .allMatch(file -> file.deletionVector().isEmpty());
        }
    }

    @Test
    void mapped_columns_are_merged_under_their_physical_names() {
        table.append(row("a", 1), row("c", 1));
        table.append(row("a", 2), row("b", 1));
        Map<String, String> properties = new HashMap<>(table.fresh().metadata().configuration());
        properties.put("delta.columnMapping.mode", "name");
        change(table.fresh().metadata().withConfiguration(properties));
        List<Field> fields = new ArrayList<>(table.fresh().schema().fields());
        Field phase = fields.get(3);
        fields.set(3, new Field("stage of `it`", phase.type(), true, phase.metadata()));
        change(table.fresh().metadata().withSchema(new Schema(fields)));

        assertThat(compact().filesOut()).isEqualTo(1);

        Snapshot merged = table.fresh();
        AddFile file = merged.files().findFirst().orElseThrow();
        assertThat(file.stats().orElseThrow()).contains("\"phase\":\"phase 2\"").doesNotContain("stage");
        assertThat(DataFileReader.schemaOf(table.memory, table.memory.info(merged.locate(file.path())))
                        .fields())
                .extracting(Field::name)
                .containsExactly("key", "observed_at", "seq", "phase");
        assertThat(table.rows(merged)).containsExactly(row("a", 1), row("a", 2), row("b", 1), row("c", 1));
        try (LiveRows rows = merged.rows(file, merged.schema(), Predicate.TRUE)) {
            assertThat(rows.next().bytes(3).string(1)).isEqualTo("phase 2");
        }
    }

    private void change(Action.Metadata metadata) {
        table.fresh()
                .transaction(IsolationLevel.SERIALIZABLE, "ALTER TABLE")
                .metadata(metadata)
                .commit();
    }

    @Test
    void more_rows_than_a_batch_are_merged() {
        for (int file = 0; file < 3; file++) {
            int first = file;
            table.append(table.log, readings("k", 20_000, i -> 3L * i + first));
        }

        compact();

        assertThat(table.rows(table.fresh())).containsExactlyElementsOf(readings("k", 60_000, i -> i));
    }

    @Test
    void large_output_is_spread_evenly_over_files_that_do_not_overlap() {
        for (int file = 0; file < 4; file++) {
            int first = file;
            table.append(table.log, readings("k", 5_000, i -> 4L * i + first));
        }
        Snapshot before = table.fresh();
        long bytes = before.files().mapToLong(AddFile::size).sum();

        CompactionPlan plan =
                FULL.withTargetFileBytes(bytes * 6 / 10).plan(before).orElseThrow();
        new Compactor(table.environment).run(plan);

        Snapshot after = table.fresh();
        assertThat(after.files().map(file -> table.rows(after, file).size())).containsExactly(10_000, 10_000);
        assertThat(table.rows(after)).containsExactlyElementsOf(readings("k", 20_000, i -> i));
    }

    @Test
    void a_compaction_changes_no_row_and_says_so() {
        table.append(row("a", 1));
        table.append(row("b", 1));

        CompactionResult result = compact();

        var actions = table.log.read(result.versions().get(0)).orElseThrow().actions();
        assertThat(actions).filteredOn(AddFile.class::isInstance).allMatch(add -> !((AddFile) add).dataChange());
        assertThat(actions)
                .filteredOn(action -> action instanceof io.twinlake.log.Action.RemoveFile)
                .hasSize(2)
                .allMatch(remove -> !((io.twinlake.log.Action.RemoveFile) remove).dataChange());
    }

    @Test
    void a_file_that_is_not_sorted_after_all_loses_no_row() {
        table.append(row("b", 1), row("a", 1));
        table.append(row("c", 1));

        compact();

        assertThat(table.rows(table.fresh())).containsExactlyInAnyOrder(row("a", 1), row("b", 1), row("c", 1));
        assertThat(table.dataFiles()).hasSize(3);
    }

    @Test
    void a_table_without_order_is_concatenated() {
        try (TestTable unsorted = new TestTable(Map.of(), List.of())) {
            unsorted.append(row("b", 1), row("a", 1));
            unsorted.append(row("c", 1));

            new Compactor(unsorted.environment).run(FULL.plan(unsorted.fresh()).orElseThrow());

            assertThat(unsorted.rows(unsorted.fresh())).containsExactly(row("b", 1), row("a", 1), row("c", 1));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "phase", "phase,key"})
    void partitions_are_merged_apart_and_keep_their_values(String order) {
        try (TestTable partitioned = new TestTable(Map.of(SortOrder.PROPERTY, order), List.of("phase"))) {
            Schema inFiles = new Schema(TestTable.SCHEMA.fields().stream()
                    .filter((Field field) -> !field.name().equals("phase"))
                    .toList());
            for (String phase : List.of("red", "green", "red", "green")) {
                partitioned
                        .log
                        .append("WRITE")
                        .add(
                                partitioned.write(partitioned.environment, inFiles, List.of(row(phase, 1))),
                                Map.of("phase", Optional.of(phase)))
                        .commit();
            }

            new Compactor(partitioned.environment)
                    .run(FULL.plan(partitioned.fresh()).orElseThrow());

            Snapshot after = partitioned.fresh();
            assertThat(after.files()
                            .map(file -> file.partitionValues() + " "
                                    + partitioned.rows(after, file).size()))
                    .containsExactly("{phase=Optional[red]} 2", "{phase=Optional[green]} 2");
        }
    }

    @Test
    void it_gives_way_to_a_delete_and_takes_its_output_away() {
        table.append(row("a", 1));
        table.append(row("b", 1));
        CompactionPlan plan = FULL.plan(table.fresh()).orElseThrow();
        Snapshot snapshot = table.log.latest();
        AddFile deleted = snapshot.files().findFirst().orElseThrow();
        snapshot.transaction(IsolationLevel.WRITE_SERIALIZABLE, "DELETE")
                .remove(deleted)
                .commit();

        CompactionResult result = new Compactor(table.environment).run(plan);

        assertThat(result.conflicts()).hasSize(1);
        assertThat(result.versions()).isEmpty();
        assertThat(table.rows(table.fresh())).containsExactly(row("b", 1));
        assertThat(table.dataFiles()).hasSize(2);
    }

    @Test
    void appends_that_win_meanwhile_are_no_conflict() {
        table.append(row("a", 1));
        table.append(row("b", 1));
        CompactionPlan plan = FULL.plan(table.fresh()).orElseThrow();
        table.append(row("c", 1));

        CompactionResult result = new Compactor(table.environment).run(plan);

        assertThat(result.conflicts()).isEmpty();
        assertThat(table.rows(table.fresh())).containsExactlyInAnyOrder(row("a", 1), row("b", 1), row("c", 1));
    }

    @Test
    void output_stays_when_it_is_not_known_whether_it_was_committed() {
        table.append(row("a", 1));
        table.append(row("b", 1));
        FaultyStorage storage = FaultyStorage.over(table.memory);
        var log = TransactionLog.open(table.environment(storage, 7), table.location);
        CompactionPlan plan = FULL.plan(log.latest()).orElseThrow();
        String commit = table.location.path() + "/_delta_log/00000000000000000003.json";
        storage.losingTheAnswerTo(Operation.putIfAbsent(commit));
        for (int i = 0; i < 10_000; i++) {
            storage.failing(Operation.read(commit)).failing(Operation.putIfAbsent(commit));
        }

        assertThatThrownBy(() -> new Compactor(log.environment()).run(plan))
                .isInstanceOf(CommitStateUnknownException.class);

        assertThat(table.rows(table.fresh())).containsExactlyInAnyOrder(row("a", 1), row("b", 1));
        assertThat(table.dataFiles()).hasSize(3);
    }

    @Test
    void a_crash_at_any_request_loses_and_doubles_nothing() {
        boolean crashed = true;
        for (long request = 1; crashed; request++) {
            crashed = false;
            for (Fault fault : List.of(Fault.CRASH_BEFORE, Fault.CRASH_AFTER)) {
                crashed |= crashesAt(request, fault);
            }
        }
    }

    private static boolean crashesAt(long request, Fault fault) {
        try (TestTable table = new TestTable()) {
            List<Reading> rows = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                rows.add(row("k" + i % 2, i));
                table.append(rows.get(i));
            }
            FaultyStorage storage = FaultyStorage.over(table.memory).atRequest(request, fault);
            try {
                var log = TransactionLog.open(table.environment(storage, request), table.location);
                new Compactor(log.environment()).run(FULL.plan(log.latest()).orElseThrow());
            } catch (RuntimeException | Error died) {
                assertThat(storage.hasCrashed())
                        .as("died without a crash: %s", died)
                        .isTrue();
            }

            assertThat(table.rows(table.fresh())).containsExactlyInAnyOrderElementsOf(rows);
            assertThat(table.dataFiles()).containsAll(table.liveFiles());
            return storage.hasCrashed();
        }
    }

    private CompactionResult compact() {
        return new Compactor(table.environment).run(FULL.plan(table.fresh()).orElseThrow());
    }

    private static List<Reading> readings(String key, int count, java.util.function.LongUnaryOperator seq) {
        return LongStream.range(0, count)
                .map(seq)
                .mapToObj(number -> row(key, number))
                .toList();
    }
}
