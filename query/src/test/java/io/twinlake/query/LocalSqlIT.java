package io.twinlake.query;

import static io.twinlake.query.TwinTable.at;
import static io.twinlake.query.TwinTable.rows;
import static io.twinlake.query.TwinTable.values;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinlake.format.DataType;
import io.twinlake.format.DeletionVector;
import io.twinlake.format.Field;
import io.twinlake.format.Predicate;
import io.twinlake.format.RowBatch;
import io.twinlake.format.Schema;
import io.twinlake.log.Action;
import io.twinlake.log.Action.AddFile;
import io.twinlake.log.Action.DeletionVectorDescriptor;
import io.twinlake.log.IsolationLevel;
import io.twinlake.log.Snapshot;
import io.twinlake.log.TableNotFoundException;
import io.twinlake.query.TwinTable.Change;
import io.twinlake.storage.Location;
import io.twinlake.storage.Storage;
import io.twinlake.storage.Storages;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalSqlIT {

    @TempDir
    Path folder;

    private final TwinTable table = new TwinTable();
    private final Lake lake = Lake.at(table.environment, Location.parse("memory://lake"));

    @BeforeEach
    void rows_of_two_twins() {
        table.append(Change.of("a", 1, 1, "gate"), Change.of("a", 3, 2, "taxi"), Change.of("b", 1, 1, "air"));
        table.append(Change.of("a", 9, 3, "air"), Change.expired("b", 8, 2));
    }

    @AfterEach
    void the_table_is_sound() {
        table.close();
    }

    @Test
    void a_table_is_named_as_in_spark() {
        assertThat(sql("SELECT count(*) FROM ns.aircraft")).containsExactly(5L);
        assertThat(sql("SELECT a.phase FROM ns.aircraft AS a WHERE a.seq = 3")).containsExactly("air");
    }

    @Test
    void current_and_history_are_views_of_the_twins() {
        assertThat(sql("SELECT key FROM ns.aircraft.current")).containsExactly("a");
        assertThat(all("SELECT phase, valid_from, valid_to FROM ns.aircraft.history WHERE key = 'a' ORDER BY seq"))
                .containsExactly(
                        List.of("gate", at(1), at(3)), List.of("taxi", at(3), at(9)), List.of("air", at(9), "null"));
        assertThat(sql("SELECT valid_to FROM ns.aircraft.history WHERE key = 'b'"))
                .containsExactly(at(8));
    }

    @Test
    void views_and_table_go_together_in_one_statement() {
        assertThat(sql("WITH last AS (SELECT * FROM ns.aircraft.current) SELECT count(*) FROM ns.aircraft t"
                        + " JOIN last ON t.key = last.key"))
                .containsExactly(3L);
    }

    @Test
    void views_agree_with_the_twin_query() {
        assertThat(all("SELECT * FROM ns.aircraft.current ORDER BY key"))
                .isEqualTo(TwinTable.plain(rows(TwinQuery.over(table.latest()).current())));
        assertThat(all("SELECT * FROM ns.aircraft.history WHERE key = 'a' ORDER BY born_at, seq"))
                .isEqualTo(TwinTable.plain(
                        rows(RowBatches.of(TwinQuery.over(table.latest()).history("a")))));
    }

    @Test
    void columns_have_the_types_of_the_table() {
        try (LocalSql sql = open();
                RowBatches rows = sql.query("SELECT * FROM ns.aircraft")) {
            assertThat(rows.schema().fields())
                    .extracting(field -> field.type())
                    .containsExactlyElementsOf(TwinTable.SCHEMA.fields().stream()
                            .map(field -> field.type())
                            .toList());
        }
    }

    @Test
    void values_of_every_kind_come_out_typed() {
        assertThat(all("SELECT 1::HUGEINT, [1, NULL], {'a': 1, 'b c': 'x'}, map {'k': [2]}, '\\x41'::BLOB,"
                        + " TIMESTAMP '2013-01-01 00:00:00.123456', DATE '2013-01-01', INTERVAL 1 HOUR, true"))
                .hasSize(1);
        try (LocalSql sql = open();
                RowBatches rows = sql.query("SELECT {'a': 1, 'b c': 'x'} AS s, [1] AS l, map {'k': [2]} AS m")) {
            assertThat(rows.schema().field(0).type()).isInstanceOf(DataType.Struct.class);
            assertThat(rows.schema().field(1).type()).isInstanceOf(DataType.Array.class);
            RowBatch batch = rows.next();
            assertThat(new Row(batch, 0).value("s").orElseThrow()).hasToString("{a=Optional[1], b c=Optional[x]}");
            assertThat(new Row(batch, 0).value("m").orElseThrow()).hasToString("{k=Optional[[Optional[2]]]}");
        }
    }

    @Test
    void two_columns_of_one_name_are_told_apart() {
        try (LocalSql sql = open();
                RowBatches rows = sql.query("SELECT 1 AS x, 2 AS x")) {
            assertThat(rows.schema().fields()).extracting(field -> field.name()).containsExactly("x", "x_2");
        }
    }

    @Test
    void a_statement_can_go_back_in_versions_and_time() {
        Instant before = table.log.at(io.twinlake.log.Version.of(1)).timestamp();
        try (LocalSql sql = open()) {
            assertThat(values(sql.query("SELECT count(*) FROM ns.aircraft", TimeTravel.version(1))))
                    .containsExactly(3L);
            assertThat(values(sql.query("SELECT count(*) FROM ns.aircraft", TimeTravel.timestamp(before))))
                    .containsExactly(3L);
        }
    }

    @Test
    void a_table_without_files_is_empty() {
        TwinTable empty = new TwinTable(Location.parse("memory://lake/ns/empty"), Optional.of(table.storage));

        assertThat(sql("SELECT count(*) FROM ns.empty")).containsExactly(0L);
        assertThat(sql("SELECT key FROM ns.empty.current")).isEmpty();
        empty.close();
    }

    @Test
    void a_table_that_is_not_there_is_answered_with_the_nearest() {
        assertThatThrownBy(() -> sql("SELECT * FROM ns.aircrft"))
                .isInstanceOf(TableNotFoundException.class)
                .hasMessageContaining("did you mean 'ns.aircraft'?");
    }

    @Test
    void a_table_without_its_namespace_is_answered_with_it() {
        assertThatThrownBy(() -> sql("SELECT * FROM aircraft"))
                .isInstanceOf(TableNotFoundException.class)
                .hasMessageEndingWith("; did you mean 'ns.aircraft'? The tables are ns.aircraft");
        assertThatThrownBy(() -> sql("SELECT * FROM weather_of_the_day"))
                .isInstanceOf(TableNotFoundException.class)
                .hasMessageEndingWith("in the lake memory://lake/. The tables are ns.aircraft");
    }

    @Test
    void an_error_shows_the_statement_as_it_was_written() {
        assertThatThrownBy(() -> sql("SELECT key,\n phse FROM ns.aircraft"))
                .hasMessageEndingWith("LINE 2:  phse FROM ns.aircraft\n         ^");
        assertThatThrownBy(() -> sql("SELECT phse FROM ns.aircraft"))
                .hasMessageEndingWith("LINE 1: SELECT phse FROM ns.aircraft\n               ^");
    }

    @Test
    void no_statement_is_said_so() {
        assertThatThrownBy(() -> sql("")).hasMessage("there is no statement; write one SELECT over tables of the lake");
    }

    @Test
    void what_is_not_of_the_lake_is_refused_without_a_remedy_that_is_none() {
        assertThatThrownBy(() -> sql("SELECT * FROM read_csv('/etc/passwd')"))
                .hasMessageContaining("a statement reads tables of the lake and no other file")
                .hasMessageNotContaining("EXPLAIN");
        assertThatThrownBy(() -> sql("SELECT st_x(1)")).hasMessageNotContaining("INSTALL");
    }

    @Test
    void an_unknown_column_is_an_error_in_the_engines_words() {
        assertThatThrownBy(() -> sql("SELECT phse FROM ns.aircraft"))
                .isInstanceOf(SqlException.class)
                .hasMessageContaining("phse")
                .hasMessageContaining("phase");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE TABLE x (a INT)",
                "COPY (SELECT 1) TO '/tmp/x.csv'",
                "ATTACH '/tmp/x.db'",
                "INSTALL httpfs",
                "SET enable_external_access = true",
                "PRAGMA database_list",
                "DROP VIEW ns.aircraft"
            })
    void only_select_is_run(String statement) {
        assertThatThrownBy(() -> sql(statement)).isInstanceOf(SqlException.class);
    }

    @Test
    void one_statement_is_run_at_a_time() {
        assertThatThrownBy(() -> sql("SELECT 1; SELECT 2"))
                .isInstanceOf(SqlException.class)
                .hasMessageContaining("one statement at a time; these are 2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT * FROM read_text('/etc/passwd')",
                "SELECT * FROM read_csv('/etc/passwd')",
                "SELECT * FROM glob('/etc/*')",
                "SELECT * FROM query('COPY (SELECT 1) TO ''/tmp/x.csv''')"
            })
    void no_other_file_is_read(String statement) {
        assertThatThrownBy(() -> sql(statement)).isInstanceOf(SqlException.class);
    }

    @Test
    void a_query_that_needs_more_than_the_cache_holds_says_what_to_do() {
        LocalSql sql = LocalSql.over(lake, SqlOptions.defaults(folder).withCacheBytes(1000));

        assertThatThrownBy(() -> sql.query("SELECT * FROM ns.aircraft"))
                .isInstanceOf(SqlException.class)
                .hasMessageContaining("in 2 files not on this machine")
                .hasMessageContaining("give the cache more room");
    }

    @Test
    void copies_go_when_the_session_is_closed() {
        try (LocalSql sql = open()) {
            values(sql.query("SELECT count(*) FROM ns.aircraft"));
            assertThat(copies()).isEqualTo(2);
        }
        assertThat(folder.toFile().list()).isEmpty();
    }

    @Test
    void files_on_this_machine_are_read_in_place_unless_their_names_look_like_patterns() {
        for (String name : List.of("plain", "odd [1]*")) {
            Location root = Location.of(folder.resolve(name));
            Storage local = Storages.open(root);
            TwinTable here = new TwinTable(root.resolve("ns/aircraft"), Optional.of(local));
            here.append(Change.of("a", 1, 1, "gate"));
            try (LocalSql sql = LocalSql.over(Lake.at(here.environment, root), SqlOptions.defaults(folder))) {
                assertThat(values(sql.query("SELECT key FROM ns.aircraft"))).containsExactly("a");
                assertThat(copies()).isEqualTo(name.equals("plain") ? 0 : 1);
            }
            here.close();
        }
    }

    @Test
    void files_that_the_plan_rules_out_are_not_fetched() {
        try (LocalSql sql = open()) {
            assertThat(values(sql.query("SELECT phase FROM ns.aircraft WHERE seq = 3 AND key LIKE 'a%'")))
                    .containsExactly("air");
            assertThat(copies()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void pruning_never_changes_a_result(long seed) {
        Random random = new Random(seed);
        long seq = 0; // rows of one twin must have an order
        for (int file = 0; file < 6; file++) {
            List<Change> changes = new ArrayList<>();
            for (int row = 0; row < 1 + random.nextInt(5); row++) {
                changes.add(Change.of(
                        "it's " + (char) ('a' + random.nextInt(6)),
                        random.nextInt(100),
                        ++seq,
                        random.nextInt(4) == 0 ? "" : "phase " + random.nextInt(4)));
            }
            table.append(changes.toArray(Change[]::new));
        }
        try (LocalSql pruned = open();
                LocalSql whole = open().withoutPruning()) {
            for (int query = 0; query < 12; query++) {
                String statement = RandomStatement.statement(random);
                assertThat(TwinTable.plain(rows(pruned.query(statement))))
                        .as("seed %d: %s", seed, statement)
                        .isEqualTo(TwinTable.plain(rows(whole.query(statement))));
            }
        }
    }

    @Test
    void a_scan_plan_gives_what_duckdb_reads() {
        Predicate predicate =
                PredicateParser.parse("phase <> 'gate' AND observed_at < TIMESTAMP '2013-01-01 00:09:00'");

        assertThat(TwinTable.plain(
                        rows(ScanPlan.over(table.latest()).where(predicate).rows())))
                .containsExactlyInAnyOrderElementsOf(all("SELECT * FROM ns.aircraft WHERE phase <> 'gate' AND"
                        + " observed_at < TIMESTAMPTZ '2013-01-01 00:09:00+00'"));
    }

    @Test
    void sessions_with_the_same_cache_folder_do_not_meet() {
        try (LocalSql one = open();
                LocalSql other = open()) {
            assertThat(values(one.query("SELECT max(seq) FROM ns.aircraft", TimeTravel.version(1))))
                    .containsExactly(2L);
            assertThat(values(other.query("SELECT max(seq) FROM ns.aircraft WHERE observed_at > TIMESTAMPTZ '2013-01-01"
                            + " 00:05:00+00'")))
                    .containsExactly(3L);
            assertThat(values(one.query("SELECT max(seq) FROM ns.aircraft", TimeTravel.version(1))))
                    .containsExactly(2L);
        }
    }

    @Test
    void rows_that_the_engine_can_not_tell_from_files_alone_are_read_for_it() {
        Snapshot before = table.latest();
        Map<String, String> properties = new HashMap<>(before.metadata().configuration());
        properties.put("delta.enableDeletionVectors", "true");
        before.transaction(IsolationLevel.SERIALIZABLE, "SET TBLPROPERTIES")
                .metadata(before.metadata().withConfiguration(properties))
                .commit();
        Snapshot latest = table.latest();
        AddFile file = latest.files().findFirst().orElseThrow();
        latest.transaction(IsolationLevel.SERIALIZABLE, "DELETE")
                .mark(file, DeletionVectorDescriptor.inline(DeletionVector.of(1)), 3)
                .commit();

        assertThat(all("SELECT key, seq FROM ns.aircraft ORDER BY key, seq"))
                .containsExactly(List.of("a", 1L), List.of("a", 3L), List.of("b", 1L), List.of("b", 2L));
        assertThat(sql("SELECT count(*) FROM ns.aircraft WHERE seq = 2 AND key = 'a'"))
                .containsExactly(0L);

        properties.put("delta.columnMapping.mode", "name");
        table.latest()
                .transaction(IsolationLevel.SERIALIZABLE, "SET TBLPROPERTIES")
                .metadata(table.latest().metadata().withConfiguration(properties))
                .commit();
        Action.Metadata mapped = table.latest().metadata();
        List<Field> fields = new ArrayList<>(mapped.schema().fields());
        Field seq = fields.get(3);
        fields.set(3, new Field("number in life", seq.type(), seq.nullable(), seq.metadata()));
        table.latest()
                .transaction(IsolationLevel.SERIALIZABLE, "RENAME COLUMN")
                .metadata(mapped.withSchema(new Schema(fields)))
                .commit();

        assertThat(all("SELECT key, \"number in life\" FROM ns.aircraft ORDER BY 1, 2"))
                .containsExactly(List.of("a", 1L), List.of("a", 3L), List.of("b", 1L), List.of("b", 2L));
    }

    /** How many data files have been copied to this machine and are still there. */
    private long copies() {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> String.valueOf(file.getFileName()).startsWith("data-"))
                    .count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private LocalSql open() {
        return LocalSql.over(lake, SqlOptions.defaults(folder));
    }

    private List<Object> sql(String statement) {
        try (LocalSql sql = open()) {
            return values(sql.query(statement));
        }
    }

    private List<List<Object>> all(String statement) {
        try (LocalSql sql = open()) {
            return TwinTable.plain(rows(sql.query(statement)));
        }
    }
}
