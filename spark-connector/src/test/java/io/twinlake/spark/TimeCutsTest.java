package io.twinlake.spark;

import static io.twinlake.spark.TimedFilesTest.timed;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class TimeCutsTest {

    private static final long UNKNOWN_MIN = Long.MIN_VALUE;
    private static final long UNKNOWN_MAX = Long.MAX_VALUE;

    private static List<TimedFile> oneAfterTheOther(int files) {
        return LongStream.range(0, files)
                .mapToObj(i -> timed(false, i * 100, i * 100 + 99))
                .toList();
    }

    @Test
    void files_that_do_not_overlap_are_cut_apart_however_many_they_are() {
        assertThat(TimeCuts.of(oneAfterTheOther(50), false))
                .containsExactlyElementsOf(
                        LongStream.range(1, 50).mapToObj(i -> i * 100).toList());
    }

    @Test
    void the_milliseconds_by_which_bounds_are_wide_join_no_files() {
        List<TimedFile> touching = List.of(timed(false, 0, 1_000_000), timed(false, 996_500, 2_000_000));

        assertThat(TimeCuts.of(touching, true)).contains(996_500L);
        assertThat(TimeCuts.of(touching, false)).hasSize(TimeCuts.SLICES - 1).doesNotContain(996_500L);
    }

    @Test
    void files_that_overlap_are_cut_into_at_most_sixteen_slices_of_about_the_same_size() {
        List<TimedFile> files =
                LongStream.range(0, 100).mapToObj(i -> timed(false, 0, 15_999)).toList();

        List<Long> cuts = TimeCuts.of(files, false);

        assertThat(cuts).hasSize(15);
        for (int i = 0; i < cuts.size(); i++) {
            assertThat(cuts.get(i)).isBetween((i + 1) * 1000L - 2, (i + 1) * 1000L + 2);
        }
    }

    @Test
    void rows_without_an_event_time_are_one_of_the_slices() {
        List<TimedFile> files = List.of(timed(true, 0, 15_999), timed(false, 0, 15_999));

        assertThat(TimeCuts.of(files, false)).hasSize(15).startsWith(Long.MIN_VALUE);
    }

    @Test
    void a_file_of_unknown_bounds_is_read_in_every_one_of_few_slices() {
        List<TimedFile> files = new ArrayList<>(oneAfterTheOther(200));
        files.add(timed(false, UNKNOWN_MIN, UNKNOWN_MAX));

        assertThat(TimeCuts.of(files, false)).hasSizeBetween(10, 15);
    }

    @Test
    void nothing_is_cut_where_no_bounds_are_known() {
        assertThat(TimeCuts.of(List.of(), true)).isEmpty();
        assertThat(TimeCuts.of(List.of(timed(true, UNKNOWN_MIN, UNKNOWN_MAX), timed(true, 5, UNKNOWN_MAX)), true))
                .isEmpty();
    }

    @Test
    void every_row_is_of_one_range_and_its_file_is_read_for_it() {
        int seeds = Integer.getInteger("twinlake.seeds", 50);
        for (long seed = 0; seed < seeds; seed++) {
            List<TimedFile> files = random(new Random(seed));
            List<Long> cuts = TimeCuts.of(files, seed % 2 == 0);
            assertThat(cuts).as("seed " + seed).isSorted().doesNotHaveDuplicates();
            List<EventTimes> ranges = ranges(cuts);
            for (TimedFile file : files) {
                check(seed, file, ranges);
            }
        }
    }

    private static void check(long seed, TimedFile file, List<EventTimes> ranges) {
        Random random = new Random(seed);
        for (int i = 0; i < 5; i++) {
            long width = Math.max(1, file.max() - file.min());
            long value = width > 0 ? file.min() + Math.floorMod(random.nextLong(), width) : random.nextLong();
            List<EventTimes> holding =
                    ranges.stream().filter(range -> range.contains(value)).toList();
            assertThat(holding).as("seed " + seed).hasSize(1).allMatch(file::mayHold);
        }
        if (file.mayHaveNulls()) {
            assertThat(ranges.stream().filter(EventTimes::withNulls))
                    .as("seed " + seed)
                    .hasSize(1)
                    .allMatch(file::mayHold);
        }
    }

    private static List<EventTimes> ranges(List<Long> cuts) {
        List<EventTimes> ranges = new ArrayList<>();
        OptionalLong start = OptionalLong.empty();
        for (Long cut : cuts) {
            ranges.add(EventTimes.between("at", start, OptionalLong.of(cut)));
            start = OptionalLong.of(cut);
        }
        ranges.add(EventTimes.between("at", start, OptionalLong.empty()));
        return ranges;
    }

    static List<TimedFile> random(Random random) {
        List<TimedFile> files = new ArrayList<>();
        int count = 1 + random.nextInt(30);
        for (int i = 0; i < count; i++) {
            long min = random.nextInt(10) == 0 ? UNKNOWN_MIN : random.nextInt(100_000);
            long max = random.nextInt(10) == 0 ? UNKNOWN_MAX : Math.max(0, min) + random.nextInt(20_000);
            files.add(timed(random.nextInt(4) == 0, min, max));
        }
        return files;
    }
}
