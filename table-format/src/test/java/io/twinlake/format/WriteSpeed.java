package io.twinlake.format;

import static io.twinlake.format.Field.nullable;
import static io.twinlake.format.Field.required;

import io.twinlake.format.DataType.Primitive;
import io.twinlake.storage.Location;
import io.twinlake.storage.MemoryStorage;
import java.lang.management.ManagementFactory;
import java.util.Random;

/** How many rows of a twin table are written and read in a second of processor time: {@code main} prints a line a round. */
final class WriteSpeed {

    private static final int ROWS = 200_000;

    private WriteSpeed() {}

    public static void main(String[] arguments) {
        var storage = new MemoryStorage();
        var at = Location.parse("memory://lake/t/part.parquet");
        RowBatch batch = rows();
        for (var codec : new DataFileOptions.Codec[] {
            DataFileOptions.Codec.ZSTD, DataFileOptions.Codec.SNAPPY, DataFileOptions.Codec.UNCOMPRESSED
        }) {
            for (int round = 0; round < 12; round++) {
                long begin = processor();
                long size = write(storage, at, batch, codec);
                long written = processor();
                long sum = read(storage, at, batch.schema());
                long read = processor();
                System.out.printf(
                        "%s: write %,d rows/s, read %,d rows/s, %,d bytes (%d)%n",
                        codec,
                        ROWS * 1_000_000_000L / (written - begin),
                        ROWS * 1_000_000_000L / (read - written),
                        size,
                        sum);
            }
        }
    }

    /** Time of this thread on a processor, whatever else the machine does. */
    private static long processor() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static long write(MemoryStorage storage, Location at, RowBatch batch, DataFileOptions.Codec codec) {
        try (var writer = DataFileWriter.create(
                storage, at, batch.schema(), DataFileOptions.defaults().withCodec(codec))) {
            writer.write(batch);
            return writer.finish().size();
        }
    }

    private static long read(MemoryStorage storage, Location at, Schema schema) {
        long rows = 0;
        try (var reader = DataFileReader.open(storage, storage.info(at), schema, Predicate.TRUE)) {
            while (reader.hasNext()) {
                rows += reader.next().rows();
            }
        }
        return rows;
    }

    /** Rows like those of the flights' aircraft, sorted by key and time. */
    private static Schema schema() {
        return Schema.of(
                required("key", Primitive.STRING),
                required("observed_at", Primitive.TIMESTAMP),
                required("recorded_at", Primitive.TIMESTAMP),
                required("born_at", Primitive.TIMESTAMP),
                required("seq", Primitive.LONG),
                required("cause", Primitive.STRING),
                nullable("changed", new DataType.Array(Primitive.STRING, false)),
                nullable("carrier", Primitive.STRING),
                nullable("model", Primitive.STRING),
                nullable("phase", Primitive.STRING),
                nullable("airport", Primitive.STRING),
                nullable("delay_band", Primitive.STRING),
                nullable("flights", Primitive.LONG),
                nullable("mean_delay", Primitive.DOUBLE),
                nullable("distance", Primitive.DOUBLE),
                nullable("airborne", Primitive.BOOLEAN),
                nullable("last_flight", Primitive.INTEGER),
                nullable("definition_version", Primitive.INTEGER),
                nullable("source_partition", Primitive.STRING),
                nullable("source_offset", Primitive.LONG));
    }

    private static RowBatch rows() {
        RowBatch batch = RowBatch.empty(schema());
        var random = new Random(1);
        String[] airports = {"JFK", "LGA", "EWR", "ORD", "ATL", "SFO", "LAX", "BOS", "DFW", "DEN"};
        String[] phases = {"at_gate", "airborne", "unknown"};
        String[] bands = {"early", "on_time", "late", "very_late"};
        for (int i = 0; i < ROWS; i++) {
            String key = "N" + (10_000 + i / 60);
            batch.bytes(0).append(key);
            batch.longs(1).append(1_357_000_000_000_000L + random.nextInt(1_000_000) * 60_000_000L);
            batch.longs(2).append(1_400_000_000_000_000L);
            batch.longs(3).append(1_357_000_000_000_000L + i / 60 * 1_000_000L);
            batch.longs(4).append(i % 60);
            batch.bytes(5).append("change");
            ListVector changed = (ListVector) batch.column(6);
            ((BytesVector) changed.elements()).append("phase");
            ((BytesVector) changed.elements()).append(i % 2 == 0 ? "airport" : "delay_band");
            changed.endRow();
            batch.bytes(7).append(i / 60 % 3 == 0 ? "UA" : "B6");
            batch.bytes(8).append("A320-" + i / 60 % 40);
            batch.bytes(9).append(phases[i % 2]);
            batch.bytes(10).append(airports[random.nextInt(airports.length)]);
            batch.bytes(11).append(bands[random.nextInt(bands.length)]);
            numbers(batch, random, i);
        }
        return batch;
    }

    private static void numbers(RowBatch batch, Random random, int i) {
        batch.longs(12).append(i % 60 / 2);
        batch.doubles(13).append(random.nextInt(2000) / 7.0);
        if (i % 3 == 0) {
            batch.column(14).appendNull();
        } else {
            batch.doubles(14).append(random.nextInt(2500));
        }
        ((BooleanVector) batch.column(15)).append(i % 2 == 0);
        batch.ints(16).append(random.nextInt(5000));
        batch.ints(17).append(1);
        batch.bytes(18).append("flights.csv");
        batch.longs(19).append(random.nextInt(50_000_000));
    }
}
