package io.twinlake.compaction;

import static io.twinlake.compaction.TestTable.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinlake.compaction.TestTable.Reading;
import io.twinlake.log.Action.AddFile;
import io.twinlake.log.IsolationLevel;
import io.twinlake.log.Lease;
import io.twinlake.log.Snapshot;
import io.twinlake.log.TransactionLog;
import io.twinlake.log.UnsupportedTableException;
import io.twinlake.log.Version;
import io.twinlake.storage.Content;
import io.twinlake.storage.Fault;
import io.twinlake.storage.FaultyStorage;
import io.twinlake.storage.Location;
import io.twinlake.storage.ManualClock;
import io.twinlake.storage.ObjectInfo;
import io.twinlake.storage.SimulatedEnvironment;
import io.twinlake.storage.Storages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VacuumTest {

    private static final RetentionPolicy DEFAULTS = RetentionPolicy.defaults();
    private static final CompactionPolicy FULL = CompactionPolicy.defaults().full();

    private final TestTable table = new TestTable();

    @AfterEach
    void the_table_is_sound() {
        table.close();
    }

    @Test
    void files_that_were_compacted_away_stay_for_the_retention_and_then_go() {
        table.append(row("a", 1));
        table.append(row("b", 1));
        compact();

        table.clock.advance(Duration.ofDays(6));
        assertThat(vacuum().plan().files()).isEmpty();

        table.clock.advance(Duration.ofDays(2));
        VacuumPlan plan = vacuum().plan();
        assertThat(plan.files()).hasSize(2);
        vacuum().run(plan);

        assertThat(table.dataFiles()).hasSize(1);
        assertThat(table.rows(table.fresh())).containsExactly(row("a", 1), row("b", 1));
    }

    @Test
    void what_a_lease_claims_stays_until_it_ends() {
        table.append(row("a", 1));
        table.append(row("b", 1));
        compact();
        Lease lease = table.log.leases().hold("reports", Version.of(2), Duration.ofDays(20));
        table.clock.advance(Duration.ofDays(10));

        VacuumPlan plan = vacuum().plan();
        assertThat(plan.files()).isEmpty();
        assertThat(plan.oldestRetained()).isEqualTo(Version.of(2));
        assertThat(plan.toString()).contains("kept back by the lease of 'reports' on version 2 until " + lease.until());
        vacuum().run(plan);
        assertThat(table.rows(
                        TransactionLog.open(table.environment, table.location).at(Version.of(2))))
                .hasSize(2);

        table.clock.advance(Duration.ofDays(11));
        assertThat(vacuum().plan().files()).hasSize(2);
    }

    @Test
    void a_lease_keeps_what_came_and_went_after_its_version_although_no_tombstone_tells() {
        table.append(row("a", 1));
        table.log.leases().hold("slow", Version.of(1), Duration.ofDays(25));
        table.append(row("b", 1));
        compact();
        table.clock.advance(Duration.ofDays(20));
        table.log.checkpoint(table.log.latest());

        TransactionLog later = TransactionLog.open(table.environment, table.location);
        assertThat(new Vacuum(later, DEFAULTS).plan().files()).isEmpty();
        assertThat(table.rows(later.at(Version.of(2)))).hasSize(2);
    }

    @Test
    void a_lease_keeps_the_log_that_its_version_is_rebuilt_from() {
        for (int i = 0; i < 5; i++) {
            table.append(row("k", i));
        }
        table.log.checkpoint(table.log.latest());
        table.log.leases().hold("slow", Version.of(3), Duration.ofDays(60));
        table.clock.advance(Duration.ofDays(29));
        RetentionPolicy shortLog = DEFAULTS.withLog(Duration.ofDays(1)).allowingShorter();

        assertThat(new Vacuum(table.log, shortLog).plan().logFiles()).isEmpty();
        assertThat(new Vacuum(table.log, shortLog.withLeases(Duration.ZERO))
                        .plan()
                        .logFiles())
                .hasSize(5);
    }

    @Test
    void a_lease_keeps_no_more_than_its_bound() {
        table.append(row("a", 1));
        table.append(row("b", 1));
        compact();
        table.log.leases().hold("forgotten", Version.of(2), Duration.ofDays(1000));
        table.clock.advance(Duration.ofDays(29));
        assertThat(vacuum().plan().files()).isEmpty();

        table.clock.advance(Duration.ofDays(2));
        assertThat(vacuum().plan().files()).hasSize(2);
    }

    @Test
    void a_plan_deletes_nothing_and_prints_what_it_would() {
        table.append(row("a", 1));
        table.append(row("b", 1));
        compact();
        table.clock.advance(Duration.ofDays(8));

        VacuumPlan plan = vacuum().plan();

        assertThat(plan.toString())
                .startsWith("vacuum memory://lake/ns/light version 3: 2 data files and 0 log files, ")
                .contains("versions from 3 stay readable");
        assertThat(table.dataFiles()).hasSize(3);
    }

    @Test
    void a_file_that_no_version_knows_may_be_of_a_writer_and_goes_only_when_it_is_old() {
        table.append(row("a", 1));
        table.write(table.environment, TestTable.SCHEMA, List.of(row("x", 1)));

        assertThat(vacuum().plan().files()).isEmpty();
        table.clock.advance(Duration.ofDays(7).plusSeconds(1));
        assertThat(vacuum().plan().files()).hasSize(1);
    }

    @Test
    void what_a_killed_writer_left_unfinished_on_local_files_goes_when_it_is_old(@TempDir Path folder)
            throws IOException {
        Location at = Location.parse(folder.resolve("light").toString());
        ManualClock clock = ManualClock.at("2024-01-01T00:00:00Z");
        TransactionLog log = TransactionLog.open(SimulatedEnvironment.over(Storages.open(at), clock, 1), at);
        log.create(table.log.latest().metadata(), "CREATE TABLE").commit();
        Path left = Files.writeString(folder.resolve("light/_delta_log/.twinlake-7-1.tmp"), "half");
        Files.setLastModifiedTime(left, FileTime.from(clock.instant()));
        Vacuum vacuum = new Vacuum(log, DEFAULTS);

        assertThat(vacuum.plan().files()).isEmpty();
        clock.advance(Duration.ofDays(8));
        vacuum.run(vacuum.plan());

        assertThat(left).doesNotExist();
        assertThat(log.latest().version()).isEqualTo(Version.of(0));
    }

    @Test
    void what_links_lead_to_and_what_paths_climb_to_is_not_the_tables(@TempDir Path folder) throws IOException {
        Path table = folder.resolve("light");
        Path outside = Files.createDirectories(folder.resolve("outside"));
        ManualClock clock = ManualClock.at("2024-01-01T00:00:00Z");
        Location at = Location.of(table);
        TransactionLog log = TransactionLog.open(SimulatedEnvironment.over(Storages.open(at), clock, 1), at);
        log.create(this.table.log.latest().metadata(), "CREATE TABLE").commit();
        Path kept = Files.writeString(outside.resolve("kept.parquet"), "of another");
        Files.createSymbolicLink(table.resolve("way"), outside);
        Files.createSymbolicLink(table.resolve("link.parquet"), kept);
        Files.createSymbolicLink(table.resolve("loop"), table);
        Files.createSymbolicLink(table.resolve("_change_data"), outside);
        Files.writeString(
                table.resolve("_delta_log/00000000000000000001.json"),
                "{\"commitInfo\":{\"inCommitTimestamp\":1704067201000}}\n{\"remove\":{\"path\":\"../outside/kept.parquet\",\"dataChange\":true,\"deletionTimestamp\":1}}\n");
        Files.setLastModifiedTime(kept, FileTime.from(clock.instant()));
        clock.advance(Duration.ofDays(36_500));
        log.append("WRITE").commit();
        clock.advance(Duration.ofDays(30));
        Vacuum vacuum = new Vacuum(TransactionLog.open(log.environment(), at), DEFAULTS);
        vacuum.run(vacuum.planLite());
        assertThat(vacuum.plan().files())
                .extracting(object -> object.location().name())
                .contains("link.parquet");
        vacuum.run(vacuum.plan());

        assertThat(kept).hasContent("of another");
    }

    @Test
    void less_than_the_tables_retention_must_be_meant() {
        assertThatThrownBy(() -> new Vacuum(table.log, DEFAULTS.withFiles(Duration.ofHours(1))).plan())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("PT1H is less than the table's PT168H")
                .hasMessageContaining("say explicitly that shorter is meant");

        new Vacuum(table.log, DEFAULTS.withFiles(Duration.ofHours(1)).allowingShorter()).plan();
    }

    @Test
    void a_file_that_became_live_again_after_the_plan_is_spared() {
        table.append(row("a", 1));
        Snapshot snapshot = table.log.latest();
        AddFile file = snapshot.files().findFirst().orElseThrow();
        ObjectInfo object = table.memory.info(snapshot.locate(file.path()));
        VacuumPlan stale = new VacuumPlan(
                table.location,
                snapshot.version(),
                snapshot.version(),
                Instant.EPOCH,
                List.of(),
                List.of(object),
                List.of());

        vacuum().run(stale);

        assertThat(table.rows(table.fresh())).containsExactly(row("a", 1));
    }

    @Test
    void a_table_with_a_feature_that_is_not_known_is_left_alone() {
        String protocol = "{\"protocol\":{\"minReaderVersion\":1,\"minWriterVersion\":7,"
                + "\"writerFeatures\":[\"inCommitTimestamp\",\"domainMetadata\",\"sideFiles\"]}}";
        TestTable other = new TestTable();
        other.memory.put(
                other.location.resolve("_delta_log/00000000000000000001.json"),
                Content.of("{\"commitInfo\":{\"inCommitTimestamp\":1704067300000}}\n" + protocol + "\n"));
        TransactionLog log = TransactionLog.open(other.environment, other.location);

        assertThatThrownBy(() -> new Vacuum(log, DEFAULTS).plan())
                .isInstanceOf(UnsupportedTableException.class)
                .hasMessageContaining("sideFiles");
    }

    @Test
    void expired_commits_before_a_checkpoint_go_and_later_versions_stay() {
        for (int i = 0; i < 5; i++) {
            table.append(row("k", i));
        }
        table.log.checkpoint(table.log.latest());
        table.append(row("k", 5));
        table.clock.advance(Duration.ofDays(31));
        table.append(row("k", 6));

        VacuumPlan plan = vacuum().plan();
        assertThat(plan.logFiles())
                .extracting(object -> object.location().name())
                .containsExactly(
                        "00000000000000000000.json",
                        "00000000000000000001.json",
                        "00000000000000000002.json",
                        "00000000000000000003.json",
                        "00000000000000000004.json");
        vacuum().run(plan);

        TransactionLog log = TransactionLog.open(table.environment, table.location);
        assertThat(log.earliest()).isEqualTo(Version.of(5));
        for (long version = 5; version <= 7; version++) {
            assertThat(table.rows(log.at(Version.of(version)))).hasSize((int) version);
        }
    }

    @Test
    void commits_that_no_checkpoint_covers_stay() {
        table.append(row("k", 1));
        table.clock.advance(Duration.ofDays(31));
        table.append(row("k", 2));

        assertThat(vacuum().plan().logFiles()).isEmpty();
    }

    @Test
    void commits_within_the_log_retention_stay_readable_at_their_time() {
        table.append(row("k", 0));
        table.log.checkpoint(table.log.latest());
        table.clock.advance(Duration.ofDays(20));
        table.append(row("k", 1));
        table.log.checkpoint(table.log.latest());
        table.clock.advance(Duration.ofDays(15));

        vacuum().run(vacuum().plan());

        Instant within = table.clock.instant().minus(Duration.ofDays(29));
        TransactionLog log = TransactionLog.open(table.environment, table.location);
        assertThat(log.asOf(within).version()).isEqualTo(Version.of(1));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void vacuum_breaks_no_retained_version(long seed) {
        try (TestTable history = new TestTable()) {
            new History(history, seed).run();
        }
    }

    private CompactionResult compact() {
        return new Compactor(table.environment).run(FULL.plan(table.fresh()).orElseThrow());
    }

    private Vacuum vacuum() {
        return new Vacuum(TransactionLog.open(table.environment, table.location), DEFAULTS);
    }

    /** A random history of a table: after every vacuum, cut short or not, each retained version has its rows. */
    private static final class History {

        private record Known(Instant committed, List<Reading> rows) {}

        private final TestTable table;
        private final long seed;
        private final Random random;
        private final Map<Version, Known> versions = new HashMap<>();
        private long next;

        History(TestTable table, long seed) {
            this.table = table;
            this.seed = seed;
            this.random = new Random(seed);
        }

        void run() {
            for (int step = 0; step < 40; step++) {
                switch (random.nextInt(8)) {
                    case 0, 1, 2 -> table.append(row("k" + random.nextInt(3), next++));
                    case 3 -> FULL.plan(table.fresh()).ifPresent(new Compactor(table.environment)::run);
                    case 4 -> deleteOne();
                    case 5 -> table.log.checkpoint(table.log.latest());
                    case 6 -> table.write(table.environment, TestTable.SCHEMA, List.of(row("orphan", step)));
                    default -> vacuum();
                }
                remember();
                table.clock.advance(Duration.ofHours(random.nextInt(96)));
            }
        }

        private void remember() {
            Snapshot latest = table.fresh();
            versions.computeIfAbsent(
                    latest.version(), version -> new Known(latest.timestamp(), new ArrayList<>(table.rows(latest))));
        }

        private void deleteOne() {
            Snapshot snapshot = table.log.latest();
            snapshot.files()
                    .findFirst()
                    .ifPresent(file -> snapshot.transaction(IsolationLevel.SERIALIZABLE, "DELETE")
                            .remove(file)
                            .commit());
        }

        private void vacuum() {
            FaultyStorage storage =
                    FaultyStorage.over(table.memory).atRequest(3 + random.nextInt(20), Fault.CRASH_AFTER);
            TransactionLog log = TransactionLog.open(table.environment(storage, seed), table.location);
            try {
                Vacuum vacuum = new Vacuum(log, DEFAULTS);
                vacuum.run(vacuum.plan());
            } catch (RuntimeException | Error died) {
                assertThat(storage.hasCrashed()).as("seed %d: %s", seed, died).isTrue();
            }
            checkRetained();
        }

        private void checkRetained() {
            Instant cutoff = table.clock.instant().minus(Duration.ofDays(7));
            Version oldest = versions.entrySet().stream()
                    .filter(entry -> !entry.getValue().committed().isAfter(cutoff))
                    .map(Map.Entry::getKey)
                    .max(Version::compareTo)
                    .orElse(Version.of(0));
            TransactionLog log = TransactionLog.open(table.environment, table.location);
            versions.forEach((version, known) -> {
                if (version.compareTo(oldest) >= 0) {
                    assertThat(table.rows(log.at(version)))
                            .as("seed %d: rows of version %s", seed, version)
                            .containsExactlyInAnyOrderElementsOf(known.rows());
                }
            });
        }
    }
}
