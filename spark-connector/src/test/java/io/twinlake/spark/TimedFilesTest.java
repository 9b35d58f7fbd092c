package io.twinlake.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinlake.log.Action.AddFile;
import io.twinlake.log.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.LongStream;
import org.apache.spark.sql.connector.read.streaming.ReadLimit;
import org.junit.jupiter.api.Test;

class TimedFilesTest {

    private static final StreamOffset START =
            StreamOffset.atSnapshot("id", Version.of(7)).inOrderOf("at");

    private static int names;

    static TimedFile timed(boolean nulls, long min, long max) {
        AddFile add = new AddFile(
                "f" + names++,
                Map.of(),
                1000,
                0,
                true,
                Optional.empty(),
                Map.of(),
                Optional.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                Optional.empty());
        return new TimedFile(add, nulls, true, min, max);
    }

    private static TimedFiles files(List<TimedFile> files) {
        return new TimedFiles(new EventTimeColumn("at", "at"), files, TimeCuts.of(files, false));
    }

    /** How many files each micro-batch reads. */
    private static List<Integer> microBatches(TimedFiles files, ReadLimit limit) {
        List<Integer> sizes = new ArrayList<>();
        Optional<StreamOffset> at = Optional.of(START);
        while (at.isPresent()) {
            StreamOffset from = StreamOffset.parse(at.get().json());
            at = files.stop(from, Admission.within(limit));
            sizes.add(files.between(from, at).size());
        }
        return sizes;
    }

    @Test
    void a_micro_batch_has_as_many_files_as_its_limit_where_they_do_not_overlap() {
        TimedFiles files = files(LongStream.range(0, 10)
                .mapToObj(i -> timed(false, i * 100, i * 100 + 99))
                .toList());

        assertThat(microBatches(files, ReadLimit.maxFiles(3))).containsExactly(3, 3, 3, 1);
        assertThat(microBatches(files, ReadLimit.maxBytes(2000))).containsExactly(2, 2, 2, 2, 2);
        assertThat(microBatches(files, ReadLimit.maxBytes(1))).hasSize(10).containsOnly(1);
        assertThat(microBatches(files, ReadLimit.allAvailable())).containsExactly(10);
        assertThat(files.filesFrom(START)).isEqualTo(10);
        assertThat(files.filesFrom(START.below(450))).isEqualTo(6);
    }

    @Test
    void a_table_without_files_takes_no_place_in_a_micro_batch() {
        Admission admission = Admission.within(ReadLimit.maxFiles(1));

        assertThat(files(List.of()).stop(START, admission)).isEmpty();
        assertThat(admission.admit(5, 5000)).isTrue();
    }

    @Test
    void files_that_overlap_are_read_as_often_as_limits_ask_and_at_most_in_sixteen_slices() {
        TimedFiles files = files(LongStream.range(0, 40)
                .mapToObj(i -> timed(false, i, 100_000 + i))
                .toList());

        assertThat(microBatches(files, ReadLimit.maxFiles(40))).containsExactly(40);
        assertThat(microBatches(files, ReadLimit.maxFiles(39))).containsExactly(40, 40);
        assertThat(microBatches(files, ReadLimit.maxFiles(11))).hasSize(4).containsOnly(40);
        assertThat(microBatches(files, ReadLimit.maxFiles(1)))
                .hasSize(TimeCuts.SLICES)
                .containsOnly(40);
    }

    @Test
    void rows_without_an_event_time_come_first_and_their_files_again_for_the_others() {
        TimedFiles files = files(List.of(timed(true, 5000, 5999), timed(false, 0, 999), timed(true, 2000, 2999)));

        assertThat(microBatches(files, ReadLimit.maxFiles(1))).containsExactly(2, 1, 1, 1);
        List<FileSlice> first = files.between(START, files.stop(START, Admission.within(ReadLimit.maxFiles(1))));
        assertThat(first).allSatisfy(slice -> {
            assertThat(slice.times().orElseThrow().withNulls()).isTrue();
            assertThat(slice.times().orElseThrow().contains(0)).isFalse();
        });
    }

    @Test
    void micro_batches_are_within_limits_or_have_the_files_of_one_range_and_hold_every_value_once() {
        for (long seed = 0; seed < Integer.getInteger("twinlake.seeds", 50); seed++) {
            Random random = new Random(seed);
            List<TimedFile> listed = TimeCutsTest.random(random);
            TimedFiles files = files(listed);
            int limit = 1 + random.nextInt(10);
            long value = random.nextInt(110_000);
            int holding = 0;
            Optional<StreamOffset> at = Optional.of(START);
            while (at.isPresent()) {
                StreamOffset from = at.get();
                at = files.stop(from, Admission.within(ReadLimit.maxFiles(limit)));
                List<FileSlice> read = files.between(from, at);
                var least = files.stop(from, Admission.within(ReadLimit.maxFiles(0)));
                assertThat(read.size())
                        .as("seed " + seed)
                        .isLessThanOrEqualTo(
                                Math.max(limit, files.between(from, least).size()));
                holding += (int) read.stream()
                        .filter(slice -> slice.times().orElseThrow().contains(value))
                        .filter(slice -> file(listed, slice).min() <= value
                                && value <= file(listed, slice).max())
                        .count();
            }
            assertThat(holding).as("seed " + seed).isEqualTo((int) listed.stream()
                    .filter(file -> file.min() <= value && value <= file.max())
                    .count());
        }
    }

    private static TimedFile file(List<TimedFile> files, FileSlice slice) {
        return files.stream()
                .filter(file -> file.file().equals(slice.file()))
                .findFirst()
                .orElseThrow();
    }
}
