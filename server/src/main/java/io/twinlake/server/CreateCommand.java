package io.twinlake.server;

import io.twinlake.dml.ColumnDefinitions;
import io.twinlake.dml.TableWriter;
import io.twinlake.format.Field;
import io.twinlake.format.Schema;
import io.twinlake.log.Action.Metadata;
import io.twinlake.log.TransactionLog;
import io.twinlake.log.Version;
import io.twinlake.query.RowBatches;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "create",
        description = {
            "Makes a Delta table: with columns that are written out, or like a file or another table.",
            "Tables of twins are made by ingest."
        },
        footer = {
            "",
            "For example:",
            "  twinlake create plant.limits --columns \"pump STRING NOT NULL, bar DOUBLE, since TIMESTAMP\"",
            "  twinlake create plant.limits --like limits.csv --load",
            "  twinlake create plant.limits --like plant.pumps --partition-by site --property delta.enableChangeDataFeed=true",
            "",
            "Types are those of Spark: BOOLEAN, TINYINT, SMALLINT, INT, BIGINT, FLOAT, DOUBLE, DECIMAL(p,s), STRING, BINARY,",
            "DATE, TIMESTAMP, TIMESTAMP_NTZ, ARRAY<t>, MAP<k, v>, STRUCT<name: t, …>; behind one: NOT NULL, COMMENT 'text',",
            "DEFAULT value, GENERATED ALWAYS AS (expression)."
        })
final class CreateCommand implements Callable<Integer> {

    @Mixin
    private LakeOptions lakeOptions = new LakeOptions();

    @Mixin
    private WriteOptions writeOptions = new WriteOptions();

    @ArgGroup
    private Columns columns = new Columns();

    /** Where the columns come from. */
    private static final class Columns {
        @Option(
                names = "--columns",
                paramLabel = "COLUMNS",
                description = "Names, types and rules, as Spark's SQL writes them.")
        private Optional<String> written = Optional.empty();

        @Option(
                names = "--like",
                paramLabel = "FILE|TABLE",
                description =
                        "The columns of a .csv, .json, .jsonl or .parquet file, or of a table; not its properties.")
        private Optional<String> like = Optional.empty();
    }

    @Option(names = "--load", description = "Put the rows of --like into the table.")
    private boolean load;

    @Option(
            names = "--partition-by",
            split = ",",
            paramLabel = "COLUMN",
            description = "Partition the table by these columns.")
    private List<String> partitions = new ArrayList<>();

    @Option(names = "--property", paramLabel = "NAME=VALUE", description = "A property of the table; may be repeated.")
    private Map<String, String> properties = new LinkedHashMap<>();

    @Option(names = "--comment", paramLabel = "TEXT", description = "What the table is.")
    private Optional<String> comment = Optional.empty();

    @Option(names = "--dry-run", description = "Print the columns and make nothing.")
    private boolean dryRun;

    @Parameters(paramLabel = "TABLE|PATH", description = "The new table: namespace.table, or a path or URI.")
    private String table = "";

    @Override
    public Integer call() {
        if (columns.written.isEmpty() && columns.like.isEmpty()) {
            throw new UsageException(
                    "a table needs columns: give --columns \"id BIGINT NOT NULL, v DOUBLE\" or --like FILE|TABLE");
        }
        if (load && columns.like.isEmpty()) {
            throw new UsageException("--load puts in the rows of --like FILE|TABLE, which is missing");
        }
        try (OpenLake lake = lakeOptions.open(writeOptions)) {
            TransactionLog log = lake.requireNew(table);
            Optional<Likeness> like = columns.like.map(name -> Likeness.of(lake, name));
            Schema schema = columns.written
                    .map(ColumnDefinitions::parse)
                    .orElseGet(() -> like.orElseThrow().schema());
            if (dryRun) {
                print(schema, log);
                return ExitCode.DONE.number();
            }
            Version made = log.create(metadata(log, schema), "CREATE TABLE").commit();
            System.out.println(table + ": made with " + Sizes.count(schema.size(), "column") + " at " + log.table()
                    + ", version " + made);
            if (load) {
                load(log, like.orElseThrow());
            }
            return ExitCode.DONE.number();
        }
    }

    private Metadata metadata(TransactionLog log, Schema schema) {
        List<String> columns = partitions.stream()
                .map(String::strip)
                .map(name -> schema.field(schema.indexOf(name).orElseThrow(() -> schema.unknown(name)))
                        .name())
                .toList();
        return Metadata.of(log.environment().uuid().toString(), schema, columns, properties)
                .withDescription(comment)
                .createdAt(log.environment().clock().instant());
    }

    private void load(TransactionLog log, Likeness like) {
        long rows = 0;
        try (TableWriter writer = TableWriter.to(log.latest());
                RowBatches batches = like.rows()) {
            while (batches.hasNext()) {
                var batch = batches.next();
                rows += batch.rows();
                writer.write(batch);
            }
            Version version = writer.addTo(log.append("WRITE")).commit();
            System.out.println(table + ": " + Sizes.count(rows, "row") + " inserted, version " + version);
        }
    }

    private void print(Schema schema, TransactionLog log) {
        System.out.println(table + ": would be made at " + log.table() + " with these columns");
        for (Field field : schema.fields()) {
            System.out.printf(
                    "  %-28s %s%s%n", field.name(), TypeNames.of(field.type()), field.nullable() ? "" : " not null");
        }
    }
}
