package io.twinlake.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinlake.storage.Content;
import io.twinlake.storage.ForwardingStorage;
import io.twinlake.storage.Location;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TimeTravelTest {

    private final Tables tables = new Tables();
    private final Instant start = tables.clock.instant();

    @Test
    void every_version_can_be_read() {
        TransactionLog log = hourly();

        assertThat(Tables.paths(log.at(Version.of(1)))).containsExactly("1.parquet");
        assertThat(Tables.paths(log.at(Version.of(3)))).containsExactly("1.parquet", "2.parquet", "3.parquet");
        assertThatThrownBy(() -> log.at(Version.of(6)))
                .isInstanceOf(VersionNotFoundException.class)
                .hasMessageContaining("the newest is 5");
    }

    @Test
    void a_time_is_the_latest_version_that_was_there() {
        TransactionLog log = hourly();

        assertThat(log.asOf(start).version()).isEqualTo(Version.of(0));
        assertThat(log.asOf(start.plus(Duration.ofMinutes(59))).version()).isEqualTo(Version.of(0));
        assertThat(log.asOf(start.plus(Duration.ofHours(1))).version()).isEqualTo(Version.of(1));
        assertThat(log.asOf(start.plus(Duration.ofMinutes(200))).version()).isEqualTo(Version.of(3));
        assertThat(log.asOf(start.plus(Duration.ofDays(1))).version()).isEqualTo(Version.of(5));
    }

    @Test
    void commits_that_are_cleaned_up_during_the_search_are_taken_for_old() {
        TransactionLog log = hourly();
        log.checkpoint(log.at(Version.of(2)));
        TransactionLog slow = tables.log(new ForwardingStorage(tables.memory) {
            @Override
            public byte[] read(Location at) {
                if (at.equals(tables.commit(0))) {
                    inner.delete(List.of(tables.commit(0), tables.commit(1)));
                }
                return inner.read(at);
            }
        });

        assertThat(slow.asOf(start.plus(Duration.ofMinutes(200))).version()).isEqualTo(Version.of(3));
    }

    @Test
    void before_the_first_version_there_is_nothing() {
        TransactionLog log = hourly();

        assertThatThrownBy(() -> log.asOf(start.minusMillis(1)))
                .isInstanceOf(VersionNotFoundException.class)
                .hasMessageContaining("the oldest that is there is 0, committed at 2024-01-01T00:00:00Z");
    }

    @Test
    void where_no_commit_is_left_no_time_is_known() {
        tables.memory.put(
                tables.commit(0),
                Content.of(
                        ActionWriter.bytes(List.of(new Action.Protocol(1, 2, Set.of(), Set.of()), Tables.metadata()))));
        TransactionLog log = tables.log();
        log.checkpoint(log.latest());
        tables.memory.delete(List.of(tables.commit(0)));

        assertThatThrownBy(() -> tables.log().asOf(start))
                .isInstanceOf(VersionNotFoundException.class)
                .hasMessageContaining("none of its commits is there any more; ask for a version by its number");
    }

    @Test
    void commits_in_one_millisecond_have_times_of_their_own() {
        TransactionLog log = tables.created();
        log.append("WRITE").add(tables.file("a.parquet")).commit();
        log.append("WRITE").add(tables.file("b.parquet")).commit();

        assertThat(List.of(0L, 1L, 2L).stream().map(v -> log.at(Version.of(v)).timestamp()))
                .containsExactly(start, start.plusMillis(1), start.plusMillis(2));
    }

    @Test
    void without_times_in_commits_those_of_objects_count_and_never_go_back() {
        String protocol = "{\"protocol\":{\"minReaderVersion\":1,\"minWriterVersion\":2}}\n";
        String metadata = "{\"metaData\":{\"id\":\"i\",\"format\":{\"provider\":\"parquet\",\"options\":{}},"
                + "\"schemaString\":\"{\\\"type\\\":\\\"struct\\\",\\\"fields\\\":[]}\","
                + "\"partitionColumns\":[],\"configuration\":{}}}\n";
        tables.memory.put(tables.commit(0), Content.of(protocol + metadata));
        tables.memory.put(tables.commit(1), Content.of("{\"commitInfo\":{\"operation\":\"WRITE\"}}\n"));
        tables.clock.advance(Duration.ofHours(1));
        tables.memory.put(tables.commit(2), Content.of("{\"commitInfo\":{\"operation\":\"WRITE\"}}\n"));
        TransactionLog log = tables.log();

        assertThat(log.at(Version.of(1)).timestamp()).isEqualTo(start.plusMillis(1));
        assertThat(log.asOf(start).version()).isEqualTo(Version.of(0));
        assertThat(log.asOf(start.plusSeconds(60)).version()).isEqualTo(Version.of(1));
        assertThat(log.asOf(start.plus(Duration.ofDays(1))).version()).isEqualTo(Version.of(2));
    }

    /** Version n is committed n hours after the start. */
    private TransactionLog hourly() {
        TransactionLog log = tables.created();
        for (int hour = 1; hour <= 5; hour++) {
            tables.clock.advance(Duration.ofHours(1));
            log.append("WRITE").add(tables.file(hour + ".parquet")).commit();
        }
        return log;
    }
}
