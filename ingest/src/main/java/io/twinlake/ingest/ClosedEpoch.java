package io.twinlake.ingest;

import io.twinlake.twin.StateChanges;
import java.util.List;
import java.util.Optional;

/**
 * An epoch that is complete and not yet committed.
 *
 * @param changes by definition, in parts that hold different keys
 * @param state what a state checkpoint may keep once all tables have the epoch, if one is due
 */
record ClosedEpoch(
        Epoch epoch,
        CompiledDefinitions compiled,
        List<List<StateChanges>> changes,
        List<DeadLetter> deadLetters,
        Optional<PipelineState> state) {

    ClosedEpoch withState(PipelineState kept) {
        return new ClosedEpoch(epoch, compiled, changes, deadLetters, Optional.of(kept));
    }
}
