package io.twinlake.query;

import static io.twinlake.query.TwinTable.values;
import static io.twinlake.storage.Operation.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinlake.log.Action.AddFile;
import io.twinlake.log.IsolationLevel;
import io.twinlake.log.Snapshot;
import io.twinlake.log.TransactionLog;
import io.twinlake.log.Version;
import io.twinlake.query.TwinTable.Change;
import io.twinlake.storage.Location;
import io.twinlake.storage.RecordingStorage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SubscriptionTest {

    private final TwinTable table = new TwinTable();

    @AfterEach
    void the_table_is_sound() {
        table.close();
    }

    @Test
    void commits_come_whole_and_in_order() {
        table.append(Change.of("a", 1, 1, "gate"), Change.of("b", 1, 1, "air"));
        table.append(Change.of("a", 2, 2, "taxi"));

        try (Subscription subscription = Subscription.from(table.log, StartAt.version(0))) {
            assertThat(received(subscription)).containsExactly("1: a 1", "1: b 1", "2: a 2");
            assertThat(subscription.position()).isEqualTo(Version.of(3));
        }
    }

    @Test
    void a_poll_is_one_get() {
        table.append(Change.of("a", 1, 1, "gate"));
        RecordingStorage storage = RecordingStorage.over(table.storage, table.location);
        TransactionLog log = TransactionLog.open(table.environment(storage), table.location);
        Subscription subscription = Subscription.from(log, StartAt.latest());
        storage.forget();

        assertThat(subscription.poll()).isEmpty();
        assertThat(storage.operations()).containsExactly(read("_delta_log/00000000000000000002.json"));

        table.append(Change.of("b", 1, 1, "gate"));
        storage.forget();
        assertThat(subscription.poll()).isPresent();
        assertThat(storage.operations()).containsExactly(read("_delta_log/00000000000000000002.json"));
    }

    @Test
    void latest_gives_only_what_is_committed_from_now_on() {
        table.append(Change.of("a", 1, 1, "gate"));
        Subscription subscription = Subscription.from(table.log, StartAt.latest());
        table.append(Change.of("b", 1, 1, "gate"));

        assertThat(received(subscription)).containsExactly("2: b 1");
    }

    @Test
    void earliest_gives_the_oldest_version_and_then_the_rest() {
        table.append(Change.of("a", 1, 1, "gate"));
        table.append(Change.of("b", 1, 1, "gate"));

        assertThat(received(Subscription.from(table.log, StartAt.earliest()))).containsExactly("1: a 1", "2: b 1");
    }

    @Test
    void a_time_means_the_first_commit_made_then_or_later() {
        table.clock.advance(Duration.ofHours(1));
        table.append(Change.of("a", 1, 1, "gate"));
        Instant first = table.latest().timestamp();
        table.clock.advance(Duration.ofHours(1));
        table.append(Change.of("b", 1, 1, "gate"));

        assertThat(received(Subscription.from(table.log, StartAt.timestamp(first))))
                .containsExactly("1: a 1", "2: b 1");
        assertThat(received(Subscription.from(table.log, StartAt.timestamp(first.plusMillis(1)))))
                .containsExactly("2: b 1");
        assertThat(received(Subscription.from(table.log, StartAt.timestamp(Instant.EPOCH))))
                .containsExactly("1: a 1", "2: b 1");
    }

    @Test
    void a_version_that_is_not_there_yet_is_waited_for() {
        Subscription subscription = Subscription.from(table.log, StartAt.version(2));
        assertThat(subscription.poll()).isEmpty();

        table.append(Change.of("a", 1, 1, "gate"));
        table.append(Change.of("b", 1, 1, "gate"));

        assertThat(received(subscription)).containsExactly("2: b 1");
    }

    @Test
    void rearranged_rows_are_passed_over() {
        table.append(Change.of("a", 1, 1, "gate"));
        Snapshot snapshot = table.log.latest();
        AddFile small = snapshot.files().findFirst().orElseThrow();
        snapshot.transaction(IsolationLevel.SNAPSHOT, "OPTIMIZE")
                .remove(small)
                .add(table.write(List.of(Change.of("a", 1, 1, "gate"))))
                .commit();
        table.append(Change.of("b", 1, 1, "gate"));

        assertThat(received(Subscription.from(table.log, StartAt.version(1)))).containsExactly("1: a 1", "3: b 1");
    }

    @Test
    void a_commit_that_removes_rows_stops_the_subscription_unless_removals_are_ignored() {
        table.append(Change.of("a", 1, 1, "gate"));
        Snapshot snapshot = table.log.latest();
        snapshot.transaction(IsolationLevel.SERIALIZABLE, "DELETE")
                .remove(snapshot.files().findFirst().orElseThrow())
                .commit();
        table.append(Change.of("b", 1, 1, "gate"));

        Subscription refusing = Subscription.from(table.log, StartAt.version(2));
        assertThatThrownBy(refusing::poll)
                .isInstanceOf(RowsRemovedException.class)
                .hasMessageContaining("version 2 removed rows")
                .hasMessageContaining("from version 3");

        Subscription ignoring = Subscription.from(table.log, StartAt.version(2), Subscription.Removals.IGNORED);
        assertThat(received(ignoring)).containsExactly("3: b 1");
    }

    @Test
    void a_version_that_has_been_cleaned_up_is_a_gap_with_a_remedy() {
        for (int i = 0; i < 4; i++) {
            table.append(Change.of("a", i, i + 1, "gate"));
        }
        table.log.checkpoint(table.log.latest());
        deleteCommits(0, 3);
        TransactionLog log = TransactionLog.open(table.environment, table.location);

        assertThatThrownBy(() -> Subscription.from(log, StartAt.version(2)))
                .isInstanceOf(SubscriptionGapException.class)
                .hasMessageContaining("version 2")
                .hasMessageContaining("cleaned up to version 4")
                .hasMessageContaining("Subscribe from 'earliest'");
        assertThat(received(Subscription.from(log, StartAt.earliest()))).hasSize(4);
    }

    @Test
    void a_subscriber_that_was_away_for_too_long_is_told_of_the_gap() {
        table.append(Change.of("a", 1, 1, "gate"));
        TransactionLog log = TransactionLog.open(table.environment, table.location);
        Subscription subscription = Subscription.from(log, StartAt.latest());
        for (int i = 0; i < 4; i++) {
            table.append(Change.of("b", i, i + 1, "gate"));
        }
        table.log.checkpoint(table.log.latest());
        deleteCommits(0, 4);
        table.clock.advance(Duration.ofHours(2));

        assertThatThrownBy(subscription::poll)
                .isInstanceOf(SubscriptionGapException.class)
                .hasMessageContaining("version 2");
    }

    @Test
    void a_data_file_that_vacuum_took_is_a_gap_with_a_remedy() {
        table.append(Change.of("a", 1, 1, "gate"));
        Snapshot snapshot = table.log.latest();
        AddFile file = snapshot.files().findFirst().orElseThrow();
        Subscription subscription = Subscription.from(table.log, StartAt.version(1));
        SubscribedCommit commit = subscription.poll().orElseThrow();
        snapshot.transaction(IsolationLevel.SERIALIZABLE, "DELETE").remove(file).commit();
        table.storage.delete(List.of(snapshot.locate(file.path())));

        assertThatThrownBy(() -> values(commit.rows()))
                .isInstanceOf(SubscriptionGapException.class)
                .hasMessageContaining("vacuum deleted it");
    }

    @Test
    void earliest_is_a_version_whose_files_vacuum_has_left() {
        table.append(Change.of("a", 1, 1, "gate"));
        AddFile first = table.log.latest().files().findFirst().orElseThrow();
        table.append(Change.of("b", 1, 1, "gate"));
        table.log
                .latest()
                .transaction(IsolationLevel.SNAPSHOT, "OPTIMIZE")
                .remove(first)
                .add(table.write(List.of(Change.of("a", 1, 1, "gate"))))
                .commit();
        table.clock.advance(Duration.ofDays(3));
        table.append(Change.of("c", 1, 1, "gate"));
        table.clock.advance(Duration.ofDays(5));
        assertThat(received(Subscription.from(table.log, StartAt.earliest())))
                .containsExactly("1: a 1", "2: b 1", "4: c 1");

        table.storage.delete(List.of(table.log.latest().locate(first.path())));
        assertThat(received(Subscription.from(table.log, StartAt.earliest())))
                .containsExactlyInAnyOrder("3: a 1", "3: b 1", "4: c 1");
    }

    @Test
    void a_lease_follows_what_has_been_dealt_with_at_a_third_of_its_time() {
        table.append(Change.of("a", 1, 1, "gate"));
        table.append(Change.of("b", 1, 1, "gate"));
        Subscription subscription =
                Subscription.from(table.log, StartAt.version(1)).leased("reports", Duration.ofHours(3));
        assertThat(leased()).isEqualTo(Version.of(1));

        subscription.poll();
        subscription.poll();
        assertThat(leased()).isEqualTo(Version.of(1));
        table.clock.advance(Duration.ofHours(1));
        subscription.poll();
        assertThat(leased()).isEqualTo(Version.of(3));

        subscription.close();
        assertThat(leased()).isEqualTo(Version.of(3));
    }

    @Test
    void a_commit_that_waits_to_be_given_is_claimed_too() {
        table.append(Change.of("a", 1, 1, "gate"));

        Subscription.from(table.log, StartAt.earliest()).leased("reports", Duration.ofHours(3));

        assertThat(leased()).isEqualTo(Version.of(1));
    }

    private Version leased() {
        return table.log.leases().active().get(0).version();
    }

    @Test
    void waiting_polls_until_there_is_a_commit() {
        Subscription subscription = Subscription.from(table.log, StartAt.latest());
        Instant before = table.clock.instant();
        Thread later = new Thread(() -> table.append(Change.of("a", 1, 1, "gate")));
        later.start();

        SubscribedCommit commit = subscription.await(Duration.ofMillis(1));

        assertThat(commit.version()).isEqualTo(Version.of(1));
        assertThat(table.clock.instant()).isAfterOrEqualTo(before);
    }

    private void deleteCommits(int from, int to) {
        List<Location> commits = new ArrayList<>();
        for (int version = from; version <= to; version++) {
            commits.add(table.location.resolve("_delta_log/%020d.json".formatted(version)));
        }
        table.storage.delete(commits);
    }

    private static List<String> received(Subscription subscription) {
        List<String> received = new ArrayList<>();
        for (SubscribedCommit commit : subscription) {
            for (List<Optional<Object>> row : TwinTable.rows(commit.rows())) {
                received.add(commit.version() + ": " + row.get(0).orElseThrow() + " "
                        + row.get(3).orElseThrow());
            }
        }
        return received;
    }
}
