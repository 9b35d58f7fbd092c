package io.twinlake.server;

import static io.twinlake.format.Field.nullable;
import static org.assertj.core.api.Assertions.assertThat;

import io.twinlake.format.DataFileOptions;
import io.twinlake.format.DataFileWriter;
import io.twinlake.format.DataType.Primitive;
import io.twinlake.format.RowBatch;
import io.twinlake.format.Schema;
import io.twinlake.log.Action;
import io.twinlake.log.TransactionLog;
import io.twinlake.storage.Environment;
import io.twinlake.storage.Location;
import io.twinlake.storage.Storages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Statistics that are not those of their rows, as other writers leave them, are found and mended. */
class DoctorRepairTest {

    private static final Schema SCHEMA = Schema.of(nullable("id", Primitive.LONG), nullable("d", Primitive.DOUBLE));

    @TempDir
    Path folder;

    @BeforeEach
    void two_files_of_which_one_has_not_a_number_beside_a_finite_maximum() throws IOException {
        Location at = Location.of(folder);
        Environment environment = Environment.system(Storages.open(at));
        TransactionLog log = TransactionLog.open(environment, at);
        log.create(
                        new Action.Metadata(
                                "6f1b2a8e-1111-4222-8333-444455556666",
                                Optional.empty(),
                                Optional.empty(),
                                "parquet",
                                SCHEMA,
                                List.of(),
                                Map.of(),
                                OptionalLong.of(0)),
                        "CREATE TABLE")
                .commit();
        append(log, "a.parquet", 1, 1.0, Double.NaN);
        append(log, "b.parquet", 3, 2.0, 7.0);
        lie(1, "\\\"minValues\\\":{\\\"id\\\":1}", "\\\"minValues\\\":{\\\"id\\\":1,\\\"d\\\":1.0}");
        lie(1, "\\\"maxValues\\\":{\\\"id\\\":2}", "\\\"maxValues\\\":{\\\"id\\\":2,\\\"d\\\":1.0}");
        lie(2, "\\\"id\\\":0", "\\\"id\\\":2");
    }

    @Test
    void what_is_wrong_is_said_with_its_remedy() {
        CommandLineRun run = doctor();

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.output())
                .contains(
                        "1 row outside the statistics of column d,other engines' queries by d miss rows: twinlake doctor --repair")
                .contains("0 rows are null in column id, the log says 2");
    }

    @Test
    void what_is_wrong_is_mended_and_then_all_is_well() {
        CommandLineRun run = doctor("--repair");

        assertThat(run.exitCode()).isZero();
        assertThat(run.output()).contains("its statistics are right from version 3 on");
        assertThat(doctor().errors()).contains("all is well");
        assertThat(CommandLineRun.of("scan", folder.toString(), "--where", "d > 1", "--format", "csv")
                        .output()
                        .lines())
                .hasSize(4);
    }

    @Test
    void one_file_is_mended_alone() {
        assertThat(doctor("--repair", "--file", "a.parquet").exitCode()).isZero();

        assertThat(doctor().output()).doesNotContain("a.parquet").contains("b.parquet");
    }

    @Test
    void options_that_contradict_each_other_and_files_that_are_not_there_are_named() {
        assertThat(doctor("--repair", "--quick").errors()).contains("--quick leaves out");
        assertThat(CommandLineRun.of("doctor", "--file", "a.parquet").errors()).contains("name that table");
        assertThat(doctor("--file", "c.parquet").errors()).contains("'c.parquet'", "twinlake files");
    }

    private CommandLineRun doctor(String... options) {
        return CommandLineRun.of(java.util.stream.Stream.concat(
                        java.util.stream.Stream.of("doctor", folder.toString(), "--format", "csv"),
                        java.util.stream.Stream.of(options))
                .toArray(String[]::new));
    }

    private void append(TransactionLog log, String name, long id, double... values) {
        RowBatch batch = RowBatch.empty(SCHEMA);
        for (int i = 0; i < values.length; i++) {
            batch.longs(0).append(id + i);
            batch.doubles(1).append(values[i]);
        }
        Location at = Location.of(folder).resolve(name);
        try (var writer = DataFileWriter.create(log.environment().storage(), at, SCHEMA, DataFileOptions.defaults())) {
            writer.write(batch);
            log.append("WRITE").add(writer.finish()).commit();
        }
    }

    private void lie(long version, String truth, String lie) throws IOException {
        Path commit = folder.resolve("_delta_log/%020d.json".formatted(version));
        String text = Files.readString(commit);
        assertThat(text).contains(truth);
        Files.writeString(commit, text.replace(truth, lie));
    }
}
