/**
 * Small sorted files become larger ones, and what no version needs goes away.
 *
 * <p>Read in this order: {@link io.twinlake.compaction.CompactionPolicy} decides what is merged; {@link
 * io.twinlake.compaction.CompactionPlan} is that decision for a snapshot; {@link io.twinlake.compaction.Compactor} runs it in a
 * commit that changes no row; {@link io.twinlake.compaction.Vacuum} deletes files that no kept version names, by its {@link
 * io.twinlake.compaction.VacuumPlan}; {@code StatisticsRepair} restates bounds that writers got wrong.
 *
 * <p>A plan that loses to another writer is made again; no writer ever waits for a compaction.
 *
 * <p>Example: {@code CompactionPolicy.defaults().plan(log.latest()).ifPresent(new Compactor(environment)::run)}.
 */
@NullMarked
package io.twinlake.compaction;

import org.jspecify.annotations.NullMarked;
