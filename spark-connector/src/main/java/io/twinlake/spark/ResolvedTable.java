package io.twinlake.spark;

import io.twinlake.log.Snapshot;
import io.twinlake.log.TransactionLog;
import org.apache.spark.sql.types.StructType;

/**
 * A table at the version that Spark resolved its name to.
 *
 * @param name as Spark shows it
 * @param structure the schema of {@code snapshot} in Spark's types
 */
record ResolvedTable(String name, TransactionLog log, Snapshot snapshot, StructType structure) {

    static ResolvedTable of(String name, TransactionLog log, Snapshot snapshot) {
        return new ResolvedTable(name, log, snapshot, SparkTypes.of(snapshot.schema()));
    }

    String id() {
        return snapshot.metadata().id();
    }
}
