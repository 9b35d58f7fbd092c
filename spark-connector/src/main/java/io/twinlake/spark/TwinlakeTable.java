package io.twinlake.spark;

import io.twinlake.log.Snapshot;
import io.twinlake.log.TransactionLog;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.catalyst.util.QuotingUtils;
import org.apache.spark.sql.connector.catalog.CatalogV2Util;
import org.apache.spark.sql.connector.catalog.Column;
import org.apache.spark.sql.connector.catalog.SupportsRead;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.TableCapability;
import org.apache.spark.sql.connector.catalog.TableCatalog;
import org.apache.spark.sql.connector.expressions.Expressions;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/** A table at the version that it had, or was asked for at, when Spark resolved its name. */
final class TwinlakeTable implements Table, SupportsRead {

    private final String name;
    private final TransactionLog log;
    private final Snapshot snapshot;
    private final StructType structure;

    TwinlakeTable(String name, TransactionLog log, Snapshot snapshot) {
        this.name = name;
        this.log = log;
        this.snapshot = snapshot;
        this.structure = SparkTypes.of(snapshot.schema());
    }

    TransactionLog log() {
        return log;
    }

    Snapshot snapshot() {
        return snapshot;
    }

    StructType structure() {
        return structure;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String id() {
        return snapshot.metadata().id();
    }

    @Override
    public String version() {
        return snapshot.version().toString();
    }

    @Override
    public Column[] columns() {
        return CatalogV2Util.structTypeToV2Columns(structure, false);
    }

    @Override
    public Transform[] partitioning() {
        return snapshot.metadata().partitionColumns().stream()
                .map(QuotingUtils::quoteIdentifier)
                .map(Expressions::identity)
                .toArray(Transform[]::new);
    }

    @Override
    public Map<String, String> properties() {
        Map<String, String> properties = new HashMap<>(snapshot.metadata().configuration());
        properties.put(TableCatalog.PROP_PROVIDER, TwinlakeDataSource.NAME);
        properties.put(TableCatalog.PROP_LOCATION, snapshot.table().toString());
        properties.put("twinlake.version", snapshot.version().toString());
        properties.put("twinlake.id", snapshot.metadata().id());
        snapshot.metadata().description().ifPresent(text -> properties.put(TableCatalog.PROP_COMMENT, text));
        return Map.copyOf(properties);
    }

    @Override
    public Set<TableCapability> capabilities() {
        return Set.of(TableCapability.BATCH_READ, TableCapability.MICRO_BATCH_READ);
    }

    @Override
    public ScanBuilder newScanBuilder(CaseInsensitiveStringMap options) {
        ReadOptions.requireKnown(options);
        return new TwinlakeScanBuilder(this, options);
    }
}
