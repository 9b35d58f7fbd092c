package io.twinlake.benchmarks;

import io.twinlake.format.DeletionVector;
import io.twinlake.format.DeletionVectorFile;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Decoding the deletion vector of a file of a million rows, checksum included, and leaving its rows out of batches. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class DeletionVectorBenchmark {

    private static final int ROWS = 1_000_000;
    private static final int BATCH_ROWS = 4096;

    /** How many of a million rows are deleted. */
    @Param({"100", "10000", "500000"})
    int deleted;

    private byte[] frame = {};
    private int size;
    private DeletionVector vector = DeletionVector.NONE;

    @Setup
    public void encode() {
        Random random = new Random(42);
        vector = DeletionVector.of(
                LongStream.generate(() -> random.nextInt(ROWS)).distinct().limit(deleted));
        DeletionVectorFile file = new DeletionVectorFile();
        DeletionVectorFile.Place place = file.add(vector);
        byte[] object = file.toBytes();
        frame = Arrays.copyOfRange(object, place.offset(), object.length);
        size = place.size();
    }

    @Benchmark
    public DeletionVector decode() {
        return DeletionVectorFile.parse(frame, size);
    }

    @Benchmark
    public int leaveOut() {
        int live = 0;
        for (int first = 0; first < ROWS; first += BATCH_ROWS) {
            live += vector.live(first, Math.min(BATCH_ROWS, ROWS - first)).length;
        }
        return live;
    }
}
