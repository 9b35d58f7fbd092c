/**
 * Rows that are written, deleted, updated, merged and restored, as transactions of the log, without an engine.
 *
 * <p>Read in this order: {@link io.twinlake.dml.RowChange} is a change that can be planned and run; {@link io.twinlake.dml.Delete},
 * {@link io.twinlake.dml.Update}, {@link io.twinlake.dml.Merge}, {@link io.twinlake.dml.Overwrite} and {@link
 * io.twinlake.dml.Insert} are its kinds; {@link io.twinlake.dml.ChangePlan} says which rows of which files; {@link
 * io.twinlake.dml.TableWriter} writes rows and keeps the table's rules; {@link io.twinlake.dml.StatementParser} reads Spark's SQL.
 *
 * <p>A {@link io.twinlake.dml.ConstraintViolationException} shows the row that may not be written; a {@link
 * io.twinlake.dml.StatementException} the place in the text that is not understood. Conflicts are those of the log.
 *
 * <p>Example: {@code new Delete(Condition.sql("bar > 100")).run(log)}.
 */
@NullMarked
package io.twinlake.dml;

import org.jspecify.annotations.NullMarked;
