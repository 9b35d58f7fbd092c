package io.twinlake.server;

import io.twinlake.log.Snapshot;
import io.twinlake.query.TwinQuery;

/** Twin state of a table that a person named. */
final class Twins {

    private Twins() {}

    static TwinQuery of(Snapshot snapshot, String name) {
        try {
            return TwinQuery.over(snapshot);
        } catch (IllegalArgumentException e) {
            throw new UsageException("'" + name + "' is " + e.getMessage());
        }
    }
}
