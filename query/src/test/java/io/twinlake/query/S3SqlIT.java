package io.twinlake.query;

import static io.twinlake.query.TwinTable.rows;
import static io.twinlake.query.TwinTable.values;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.twinlake.query.TwinTable.Change;
import io.twinlake.storage.Content;
import io.twinlake.storage.Location;
import io.twinlake.storage.S3Fixture;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** SQL over a lake on S3: by DuckDB's httpfs, where this machine has it, and by copies. */
class S3SqlIT {

    private static final Optional<S3Fixture> SERVER = Stream.of(S3Fixture.Kind.ENDPOINT, S3Fixture.Kind.MINIO)
            .map(S3Fixture::of)
            .flatMap(Optional::stream)
            .findFirst();
    private static final Path NOWHERE = Path.of("/nowhere/httpfs.duckdb_extension");

    @TempDir
    Path folder;

    private final List<String> notes = new ArrayList<>();
    private Location root = Location.parse("s3://none-yet");
    private Optional<TwinTable> table = Optional.empty();

    @BeforeEach
    void rows_of_two_twins() {
        assumeThat(SERVER)
                .as("an S3 server: TWINLAKE_TEST_S3_ENDPOINT or minio on the PATH")
                .isPresent();
        root = SERVER.orElseThrow().freshBucket().resolve("lake");
        tableAt(root);
    }

    private void tableAt(Location lake) {
        TwinTable made = new TwinTable(
                lake.resolve("ns/aircraft"), Optional.of(SERVER.orElseThrow().storage()));
        made.append(Change.of("a", 1, 1, "gate"), Change.of("a", 3, 2, "taxi"), Change.of("b", 1, 1, "air"));
        made.append(Change.of("a", 9, 3, "air"), Change.expired("b", 8, 2));
        table = Optional.of(made);
    }

    @AfterEach
    void the_table_is_sound() {
        table.ifPresent(TwinTable::close);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT * FROM ns.aircraft ORDER BY key, seq",
                "SELECT * FROM ns.aircraft.current",
                "SELECT * FROM ns.aircraft.history ORDER BY key, seq",
                "SELECT phase FROM ns.aircraft WHERE seq = 3 AND key LIKE 'a%'"
            })
    void httpfs_gives_what_copies_give_and_makes_none(String statement) {
        List<List<Object>> read = TwinTable.plain(run(direct().withCacheBytes(1), statement));

        assertThat(notes).isEmpty();
        assertThat(read).isNotEmpty().isEqualTo(TwinTable.plain(run(copies(), statement)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"s3a", "s3"})
    void names_of_every_kind_are_read_by_httpfs(String scheme) {
        SqlOptions direct = direct();
        for (String name : List.of("a b+c&d", "100%25 %", "é#x=1", "it's", "odd [1]*?")) {
            Location lake = new Location(scheme, root.authority(), "/" + name);
            TwinTable odd = new TwinTable(
                    lake.resolve("ns/aircraft"),
                    Optional.of(SERVER.orElseThrow().storage()));
            odd.append(Change.of("a", 1, 1, name));

            assertThat(values(LocalSql.over(Lake.at(odd.environment, lake), direct)
                            .query("SELECT phase FROM ns.aircraft")))
                    .as(name)
                    .containsExactly(name);
            odd.close();
        }
    }

    @Test
    void a_statement_reads_no_other_object_and_no_secret() {
        SqlOptions direct = direct();
        SERVER.orElseThrow().storage().put(root.resolve("other.csv"), Content.of("x\n1\n"));

        for (String statement : List.of(
                "SELECT * FROM read_csv('" + root.resolve("other.csv") + "')",
                "SELECT * FROM ns.aircraft, read_csv('" + root.resolve("other.csv") + "')",
                "SELECT * FROM ns.aircraft, glob('" + root + "/**')",
                "SELECT current_setting('s3_secret_access_key') FROM ns.aircraft",
                "SELECT secret_string FROM ns.aircraft, duckdb_secrets(redact = false)")) {
            assertThatThrownBy(() -> run(direct, statement)).as(statement).isInstanceOf(SqlException.class);
        }
        assertThat(run(
                                direct,
                                "SELECT secret_string, list(value) FROM ns.aircraft, duckdb_secrets(), duckdb_settings()"
                                        + " GROUP BY ALL")
                        .toString())
                .contains("twinlake")
                .doesNotContain(SERVER.orElseThrow().credentials().secretAccessKey());
    }

    @Test
    void without_httpfs_copies_are_read_and_a_line_says_why() {
        assertThat(run(copies().withHttpfs(NOWHERE), "SELECT key FROM ns.aircraft"))
                .hasSize(5);
        assertThat(notes)
                .singleElement()
                .asString()
                .startsWith("S3 is read by copies: DuckDB's httpfs can't be loaded (")
                .contains(NOWHERE.toString(), "; 2 files, ");
    }

    @Test
    void who_wants_copies_is_told_nothing() {
        assertThat(run(copies(), "SELECT key FROM ns.aircraft")).hasSize(5);
        assertThat(notes).isEmpty();
    }

    @Test
    void a_query_that_needs_more_than_the_cache_holds_says_what_would_spare_the_copies() {
        assertThatThrownBy(() -> run(copies().withHttpfs(NOWHERE).withCacheBytes(1000), "SELECT * FROM ns.aircraft"))
                .isInstanceOf(SqlException.class)
                .hasMessageContaining("in 2 files not on this machine")
                .hasMessageContaining(
                        "give the cache more room, have S3 read without copies (DuckDB's httpfs can't be");
    }

    private List<List<Optional<Object>>> run(SqlOptions options, String statement) {
        try (LocalSql sql = LocalSql.over(Lake.at(table.orElseThrow().environment, root), options)
                .noting(notes::add)) {
            return rows(sql.query(statement));
        }
    }

    private SqlOptions copies() {
        return SqlOptions.defaults(folder).withoutHttpfs();
    }

    /** By {@code TWINLAKE_HTTPFS}, which then must be there, else by what is installed, if it is. */
    private SqlOptions direct() {
        Optional<Path> file =
                Optional.ofNullable(System.getenv("TWINLAKE_HTTPFS")).map(Path::of);
        if (file.isPresent()) {
            return SqlOptions.defaults(folder).withHttpfs(file.get());
        }
        try (SqlSession session = SqlSession.open()) {
            assumeThat(DirectReads.open(
                                    session,
                                    Optional.of("httpfs"),
                                    SERVER.orElseThrow().storage())
                            .hindrance())
                    .as("DuckDB's httpfs: name its file by TWINLAKE_HTTPFS")
                    .isEmpty();
        }
        return SqlOptions.defaults(folder);
    }
}
