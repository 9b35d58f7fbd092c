package io.twinlake.spark;

import io.twinlake.log.TransactionLog;
import java.util.Map;
import org.apache.spark.sql.connector.catalog.SessionConfigSupport;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.TableProvider;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.sources.DataSourceRegister;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;
import org.jspecify.annotations.Nullable;

/**
 * A table by its path: {@code spark.read().format("twinlake").load(path)}, and {@code readStream()} likewise. Options:
 * {@code versionAsOf}, {@code timestampAsOf}; for streams those of {@code docs/spark.md}.
 */
public final class TwinlakeDataSource implements TableProvider, DataSourceRegister, SessionConfigSupport {

    static final String NAME = "twinlake";

    private @Nullable ResolvedTable opened;

    @Override
    public String shortName() {
        return NAME;
    }

    @Override
    public String keyPrefix() {
        return NAME;
    }

    @Override
    public StructType inferSchema(CaseInsensitiveStringMap options) {
        opened = open(options);
        return opened.structure();
    }

    /** Spark asks for the schema first, then for the table: the same snapshot answers both. */
    @Override
    public Table getTable(StructType schema, Transform[] partitioning, Map<String, String> properties) {
        ResolvedTable table = opened;
        return new TwinlakeTable(table != null ? table : open(new CaseInsensitiveStringMap(properties)));
    }

    private static ResolvedTable open(CaseInsensitiveStringMap options) {
        ReadOptions.requireKnown(options);
        String path = options.get("path");
        if (options.containsKey("paths")) {
            throw new IllegalArgumentException("format(\"twinlake\") was given the paths " + options.get("paths")
                    + "; a read is of one table, so load them one by one and unite them");
        }
        if (path == null || path.isBlank()) {
            throw new IllegalArgumentException("format(\"twinlake\") was given no path; say load(path) with the "
                    + "table's folder or URI, or read a table of the catalog by its name");
        }
        TransactionLog log = SessionAccess.log(SessionAccess.locate(path), ReadOptions.hadoop(options));
        return ResolvedTable.of(
                NAME + ".`" + path + "`", log, TimeTravel.of(options).snapshot(log));
    }
}
