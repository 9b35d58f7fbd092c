package io.twinlake.ingest;

import io.twinlake.format.DataType;
import io.twinlake.format.Field;
import io.twinlake.format.RowBatch;
import io.twinlake.format.Schema;
import io.twinlake.log.TransactionLog;
import io.twinlake.storage.Location;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The table of a lake's dead letters. */
public final class DeadLetterTable {

    /** Its name in records. */
    static final String NAME = "_twinlake.dead_letters";

    private static final Schema SCHEMA = Schema.of(
            Field.required("pipeline", DataType.Primitive.STRING),
            Field.required("definition", DataType.Primitive.STRING),
            Field.nullable("source_partition", DataType.Primitive.STRING),
            Field.nullable("source_offset", DataType.Primitive.LONG),
            Field.required("reason", DataType.Primitive.STRING),
            Field.required("detail", DataType.Primitive.STRING),
            Field.nullable("bytes", DataType.Primitive.BINARY),
            Field.required("recorded_at", DataType.Primitive.TIMESTAMP));

    private static final Comparator<DeadLetter> ORDER = Comparator.comparing(
                    (DeadLetter letter) -> letter.sourcePartition().orElse(""))
            .thenComparingLong(letter -> letter.sourceOffset().orElse(-1))
            .thenComparing(DeadLetter::definition)
            .thenComparing(DeadLetter::detail);

    private DeadLetterTable() {}

    /** Where it lies in a lake. */
    public static Location in(Location lake) {
        return lake.resolve("_twinlake/dead_letters");
    }

    /** What a pipeline writes into it, beside all the others. */
    static TwinTableSink sink(TransactionLog log, String pipeline) {
        return new TwinTableSink(log, pipeline, new TwinTableSink.Contents(NAME, SCHEMA, Optional.empty()), false);
    }

    /** An epoch's dead letters as rows, in order of source partition and offset. */
    static RowBatch rows(String pipeline, List<DeadLetter> letters, long recordedAtMicros) {
        RowBatch rows = RowBatch.empty(SCHEMA);
        for (DeadLetter letter : letters.stream().sorted(ORDER).toList()) {
            rows.bytes(0).append(pipeline);
            rows.bytes(1).append(letter.definition());
            letter.sourcePartition().ifPresentOrElse(rows.bytes(2)::append, rows.bytes(2)::appendNull);
            letter.sourceOffset().ifPresentOrElse(rows.longs(3)::append, rows.longs(3)::appendNull);
            rows.bytes(4).append(letter.reason().word());
            rows.bytes(5).append(letter.detail());
            rows.bytes(6).append(letter.bytes());
            rows.longs(7).append(recordedAtMicros);
        }
        return rows;
    }
}
