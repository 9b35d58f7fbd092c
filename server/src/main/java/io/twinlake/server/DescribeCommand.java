package io.twinlake.server;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.twinlake.compaction.CompactionPolicy;
import io.twinlake.format.Field;
import io.twinlake.format.TwinShape;
import io.twinlake.log.Action.AddFile;
import io.twinlake.log.Action.Metadata;
import io.twinlake.log.Action.Protocol;
import io.twinlake.log.Lease;
import io.twinlake.log.Snapshot;
import io.twinlake.log.TransactionLog;
import java.io.IOException;
import java.io.PrintStream;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "describe",
        description = "A table: schema, properties, protocol, size, files, small files, versions, statistics.")
final class DescribeCommand implements Callable<Integer> {

    @Mixin
    private LakeOptions lakeOptions = new LakeOptions();

    @Mixin
    private VersionOptions version = new VersionOptions();

    @Option(names = "--json", description = "One JSON object instead of text.")
    private boolean json;

    @Option(names = "--definition", description = "Print the twin definition that the table holds, and nothing else.")
    private boolean definition;

    @Parameters(paramLabel = "TABLE|PATH", description = "namespace.table, or the path or URI of any Delta table.")
    private String table = "";

    /** What the files of a snapshot add up to. */
    private record Totals(long files, long bytes, long smallFiles, OptionalLong rows, long withoutStatistics) {

        static Totals of(Snapshot snapshot) {
            List<AddFile> files;
            try (Stream<AddFile> all = snapshot.files()) {
                files = all.toList();
            }
            long rows = 0;
            long without = 0;
            for (AddFile file : files) {
                OptionalLong counted = snapshot.rowCount(file);
                rows += counted.orElse(0);
                without += counted.isPresent() ? 0 : 1;
            }
            long bytes = files.stream().mapToLong(AddFile::size).sum();
            long small = files.stream()
                    .filter(file -> file.size() < CompactionPolicy.SMALL_FILE_BYTES)
                    .count();
            return new Totals(
                    files.size(), bytes, small, without == 0 ? OptionalLong.of(rows) : OptionalLong.empty(), without);
        }
    }

    @Override
    public Integer call() throws IOException {
        try (OpenLake lake = lakeOptions.open()) {
            TransactionLog log = lake.existing(table);
            Snapshot snapshot = version.of(log);
            if (definition) {
                System.out.print(snapshot.domain(TwinShape.DEFINITION_DOMAIN)
                        .orElseThrow(() -> new UsageException(
                                "'" + table + "' holds no twin definition; " + "only tables that ingest made do")));
            } else if (json) {
                printJson(log, snapshot);
            } else {
                printText(log, snapshot, System.out);
            }
            return ExitCode.DONE.number();
        }
    }

    private static void printText(TransactionLog log, Snapshot snapshot, PrintStream out) {
        Metadata metadata = snapshot.metadata();
        Totals totals = Totals.of(snapshot);
        line(out, "table", snapshot.table().toString());
        line(out, "id", metadata.id());
        metadata.description().ifPresent(text -> line(out, "description", text));
        line(
                out,
                "version",
                snapshot.version() + ", committed " + snapshot.timestamp() + ", versions from " + log.earliest()
                        + " can be read");
        line(out, "protocol", protocol(snapshot.protocol()));
        line(
                out,
                "size",
                Sizes.bytes(totals.bytes()) + " in " + Sizes.count(totals.files(), "file") + ", "
                        + Sizes.count(totals.smallFiles(), "file") + " below "
                        + Sizes.bytes(CompactionPolicy.SMALL_FILE_BYTES));
        line(
                out,
                "rows",
                totals.rows().isPresent()
                        ? Sizes.count(totals.rows().getAsLong(), "row")
                        : "not known: " + Sizes.count(totals.withoutStatistics(), "file") + " without statistics");
        line(
                out,
                "partitioned by",
                metadata.partitionColumns().isEmpty() ? "nothing" : String.join(", ", metadata.partitionColumns()));
        out.println("columns");
        for (Field field : snapshot.schema().fields()) {
            out.printf("  %-28s %s%s%n", field.name(), TypeNames.of(field.type()), field.nullable() ? "" : " not null");
        }
        section(out, "properties", metadata.configuration());
        printKept(log, snapshot, out);
    }

