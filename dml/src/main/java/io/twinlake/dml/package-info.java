/** Rows that are written, deleted, updated, merged and restored, as transactions of the log; engine-neutral. */
@NullMarked
package io.twinlake.dml;

import org.jspecify.annotations.NullMarked;
