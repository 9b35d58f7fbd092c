/**
 * A table in simulated time: a scenario is drawn from a seed, run on a store on which everything goes wrong, and its
 * recorded history is checked. What fails is made shorter until nothing can be left out.
 */
@NullMarked
package io.twinlake.compaction.simulation;

import org.jspecify.annotations.NullMarked;
