package io.twinlake.spark;

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
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/** What Spark sees of a table at the version that it resolved the table's name to. */
final class TwinlakeTable implements Table, SupportsRead {

    private final ResolvedTable table;

    TwinlakeTable(ResolvedTable table) {
        this.table = table;
    }

    @Override
    public String name() {
        return table.name();
    }

    @Override
    public String id() {
        return table.id();
    }

    @Override
    public String version() {
        return table.snapshot().version().toString();
    }

    @Override
    public Column[] columns() {
        return CatalogV2Util.structTypeToV2Columns(table.structure(), false);
    }

    @Override
    public Transform[] partitioning() {
        return table.snapshot().metadata().partitionColumns().stream()
                .map(QuotingUtils::quoteIdentifier)
                .map(Expressions::identity)
                .toArray(Transform[]::new);
    }

    @Override
    public Map<String, String> properties() {
        Map<String, String> properties =
                new HashMap<>(table.snapshot().metadata().configuration());
        properties.put(TableCatalog.PROP_PROVIDER, TwinlakeDataSource.NAME);
        properties.put(TableCatalog.PROP_LOCATION, table.snapshot().table().toString());
        properties.put("twinlake.version", table.snapshot().version().toString());
        properties.put("twinlake.id", table.snapshot().metadata().id());
        table.snapshot().metadata().description().ifPresent(text -> properties.put(TableCatalog.PROP_COMMENT, text));
        return Map.copyOf(properties);
    }

    @Override
    public Set<TableCapability> capabilities() {
        return Set.of(TableCapability.BATCH_READ, TableCapability.MICRO_BATCH_READ);
    }

    @Override
    public ScanBuilder newScanBuilder(CaseInsensitiveStringMap options) {
        ReadOptions.requireKnown(options);
        return new TwinlakeScanBuilder(table, options);
    }
}
