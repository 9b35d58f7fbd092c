package io.twinlake.benchmarks;

import io.twinlake.format.ColumnStatistics;
import io.twinlake.format.DataFile;
import io.twinlake.format.DataType.Primitive;
import io.twinlake.format.Field;
import io.twinlake.format.FileStatistics;
import io.twinlake.format.Literal;
import io.twinlake.format.Schema;
import io.twinlake.log.Action;
import io.twinlake.log.Transaction;
import io.twinlake.log.TransactionLog;
import io.twinlake.storage.Environment;
import io.twinlake.storage.Location;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;

/**
 * A table of many files that are only in its log: six columns with statistics, keys in ranges that overlap a little, in
 * no order. There are no data files.
 */
final class ManyFiles {

    static final Schema SCHEMA = Schema.of(
            Field.nullable("key", Primitive.STRING),
            Field.nullable("observed_at", Primitive.TIMESTAMP),
            Field.nullable("seq", Primitive.LONG),
            Field.nullable("phase", Primitive.STRING),
            Field.nullable("altitude", Primitive.DOUBLE),
            Field.nullable("on_ground", Primitive.BOOLEAN));

    private static final int FILES_A_COMMIT = 50_000;
    /** More than a process holds in memory beside a checkpoint that is sorted anew. */
    private static final long MOST_WITHOUT_CHECKPOINT = 1_000_000;

    private static final Instant FIRST = Instant.parse("2026-01-01T00:00:00Z");

    private final Environment environment;
    private final TransactionLog log;
    private final long keys;

    private ManyFiles(Environment environment, TransactionLog log, long keys) {
        this.environment = environment;
        this.log = log;
        this.keys = keys;
    }

    /**
     * Creates the table with that many files; writes checkpoints on the way if they are more than a million, but not the last.
     *
     * @param keys all files' keys are below this number
     */
    static TransactionLog create(
            Environment environment, Location at, long files, long keys, Map<String, String> properties) {
        TransactionLog log = TransactionLog.open(environment, at);
        log.create(
                        new Action.Metadata(
                                environment.uuid().toString(),
                                Optional.of("files"),
                                Optional.empty(),
                                "parquet",
                                SCHEMA,
                                List.of(),
                                properties,
                                OptionalLong.empty()),
                        "CREATE TABLE")
                .commit();
        var table = new ManyFiles(environment, log, keys);
        for (long done = 0; done < files; done += FILES_A_COMMIT) {
            if (done > 0 && done % MOST_WITHOUT_CHECKPOINT == 0) {
                log.checkpoint(log.latest());
            }
            table.append((int) Math.min(FILES_A_COMMIT, files - done));
        }
        return log;
    }

    /** So many commits of one file each. */
    static void append(Environment environment, TransactionLog log, int commits, long keys) {
        var table = new ManyFiles(environment, log, keys);
        for (int i = 0; i < commits; i++) {
            table.append(1);
        }
    }

    private void append(int count) {
        var random = new SplittableRandom(log.latest().version().number());
        Transaction append = log.append("WRITE");
        for (int i = 0; i < count; i++) {
            append.add(file(random.nextLong(keys)));
        }
        append.commit();
    }

    static String key(long number) {
        return "N%09d".formatted(number);
    }

    private DataFile file(long number) {
        Map<List<String>, ColumnStatistics> columns = new LinkedHashMap<>();
        Instant begin = FIRST.plusSeconds(number);
        columns.put(List.of("key"), bounds(key(number), key(number + 2)));
        columns.put(List.of("observed_at"), bounds(begin, begin.plusSeconds(3600)));
        columns.put(List.of("seq"), bounds(number, number + 1000));
        columns.put(List.of("phase"), bounds("climbing", "taxiing"));
        columns.put(List.of("altitude"), bounds(number * 0.5, number * 0.5 + 30_000));
        columns.put(List.of("on_ground"), new ColumnStatistics(Optional.empty(), Optional.empty(), OptionalLong.of(0)));
        return new DataFile(
                log.table().resolve("part-" + environment.uuid() + ".parquet"),
                1_000_000 + number,
                10_000,
                new FileStatistics(OptionalLong.of(10_000), columns, true));
    }

    private static ColumnStatistics bounds(Object least, Object most) {
        return new ColumnStatistics(Optional.of(Literal.of(least)), Optional.of(Literal.of(most)), OptionalLong.of(0));
    }
}