    /** What is kept beside the table itself. */
    private static void printKept(TransactionLog log, Snapshot snapshot, PrintStream out) {
        for (Lease lease : log.leases().active()) {
            line(
                    out,
                    "lease",
                    lease.holder() + " keeps " + claimed(lease, snapshot) + ", until "
                            + lease.until().truncatedTo(ChronoUnit.SECONDS));
        }
        if (!snapshot.domains().isEmpty()) {
            line(
                    out,
                    "domains",
                    String.join(", ", new TreeSet<>(snapshot.domains().keySet())));
        }
    }

    private static String claimed(Lease lease, Snapshot snapshot) {
        long behind = lag(lease, snapshot);
        return "version " + lease.version() + " and later, " + (behind == 0 ? "up to date" : behind + " behind");
    }

    /** How many versions of the table its holder has not dealt with. */
    private static long lag(Lease lease, Snapshot snapshot) {
        return Math.max(0, snapshot.version().number() + 1 - lease.version().number());
    }

    private static void line(PrintStream out, String name, String value) {
        out.printf("%-15s %s%n", name, value);
    }

    private static void section(PrintStream out, String name, Map<String, String> values) {
        if (!values.isEmpty()) {
            out.println(name);
            new TreeMap<>(values).forEach((key, value) -> out.printf("  %s = %s%n", key, value));
        }
    }

    private static String protocol(Protocol protocol) {
        TreeSet<String> features = new TreeSet<>(protocol.writerFeatures());
        features.addAll(protocol.readerFeatures());
        return "reader " + protocol.minReaderVersion() + ", writer " + protocol.minWriterVersion()
                + (features.isEmpty() ? "" : " (" + String.join(", ", features) + ")");
    }

    private static void printJson(TransactionLog log, Snapshot snapshot) throws IOException {
        Totals totals = Totals.of(snapshot);
        JsonGenerator out = new JsonFactory().createGenerator(System.out);
        out.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
        out.writeStartObject();
        out.writeStringField("location", snapshot.table().toString());
        out.writeStringField("id", snapshot.metadata().id());
        out.writeNumberField("version", snapshot.version().number());
        out.writeNumberField("earliestVersion", log.earliest().number());
        out.writeStringField("committedAt", snapshot.timestamp().toString());
        out.writeStringField("protocol", protocol(snapshot.protocol()));
        out.writeNumberField("files", totals.files());
        out.writeNumberField("smallFiles", totals.smallFiles());
        out.writeNumberField("bytes", totals.bytes());
        if (totals.rows().isPresent()) {
            out.writeNumberField("rows", totals.rows().getAsLong());
        }
        out.writeNumberField("filesWithoutStatistics", totals.withoutStatistics());
        out.writeFieldName("partitionColumns");
        String[] partitions = snapshot.metadata().partitionColumns().toArray(String[]::new);
        out.writeArray(partitions, 0, partitions.length);
        out.writeFieldName("schema");
        out.writeRawValue(snapshot.schema().toJson());
        writeMap(out, "properties", snapshot.metadata().configuration());
        writeMap(out, "domains", snapshot.domains());
        writeLeases(out, log, snapshot);
        out.writeEndObject();
        out.writeRaw('\n');
        out.close();
    }

    private static void writeLeases(JsonGenerator out, TransactionLog log, Snapshot snapshot) throws IOException {
        out.writeArrayFieldStart("leases");
        for (Lease lease : log.leases().active()) {
            out.writeStartObject();
            out.writeStringField("holder", lease.holder());
            out.writeNumberField("version", lease.version().number());
            out.writeNumberField("lag", lag(lease, snapshot));
            out.writeStringField("until", lease.until().toString());
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    private static void writeMap(JsonGenerator out, String name, Map<String, String> values) throws IOException {
        out.writeObjectFieldStart(name);
        for (Map.Entry<String, String> value : new TreeMap<>(values).entrySet()) {
            out.writeStringField(value.getKey(), value.getValue());
        }
        out.writeEndObject();
    }
}
