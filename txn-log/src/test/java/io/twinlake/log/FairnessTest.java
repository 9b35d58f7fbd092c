package io.twinlake.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinlake.storage.Content;
import io.twinlake.storage.Environment;
import io.twinlake.storage.ForwardingStorage;
import io.twinlake.storage.Location;
import io.twinlake.storage.PutOutcome;
import io.twinlake.storage.Storage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Sixteen writers commit without a break, at the pace of S3, in simulated time: all come to their turn, and soon. */
class FairnessTest {

    private static final int WRITERS = 16;
    private static final int COMMITS = 40;

    private final Tables tables = new Tables();
    private final EventTime time = new EventTime();
    private final List<Integer> attempts = new ArrayList<>();
    private final List<Duration> durations = new ArrayList<>();

    @Test
    void no_writer_starves() throws Exception {
        tables.created();
        Instant begin = time.instant();

        time.run(IntStream.range(0, WRITERS)
                .mapToObj(writer -> (Runnable) () -> write(writer))
                .toList());

        attempts.sort(null);
        durations.sort(null);
        Duration all = Duration.between(begin, time.instant());
        String figures = "puts a commit: median %s, 99th of 100 %s, most %s; longest %s; %s commits in %s"
                .formatted(
                        percentile(attempts, 50),
                        percentile(attempts, 99),
                        percentile(attempts, 100),
                        percentile(durations, 100),
                        attempts.size(),
                        all);
        System.out.println(figures);
        assertThat(attempts).as(figures).hasSize(WRITERS * COMMITS);
        assertThat(percentile(attempts, 100)).as(figures).isLessThanOrEqualTo(40);
        assertThat(percentile(durations, 100)).as(figures).isLessThan(Duration.ofSeconds(15));
        assertThat(all).as(figures).isLessThan(Duration.ofMinutes(3));
    }

    private void write(int writer) {
        Random random = new Random(writer);
        S3Pace storage = new S3Pace(tables.memory, random);
        TransactionLog log = TransactionLog.open(new Environment(storage, time, random, time::elapse), tables.location);
        for (int commit = 0; commit < COMMITS; commit++) {
            time.elapse(Duration.ofMillis(60 + random.nextInt(140)));
            Instant begin = time.instant();
            storage.puts = 0;
            log.append("WRITE").add(tables.file("w" + writer + "-" + commit)).commit();
            attempts.add(storage.puts);
            durations.add(Duration.between(begin, time.instant()));
        }
    }

    private static <T> T percentile(List<T> sorted, int percent) {
        return sorted.get((sorted.size() - 1) * percent / 100);
    }

    /** Requests take as long as on S3; a put decides somewhere in its middle. */
    private final class S3Pace extends ForwardingStorage {

        private final Random random;
        private int puts;

        S3Pace(Storage inner, Random random) {
            super(inner);
            this.random = random;
        }

        @Override
        public PutOutcome putIfAbsent(Location at, Content content) {
            puts++;
            time.elapse(Duration.ofMillis(40 + random.nextInt(80)));
            PutOutcome outcome = inner.putIfAbsent(at, content);
            time.elapse(Duration.ofMillis(20 + random.nextInt(60)));
            return outcome;
        }

        @Override
        public byte[] read(Location at) {
            time.elapse(Duration.ofMillis(15 + random.nextInt(35)));
            return inner.read(at);
        }
    }
}
