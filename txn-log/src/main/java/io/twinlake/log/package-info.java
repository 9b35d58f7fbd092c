/** Versions of a table: actions, snapshots, transactions, conflicts, checkpoints, by the Delta protocol. */
@NullMarked
package io.twinlake.log;

import org.jspecify.annotations.NullMarked;
