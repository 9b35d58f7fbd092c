/** Policy, plan, run: small sorted files into larger ones, checkpoints, vacuum. */
@NullMarked
package io.twinlake.compaction;

import org.jspecify.annotations.NullMarked;
