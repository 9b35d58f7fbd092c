/**
 * What is read of versions: scans, the state and history of twins, subscriptions, changes, local SQL.
 *
 * <p>Read in this order: {@link io.twinlake.query.ScanPlan} says which files and rows a read needs, and gives {@link
 * io.twinlake.query.RowBatches}; {@link io.twinlake.query.TwinQuery} asks for twins now, at a time and over time; {@link
 * io.twinlake.query.Subscription} gives each commit once; {@link io.twinlake.query.ChangeFeed} says what versions changed; {@link
 * io.twinlake.query.LocalSql} runs SQL by DuckDB over what a scan leaves; {@link io.twinlake.query.PredicateParser} reads
 * conditions as text.
 *
 * <p>A {@link io.twinlake.query.SubscriptionGapException} means that commits between the subscriber's version and the oldest one
 * are gone; a {@link io.twinlake.query.RowsRemovedException} that rows were removed from a table that it follows.
 *
 * <p>Example: {@code ScanPlan.over(log.latest()).where(Predicate.equal("pump", "P1")).rows()}.
 */
@NullMarked
package io.twinlake.query;

import org.jspecify.annotations.NullMarked;
