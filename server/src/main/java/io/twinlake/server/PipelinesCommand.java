package io.twinlake.server;

import io.twinlake.format.DataType;
import io.twinlake.format.DataType.Primitive;
import io.twinlake.ingest.Offset;
import io.twinlake.ingest.PipelineStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "pipelines",
        description = "The pipelines of the lake: owner, epoch, offsets, watermark, lag, rows, dead letters.")
final class PipelinesCommand implements Callable<Integer> {

    @Mixin
    private LakeOptions lakeOptions = new LakeOptions();

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Override
    public Integer call() {
        try (OpenLake lake = lakeOptions.open()) {
            Instant now = lake.environment().clock().instant();
            boolean people = output.format() == RowFormat.TABLE;
            Sheet sheet = Sheet.columns()
                    .text("pipeline")
                    .text("owner")
                    .number("epoch")
                    .time("recorded_at")
                    .number("events")
                    .number("rows")
                    .number("dead_letters")
                    .with("watermarks", new DataType.MapOf(Primitive.STRING, Primitive.TIMESTAMP, false))
                    .with(
                            people ? "lag" : "lag_ms",
                            new DataType.MapOf(Primitive.STRING, people ? Primitive.STRING : Primitive.LONG, false))
                    .with("offsets", new DataType.MapOf(Primitive.STRING, Primitive.STRING, false))
                    .sheet();
            for (PipelineStatus pipeline : PipelineStatus.all(lake.there().environment(), lake.root())) {
                append(sheet, pipeline, now, people);
            }
            if (sheet.rows() == 0) {
                System.err.println("no pipelines in " + lake.root() + "; ingest makes them");
            }
            output.print(sheet.toRows());
            return ExitCode.DONE.number();
        }
    }

    /** Where the next record is; of files the place in the one that is being read. */
    private static String text(Offset offset) {
        String record = "record " + offset.record();
        return offset.inFile()
                .map(in -> record + " (line " + in.line() + ", byte " + in.position() + " of " + in.file() + ")")
                .orElse(record);
    }

    private static void append(Sheet sheet, PipelineStatus pipeline, Instant now, boolean people) {
        Map<String, Object> lags = new TreeMap<>();
        pipeline.watermarks().keySet().forEach(table -> {
            OptionalLong lag = pipeline.lagMillis(table, now);
            lag.ifPresent(millis -> lags.put(table, people ? Durations.told(Duration.ofMillis(millis)) : millis));
        });
        Map<String, String> offsets = new TreeMap<>();
        pipeline.offsets().forEach((partition, offset) -> offsets.put(partition, text(offset)));
        sheet.row(
                pipeline.name(),
                pipeline.owner()
                        .map(owner -> owner.host() + " process " + owner.pid() + ", seen "
                                + owner.lastSeen().truncatedTo(ChronoUnit.SECONDS)),
                pipeline.epoch(),
                pipeline.recordedAt(),
                pipeline.totals().events(),
                pipeline.totals().rows(),
                pipeline.totals().deadLetters(),
                pipeline.watermarks(),
                lags,
                offsets);
    }
}
