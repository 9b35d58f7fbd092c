/**
 * Twinlake's tables in Spark: a data source, a catalog, streams.
 *
 * <p>Read in this order: {@link io.twinlake.spark.TwinlakeCatalog} and {@link io.twinlake.spark.TwinlakeDataSource} find a table
 * and its version, a {@code ResolvedTable}; {@code TwinlakeScan} chooses files by the conditions that {@code FileConditions}
 * translates; {@code TableFiles} has Spark's own Parquet reader read them, asked for row groups as far as {@code
 * RowGroupConditions} allows; {@code TwinlakeStream} gives the snapshot in order of event time, then commits, by {@code
 * StreamOffset}s that {@code SnapshotOrder} and {@code StreamFiles} make.
 *
 * <p>A {@code StreamException} says why a stream can't go on and what to do.
 *
 * <p>Example: {@code spark.readStream().format("twinlake").load("s3://bucket/lake/plant/pumps")}.
 */
@NullMarked
package io.twinlake.spark;

import org.jspecify.annotations.NullMarked;
