package io.twinlake.benchmarks;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.sun.management.OperatingSystemMXBean;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.jspecify.annotations.Nullable;

/**
 * What a programmer writes who needs only this one reduction of the flights: Jackson's streaming parser, a hash map, and
 * parquet-java, in one thread. It knows no late events, no restart, no sorting, no statistics beyond Parquet's, no log.
 * The floor that {@link IngestThroughput} is compared with, on the same machine in the same minute.
 *
 * <p>Arguments: file of JSON lines, runs.
 */
public final class BareJava {

    private static final int WARM_UP_RUNS = 5;
    private static final MessageType TYPE = MessageTypeParser.parseMessageType("message state {"
            + " required binary key (STRING); required int64 observed_at (TIMESTAMP(MICROS,true));"
            + " required int64 seq; optional binary phase (STRING); optional binary place (STRING);"
            + " optional binary bound_for (STRING); optional binary delay_band (STRING); required int64 flights;"
            + " required int64 flown_mi; }");

    private static final class Aircraft {
        String key = "";
        long observedAt;
        long seq;
        String phase = "unknown";
        String place = "";
        String boundFor = "";
        String delayBand = "";
        long flights;
        long flownMiles;
    }

    private static final class Event {
        String type = "";
        String at = "";
        String key = "";
        String origin = "";
        String destination = "";
        int delay;
        int miles;
    }

    private static final class StateSupport extends WriteSupport<Aircraft> {
        private @Nullable RecordConsumer begun;

        @Override
        @SuppressWarnings("deprecation") // abstract in parquet-java still
        public WriteContext init(Configuration configuration) {
            return new WriteContext(TYPE, Map.of());
        }

        @Override
        public WriteContext init(ParquetConfiguration configuration) {
            return new WriteContext(TYPE, Map.of());
        }

        @Override
        public void prepareForWrite(RecordConsumer to) {
            begun = to;
        }

        @Override
        public void write(Aircraft row) {
            RecordConsumer consumer = Objects.requireNonNull(begun);
            consumer.startMessage();
            text(consumer, 0, row.key);
            number(consumer, 1, row.observedAt);
            number(consumer, 2, row.seq);
            text(consumer, 3, row.phase);
            text(consumer, 4, row.place);
            text(consumer, 5, row.boundFor);
            text(consumer, 6, row.delayBand);
            number(consumer, 7, row.flights);
            number(consumer, 8, row.flownMiles);
            consumer.endMessage();
        }

        private static void text(RecordConsumer consumer, int field, String value) {
            String name = TYPE.getFieldName(field);
            consumer.startField(name, field);
            consumer.addBinary(Binary.fromString(value));
            consumer.endField(name, field);
        }

        private static void number(RecordConsumer consumer, int field, long value) {
            String name = TYPE.getFieldName(field);
            consumer.startField(name, field);
            consumer.addLong(value);
            consumer.endField(name, field);
        }
    }

    private static final class Builder extends ParquetWriter.Builder<Aircraft, Builder> {
        Builder(Path file) {
            super(new LocalOutputFile(file));
        }

        @Override
        protected Builder self() {
            return this;
        }

        @Override
        @SuppressWarnings("deprecation") // abstract in parquet-java still
        protected WriteSupport<Aircraft> getWriteSupport(Configuration configuration) {
            return new StateSupport();
        }

        @Override
        protected WriteSupport<Aircraft> getWriteSupport(ParquetConfiguration configuration) {
            return new StateSupport();
        }
    }

    private BareJava() {}

    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 2) {
            System.err.println("usage: BareJava EVENTS.jsonl RUNS");
            System.exit(2);
        }
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        for (int run = 1 - WARM_UP_RUNS; run <= Integer.parseInt(arguments[1]); run++) {
            Path folder = Files.createTempDirectory("bare-java");
            Path file = folder.resolve("part.parquet");
            long wall = System.nanoTime();
            long processor = system.getProcessCpuTime();
            long events = run(Path.of(arguments[0]), file);
            double wallSeconds = (System.nanoTime() - wall) / 1e9;
            double processorSeconds = (system.getProcessCpuTime() - processor) / 1e9;
            System.out.printf(
                    Locale.ROOT,
                    "%s %,d events, %.2f s, %.2f processor s: %,.0f events/s, %,.0f events per processor second%n",
                    run < 1 ? "warm-up" : "run " + run,
                    events,
                    wallSeconds,
                    processorSeconds,
                    events / wallSeconds,
                    events / processorSeconds);
            Files.delete(file);
            Files.delete(folder);
        }
    }

    private static long run(Path events, Path file) throws IOException {
        Map<String, Aircraft> twins = new HashMap<>();
        Configuration configuration = new Configuration(false);
        configuration.setInt("parquet.compression.codec.zstd.level", 1);
        long count = 0;
        try (InputStream in = new BufferedInputStream(Files.newInputStream(events), 1 << 16);
                JsonParser json = new JsonFactory().createParser(in);
                ParquetWriter<Aircraft> writer = new Builder(file)
                        .withConf(configuration)
                        .withCompressionCodec(CompressionCodecName.ZSTD)
                        .build()) {
            Event event = new Event();
            while (json.nextToken() != null) {
                read(json, event);
                if (event.key.length() > 1) {
                    Aircraft twin = twins.computeIfAbsent(event.key, key -> new Aircraft());
                    apply(event, twin);
                    writer.write(twin);
                    count++;
                }
            }
        }
        return count;
    }

    private static void read(JsonParser json, Event event) throws IOException {
        event.key = "";
        event.delay = 0;
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = json.currentName();
            json.nextToken();
            switch (name) {
                case "type" -> event.type = json.getText();
                case "at" -> event.at = json.getText();
                case "tailnum" -> event.key = json.currentToken() == JsonToken.VALUE_NULL ? "" : json.getText();
                case "origin" -> event.origin = json.getText();
                case "dest" -> event.destination = json.getText();
                case "delay_min" -> event.delay = json.currentToken() == JsonToken.VALUE_NULL ? 0 : json.getIntValue();
                case "distance_mi" -> event.miles = json.getIntValue();
                default -> json.skipChildren();
            }
        }
    }

    private static void apply(Event event, Aircraft twin) {
        Instant at = Instant.parse(event.at);
        twin.key = event.key;
        twin.observedAt = at.getEpochSecond() * 1_000_000;
        twin.seq++;
        boolean departed = "departed".equals(event.type);
        twin.phase = departed ? "in_air" : "at_gate";
        twin.place = departed ? event.origin : event.destination;
        twin.boundFor = departed ? event.destination : "";
        twin.delayBand = band(event.delay);
        twin.flights += departed ? 1 : 0;
        twin.flownMiles += departed ? event.miles : 0;
    }

    private static String band(int delay) {
        if (delay < -5) {
            return "early";
        }
        if (delay < 15) {
            return "on_time";
        }
        return delay < 60 ? "late" : "very_late";
    }
}
