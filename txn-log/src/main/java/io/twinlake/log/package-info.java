/**
 * Versions of a table by the Delta protocol: actions, snapshots, transactions, conflicts and checkpoints.
 *
 * <p>Read in this order: {@link io.twinlake.log.TransactionLog} is the door; {@link io.twinlake.log.Snapshot} is the table at a
 * version; {@link io.twinlake.log.Action} is what commits consist of; {@link io.twinlake.log.Transaction} collects changes. Behind
 * them a {@code ChangeSet} is what one commit changes, {@code CommitDraft} makes it the actions of a version, {@code WriteRules}
 * and {@code Conflicts} check it, {@code Committer} puts it and tries again. {@code LogReplay} makes a {@code TableState} of a
 * checkpoint and commits, {@code FileSet} is its files, {@code CheckpointWriter} writes it down, {@code LogHead} remembers the
 * newest.
 *
 * <p>After a {@link io.twinlake.log.CommitConflictException} the caller reads again and redoes its work; after a {@link
 * io.twinlake.log.RearrangementConflictException} it plans again; after a {@link io.twinlake.log.CommitStateUnknownException} it
 * deletes nothing and looks up its progress. {@link io.twinlake.log.CorruptLogException} and {@link
 * io.twinlake.log.UnsupportedTableException} name what is wrong with the table.
 *
 * <p>Example: {@code log.append("WRITE").add(file).advance(new ApplicationProgress("app", 7)).commit()}.
 */
@NullMarked
package io.twinlake.log;

import org.jspecify.annotations.NullMarked;
