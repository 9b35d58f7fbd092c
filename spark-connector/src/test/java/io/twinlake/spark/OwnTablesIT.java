package io.twinlake.spark;

import static io.twinlake.spark.TestSpark.deltas;
import static io.twinlake.spark.TestSpark.newFolder;
import static io.twinlake.spark.TestSpark.ours;
import static io.twinlake.spark.TestSpark.rows;
import static org.assertj.core.api.Assertions.assertThat;

import io.twinlake.format.BytesVector;
import io.twinlake.format.DataFileOptions;
import io.twinlake.format.DataFileWriter;
import io.twinlake.format.DataType;
import io.twinlake.format.DataType.Primitive;
import io.twinlake.format.Field;
import io.twinlake.format.ListVector;
import io.twinlake.format.RowBatch;
import io.twinlake.format.Schema;
import io.twinlake.log.Action;
import io.twinlake.log.TransactionLog;
import io.twinlake.storage.Environment;
import io.twinlake.storage.Location;
import io.twinlake.storage.Storages;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Tables that Twinlake writes, read by Delta Spark and by this connector. */
class OwnTablesIT {

    private static final Schema TWINS = Schema.of(
            Field.required("key", Primitive.STRING),
            Field.required("observed_at", Primitive.TIMESTAMP),
            Field.required("born_at", Primitive.TIMESTAMP),
            Field.required("seq", Primitive.LONG),
            Field.required("cause", Primitive.STRING),
            Field.nullable("changed", new DataType.Array(Primitive.STRING, true)),
            Field.nullable("altitude", Primitive.DOUBLE),
            Field.nullable("flights", Primitive.INTEGER),
            Field.nullable("in_air", Primitive.BOOLEAN),
            Field.nullable("day", Primitive.DATE));

    @Test
    void a_table_of_ours_is_the_same_to_delta_spark_and_to_us() {
        Path folder = newFolder("own");
        Environment environment = Environment.system(Storages.open(Location.of(folder)));
        TransactionLog log = TransactionLog.open(environment, Location.of(folder));
        log.create(metadata(environment), "CREATE TABLE").commit();
        for (int commit = 0; commit < 12; commit++) {
            append(log, commit);
        }
        log.checkpoint(log.latest());
        append(log, 12);

        assertThat(ours(folder).schema()).isEqualTo(deltas(folder).schema());
        assertThat(rows(ours(folder))).hasSize(13 * 50).isEqualTo(rows(deltas(folder)));
        assertThat(ours(folder).where("key = 'N7' AND seq = 3").count()).isEqualTo(1);
        assertThat(ours(folder).where("altitude IS NULL").count())
                .isEqualTo(deltas(folder).where("altitude IS NULL").count());
    }

    private static Action.Metadata metadata(Environment environment) {
        return new Action.Metadata(
                environment.uuid().toString(),
                Optional.empty(),
                Optional.empty(),
                "parquet",
                TWINS,
                List.of(),
                Map.of("delta.enableInCommitTimestamps", "true"),
                OptionalLong.of(environment.clock().millis()));
    }

    private static void append(TransactionLog log, int commit) {
        Environment environment = log.environment();
        Location at = log.table().resolve("part-" + environment.uuid() + ".parquet");
        try (var writer = DataFileWriter.create(environment.storage(), at, TWINS, DataFileOptions.defaults())) {
            writer.write(batch(commit));
            log.append("STREAMING UPDATE").add(writer.finish()).commit();
        }
    }

    private static RowBatch batch(int commit) {
        RowBatch batch = RowBatch.empty(TWINS);
        long start = 1_370_000_000_000_000L + commit * 1_000_000L;
        for (int i = 0; i < 50; i++) {
            batch.bytes(0).append("N" + i);
            batch.longs(1).append(start + i);
            batch.longs(2).append(1_370_000_000_000_000L);
            batch.longs(3).append(commit);
            batch.bytes(4).append("change");
            changed((ListVector) batch.column(5), i);
            batch.doubles(6).append(i / 3.0);
            if (i % 4 == 0) {
                batch.ints(7).appendNull();
            } else {
                batch.ints(7).append(i);
            }
            batch.column(8).appendNull();
            batch.ints(9).append(15_000 + i);
        }
        return batch;
    }

    private static void changed(ListVector names, int count) {
        for (int name = 0; name < count % 3; name++) {
            ((BytesVector) names.elements()).append("property" + name);
        }
        names.endRow();
    }
}
