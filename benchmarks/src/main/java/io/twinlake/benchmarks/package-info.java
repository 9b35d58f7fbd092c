/** Measured against the peers, side by side. */
@NullMarked
package io.twinlake.benchmarks;

import org.jspecify.annotations.NullMarked;
