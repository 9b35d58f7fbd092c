package io.twinlake.differential;

import io.twinlake.format.Predicate;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.plans.logical.LocalRelation;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.delta.DeltaLog;
import org.apache.spark.sql.delta.Snapshot;
import org.apache.spark.sql.delta.actions.AddFile;
import org.apache.spark.sql.delta.actions.DomainMetadata;
import org.apache.spark.sql.delta.actions.SetTransaction;
import org.apache.spark.sql.delta.stats.PreparedDeltaFileIndex;
import org.apache.spark.sql.execution.datasources.HadoopFsRelation;
import org.apache.spark.sql.execution.datasources.LogicalRelation;
import org.apache.spark.sql.sources.BaseRelation;
import scala.Option;
import scala.jdk.javaapi.CollectionConverters;

/** Delta Spark and a version of a table: its log for what is in the log, queries for the rows. */
final class SparkReader implements AutoCloseable {

    private final Path table;
    private final long version;
    private Optional<Snapshot> opened = Optional.empty();

    SparkReader(Path table, long version) {
        this.table = table;
        this.version = version;
    }

    /** Lets Delta Spark read again what it remembers of tables, which may have been changed under it. */
    static void forget() {
        DeltaLog.clearCache();
    }

    /** Without its rows. */
    TableView view() {
        Snapshot snapshot = snapshot();
        SortedMap<String, Long> transactions = new TreeMap<>();
        for (SetTransaction each : CollectionConverters.asJava(snapshot.setTransactions())) {
            transactions.put(each.appId(), each.version());
        }
        SortedMap<String, String> domains = new TreeMap<>();
        for (DomainMetadata each : CollectionConverters.asJava(snapshot.domainMetadata())) {
            domains.put(each.domain(), each.configuration());
        }
        SortedSet<String> files = new TreeSet<>();
        for (AddFile file : (AddFile[]) snapshot.allFiles().collect()) {
            files.add(text(file));
        }
        return new TableView(
                TableView.schema(snapshot.metadata().schemaString()),
                CollectionConverters.asJava(snapshot.metadata().partitionColumns()),
                files,
                List.of(),
                transactions,
                domains,
                new TreeMap<>(CollectionConverters.asJava(snapshot.metadata().configuration())));
    }

    /** The files that its plan leaves to be read for a predicate; empty if it needs none to know that no row can match. */
    Optional<SortedSet<String>> files(Predicate predicate) {
        LogicalPlan plan =
                data().where(predicate.match(new SqlText())).queryExecution().optimizedPlan();
        SortedSet<String> files = new TreeSet<>();
        for (LogicalPlan leaf : CollectionConverters.asJava(plan.collectLeaves())) {
            if (leaf instanceof LocalRelation) {
                return Optional.empty();
            }
            if (leaf instanceof LogicalRelation relation
                    && relation.relation() instanceof HadoopFsRelation data
                    && data.location() instanceof PreparedDeltaFileIndex prepared) {
                CollectionConverters.asJava(prepared.preparedScan().files()).forEach(file -> files.add(text(file)));
            } else {
                throw new AssertionError("a leaf without Delta's files: " + leaf);
            }
        }
        return Optional.of(files);
    }

    /** All rows, then for each predicate those for which it is true, in one query. */
    List<List<String>> rows(List<Predicate> predicates) {
        return rows(data(), predicates);
    }

    /** The same by our connector. */
    List<List<String>> rowsOfOurs(List<Predicate> predicates) {
        return rows(
                DeltaSpark.session()
                        .read()
                        .format("twinlake")
                        .option("versionAsOf", version)
                        .load(table.toString()),
                predicates);
    }

    /** Those of the newest version that our connector gives for each predicate, each by a scan that may leave rows out by it. */
    static List<List<String>> rowsOfOurs(Path table, List<Predicate> predicates) {
        Dataset<Row> data = DeltaSpark.session().read().format("twinlake").load(table.toString());
        int width = data.columns().length;
        List<List<String>> found = new ArrayList<>();
        List<Dataset<Row>> scans = new ArrayList<>();
        for (Predicate predicate : predicates) {
            scans.add(data.where(predicate.match(new SqlText())).selectExpr("*", scans.size() + " AS `condition`"));
            found.add(new ArrayList<>());
        }
        Optional<Dataset<Row>> all = scans.stream().reduce(Dataset::unionAll);
        for (Row row : all.map(rows -> (Row[]) rows.collect()).orElse(new Row[0])) {
            found.get(row.getInt(width)).add(SparkText.of(row, width));
        }
        found.forEach(rows -> rows.sort(null));
        return found;
    }

    /** As {@code versionAsOf} gives it, of the snapshot that is open already: opening takes Delta Spark longest. */
    private Dataset<Row> data() {
        Snapshot snapshot = snapshot();
        BaseRelation relation = snapshot.deltaLog()
                .createRelation(
                        CollectionConverters.asScala(List.<Expression>of()).toSeq(),
                        Option.apply(snapshot),
                        Option.empty(),
                        true);
        return DeltaSpark.session().baseRelationToDataFrame(relation);
    }

    private Snapshot snapshot() {
        if (opened.isEmpty()) {
            opened = Optional.of(DeltaLog.forTable(DeltaSpark.session(), table.toString())
                    .getSnapshotAt(version, Option.empty(), Option.empty(), false));
        }
        return opened.get();
    }

    private static List<List<String>> rows(Dataset<Row> data, List<Predicate> predicates) {
        List<String> columns = new ArrayList<>(List.of("*"));
        for (int i = 0; i < predicates.size(); i++) {
            columns.add("(" + predicates.get(i).match(new SqlText()) + ") AS `condition " + i + "`");
        }
        int width = data.columns().length;
        List<List<String>> found = new ArrayList<>();
        columns.forEach(column -> found.add(new ArrayList<>()));
        for (Row row : (Row[]) data.selectExpr(columns.toArray(String[]::new)).collect()) {
            String text = SparkText.of(row, width);
            found.get(0).add(text);
            for (int i = 0; i < predicates.size(); i++) {
                if (Boolean.TRUE.equals(row.get(width + i))) {
                    found.get(i + 1).add(text);
                }
            }
        }
        found.forEach(rows -> rows.sort(null));
        return found;
    }

    @Override
    public void close() {
        opened.ifPresent(Snapshot::uncache);
    }

    /** The rows of plain Parquet files that a table must give, whose own types may be others. */
    static List<String> expected(Path folder, String schema) {
        Dataset<Row> data = DeltaSpark.session()
                .read()
                .schema((org.apache.spark.sql.types.StructType) org.apache.spark.sql.types.DataType.fromJson(schema))
                .option("recursiveFileLookup", true)
                .parquet(folder.toString());
        return Arrays.stream((Row[]) data.collect()).map(SparkText::of).sorted().toList();
    }

    private static String text(AddFile file) {
        Map<String, String> values = new HashMap<>();
        CollectionConverters.asJava(file.partitionValues())
                .forEach((column, value) -> values.put(column, value == null ? "" : value));
        String vector =
                file.deletionVector() == null ? "" : file.deletionVector().uniqueId();
        return TableView.file(file.path(), file.size(), vector, values);
    }
}
