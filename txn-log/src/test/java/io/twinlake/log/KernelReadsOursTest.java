package io.twinlake.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinlake.format.DataFile;
import io.twinlake.format.DataFileOptions;
import io.twinlake.format.DataFileWriter;
import io.twinlake.format.RowBatch;
import io.twinlake.storage.Environment;
import io.twinlake.storage.Location;
import io.twinlake.storage.Storages;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Delta Kernel opens what is written here: by commits, by checkpoints, at old versions. */
class KernelReadsOursTest {

    @TempDir
    Path folder;

    private Environment environment = Environment.system(Storages.open(Location.parse("file:///")));

    private Location table() {
        return Location.of(folder.resolve("a table"));
    }

    private TransactionLog log() {
        return TransactionLog.open(environment, table());
    }

    @BeforeEach
    void a_table_with_appends_and_a_rearrangement() {
        TransactionLog log = log();
        log.create(Tables.metadata(), "CREATE TABLE")
                .domain("twinlake.definition", "twin: \"aircraft\"\n")
                .commit();
        log.append("WRITE")
                .add(file("a.parquet", 0, 10))
                .advance(new ApplicationProgress("p", 1))
                .commit();
        log.append("WRITE").add(file("b.parquet", 10, 20)).commit();
        Snapshot snapshot = log.latest();
        Transaction rearrangement = snapshot.transaction(IsolationLevel.SNAPSHOT, "OPTIMIZE");
        snapshot.files().forEach(rearrangement::remove);
        rearrangement.add(file("a b%c.parquet", 0, 20)).commit();
        log.append("WRITE").add(file("d.parquet", 20, 30)).commit();
    }

    @Test
    void by_its_commits() {
        assertSame(log().latest(), KernelTable.latest(path()));
    }

    @Test
    void by_a_checkpoint_and_the_commits_since() throws Exception {
        log().checkpoint(log().latest());
        log().append("WRITE").add(file("e.parquet", 30, 40)).commit();
        for (int version = 0; version < 4; version++) {
            Files.delete(folder.resolve("a table/_delta_log/" + new CommitFile(Version.of(version)).name()));
        }

        assertSame(log().latest(), KernelTable.latest(path()));
    }

    @Test
    void at_every_version() {
        for (int version = 0; version <= 4; version++) {
            assertSame(log().at(Version.of(version)), KernelTable.at(path(), Version.of(version)));
        }
    }

    @Test
    void a_checkpoint_of_kernel_is_read_here() throws Exception {
        Snapshot before = log().latest();
        KernelTable.checkpoint(path());
        for (int version = 0; version < 4; version++) {
            Files.delete(folder.resolve("a table/_delta_log/" + new CommitFile(Version.of(version)).name()));
        }

        Snapshot after = log().latest();

        assertThat(ConformanceTest.files(after)).isEqualTo(ConformanceTest.files(before));
        assertThat(after.progress("p")).isEqualTo(before.progress("p"));
        assertThat(after.domains()).isEqualTo(before.domains());
    }

    @Test
    void by_a_checkpoint_that_refers_to_older_sidecars() throws Exception {
        v2();
        log().append("WRITE").add(file("e.parquet", 30, 40)).commit();
        log().checkpoint(log().latest());
        log().append("WRITE").add(file("f.parquet", 40, 50)).commit();
        log().checkpoint(log().latest());
        for (int version = 0; version < 7; version++) {
            Files.delete(folder.resolve("a table/_delta_log/" + new CommitFile(Version.of(version)).name()));
        }

        assertSame(log().latest(), KernelTable.latest(path()));
        try (var sidecars = Files.list(folder.resolve("a table/_delta_log/_sidecars"))) {
            assertThat(sidecars).hasSizeGreaterThan(1);
        }
    }

    private void v2() {
        Snapshot snapshot = log().latest();
        Map<String, String> properties = new HashMap<>(snapshot.metadata().configuration());
        properties.put("delta.checkpointPolicy", "v2");
        snapshot.transaction(IsolationLevel.SERIALIZABLE, "SET TBLPROPERTIES")
                .metadata(snapshot.metadata().withConfiguration(properties))
                .commit();
    }

    @Test
    void with_a_log_compaction_and_a_checksum() {
        log().compactLog(Version.of(1), Version.of(3));
        log().checkpoint(log().at(Version.of(4)));

        assertSame(log().latest(), KernelTable.latest(path()));
        assertSame(log().at(Version.of(3)), KernelTable.at(path(), Version.of(3)));
    }

    @Test
    void the_invariants_hold() {
        log().checkpoint(log().latest());

        LogInvariants.check(environment, table());
    }

    private String path() {
        return folder.resolve("a table").toString();
    }

    private static void assertSame(Snapshot ours, KernelTable kernel) {
        assertThat(kernel.version()).isEqualTo(ours.version().number());
        assertThat(kernel.timestamp()).isEqualTo(ours.timestamp().toEpochMilli());
        assertThat(kernel.files()).isEqualTo(ConformanceTest.files(ours));
        assertThat(kernel.domain("twinlake.definition")).isEqualTo(ours.domain("twinlake.definition"));
        assertThat(kernel.rows())
                .isEqualTo(ours.files()
                        .mapToLong(file -> ours.statistics(file).rows().orElseThrow())
                        .sum());
    }

    private DataFile file(String name, int from, int to) {
        RowBatch batch = RowBatch.empty(Tables.SCHEMA);
        for (int i = from; i < to; i++) {
            batch.bytes(0).append("k" + i);
            batch.longs(1).append(i);
        }
        try (DataFileWriter writer = DataFileWriter.create(
                environment.storage(), table().resolve(name), Tables.SCHEMA, DataFileOptions.defaults())) {
            writer.write(batch);
            return writer.finish();
        }
    }
}
