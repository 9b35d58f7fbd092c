package io.twinlake.differential;

import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;

/**
 * Has Delta Spark write random days and times around the changes of calendars and zones, in the old way, each commit from
 * another zone and with times of other width, and then in today's way.
 */
record OldCalendarWriter(Path table, Random random) {

    private static final StructType SCHEMA = StructType.fromDDL(
            "id INT, d DATE, t TIMESTAMP, local TIMESTAMP_NTZ, s STRUCT<d: DATE, t: TIMESTAMP>, times ARRAY<TIMESTAMP>, days MAP<DATE, INT>");

    private static final List<String> ZONES =
            List.of("America/Los_Angeles", "Europe/Paris", "UTC", "Asia/Kolkata", "Pacific/Apia", "GMT+05:30");

    private static final int FILES = 4;
    private static final int ROWS = 60;

    private static final LocalDateTime[] CHANGES = {
        LocalDateTime.of(1, 2, 1, 0, 0),
        LocalDateTime.of(1000, 2, 28, 0, 0),
        LocalDateTime.of(1500, 3, 1, 0, 0),
        LocalDateTime.of(1582, 10, 15, 0, 0),
        LocalDateTime.of(1883, 11, 18, 0, 0),
        LocalDateTime.of(1900, 1, 1, 0, 0),
        LocalDateTime.of(2020, 1, 1, 0, 0)
    };

    void write() {
        write("LEGACY", "INT96");
        write("LEGACY", "TIMESTAMP_MICROS");
        write("CORRECTED", "TIMESTAMP_MICROS");
    }

    private void write(String mode, String times) {
        Map<String, String> settings = Map.of(
                "spark.sql.parquet.datetimeRebaseModeInWrite",
                mode,
                "spark.sql.parquet.int96RebaseModeInWrite",
                mode,
                "spark.sql.parquet.outputTimestampType",
                times,
                "spark.sql.session.timeZone",
                ZONES.get(random.nextInt(ZONES.size())));
        SparkSession session = DeltaSpark.session();
        settings.forEach(session.conf()::set);
        try {
            session.createDataFrame(rows(), SCHEMA)
                    .repartitionByRange(FILES, functions.col("id"))
                    .write()
                    .format("delta")
                    .mode(SaveMode.Append)
                    .save(table.toString());
        } finally {
            settings.keySet().forEach(session.conf()::unset);
            session.conf().set("spark.sql.session.timeZone", "UTC");
        }
    }

    /** Values of neighbours are near one another, so that files have bounds that tell something; many repeat. */
    private List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        for (int id = 0; id < ROWS; id++) {
            LocalDateTime change =
                    CHANGES[random.nextInt(4) == 0 ? random.nextInt(CHANGES.length) : id * CHANGES.length / ROWS];
            boolean isNull = random.nextInt(8) == 0;
            rows.add(RowFactory.create(
                    id,
                    isNull ? null : day(change),
                    isNull ? null : time(change),
                    isNull ? null : change.plusHours(random.nextInt(48) - 24),
                    random.nextInt(8) == 0 ? null : RowFactory.create(day(change), time(change)),
                    List.of(time(change), time(change)),
                    Map.of(day(change), id)));
        }
        return rows;
    }

    private LocalDate day(LocalDateTime change) {
        return change.toLocalDate().plusDays(random.nextInt(24) - 12);
    }

    private Instant time(LocalDateTime change) {
        return change.toInstant(ZoneOffset.UTC)
                .plus(random.nextInt(12 * 24) * 300L - 24 * 3_600, ChronoUnit.SECONDS)
                .plus(random.nextInt(2) * 123_456L, ChronoUnit.MICROS);
    }
}
