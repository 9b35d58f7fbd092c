package io.twinlake.log;

import java.util.List;

/** One version as it was written: its actions in order. */
public record Commit(Version version, List<Action> actions) {

    public Commit {
        actions = List.copyOf(actions);
    }
}
