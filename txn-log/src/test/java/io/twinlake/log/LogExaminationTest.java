package io.twinlake.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinlake.storage.Content;
import io.twinlake.storage.Location;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What sums up a log, beside the commits that it sums up. */
class LogExaminationTest {

    private final Tables tables = new Tables();
    private final TransactionLog log = tables.log();

    @BeforeEach
    void a_table_of_six_versions() {
        tables.created();
        for (int version = 1; version <= 5; version++) {
            append("part-" + version + ".parquet");
        }
    }

    @Test
    void what_says_the_same_as_its_commits_is_in_order() {
        log.checkpoint(log.at(Version.of(3)));
        log.checkpoint(log.latest());
        log.compactLog(Version.of(1), Version.of(4));

        assertThat(LogExamination.of(tables.log())).isEmpty();
    }

    @Test
    void a_log_compaction_of_a_commit_that_was_lost_and_written_again_misleads_nobody() {
        log.compactLog(Version.of(3), Version.of(5));
        tables.memory.delete(List.of(commit(5)));
        tables.clock.advance(Duration.ofSeconds(1));
        append("again.parquet");

        assertThat(Tables.paths(tables.log().latest()))
                .contains("again.parquet")
                .doesNotContain("part-5.parquet");
        assertThat(LogExamination.of(tables.log())).isEmpty();
    }

    @Test
    void a_log_compaction_that_says_otherwise_than_its_commits_is_found() {
        log.compactLog(Version.of(3), Version.of(5));
        tables.memory.delete(List.of(commit(5)));
        append("again.parquet");

        assertThat(LogExamination.of(tables.log()))
                .singleElement()
                .satisfies(found -> assertThat(found.misleads()).isTrue())
                .satisfies(found -> assertThat(found.object().name()).endsWith(".compacted.json"))
                .satisfies(found ->
                        assertThat(found.problem()).contains("1 live files more and 1 fewer", "up to version 5"));
    }

    @Test
    void a_checkpoint_that_says_otherwise_than_its_commits_is_found() {
        log.checkpoint(log.at(Version.of(3)));
        byte[] ofThree = tables.memory.read(checkpoint(3));
        tables.memory.put(checkpoint(5), Content.of(ofThree));

        assertThat(LogExamination.of(tables.log()))
                .singleElement()
                .satisfies(found -> assertThat(found.misleads()).isTrue())
                .satisfies(found -> assertThat(found.object()).isEqualTo(checkpoint(5)))
                .satisfies(found -> assertThat(found.problem()).contains("0 live files more and 2 fewer"));
    }

    @Test
    void what_can_not_be_read_or_is_not_there_costs_time_alone() {
        log.checkpoint(log.at(Version.of(3)));
        tables.memory.put(checkpoint(3), Content.of("damaged"));
        assertThat(LogExamination.of(tables.log()))
                .extracting(LogExamination.Problem::problem)
                .containsExactly("it can't be read as a checkpoint");

        tables.memory.delete(List.of(checkpoint(3)));
        assertThat(LogExamination.of(tables.log()))
                .singleElement()
                .satisfies(found -> assertThat(found.misleads()).isFalse())
                .satisfies(
                        found -> assertThat(found.problem()).contains("a checkpoint of version 3, and there is none"));
    }

    @Test
    void commits_that_were_cleaned_up_are_not_asked_for() {
        log.checkpoint(log.at(Version.of(3)));
        tables.memory.delete(IntStream.rangeClosed(0, 3).mapToObj(this::commit).toList());

        assertThat(LogExamination.of(tables.log())).isEmpty();
    }

    private void append(String file) {
        tables.log().append("WRITE").add(tables.file(file)).commit();
    }

    private Location commit(long version) {
        return tables.location.resolve("_delta_log/" + new CommitFile(Version.of(version)).name());
    }

    private Location checkpoint(long version) {
        return tables.location.resolve(
                "_delta_log/" + CheckpointFile.classic(Version.of(version)).name());
    }
}
