package io.twinlake.query;

import io.twinlake.log.Action.Metadata;
import io.twinlake.log.Commit;
import io.twinlake.log.Snapshot;
import io.twinlake.log.TransactionLog;
import io.twinlake.log.Version;

/** The versions whose changes are asked for, both ends included; what their rows look like is said by the last. */
record FeedRange(TransactionLog log, Version from, Snapshot to) {

    /**
     * Reads each commit, and nothing else, so that a range is given whole or not begun.
     *
     * @param recorded whether it is refused where the feed is off
     * @throws ChangesUnavailableException if there is a version whose changes can't be told
     */
    void requireReadable(boolean recorded) {
        require(log.at(from).metadata(), from, recorded);
        for (Version version = from.next(); version.compareTo(to.version()) <= 0; version = version.next()) {
            Version changed = version;
            commit(version).all(Metadata.class).forEach(metadata -> require(metadata, changed, recorded));
        }
    }

    /** @throws ChangesUnavailableException if it is not there any more */
    Commit commit(Version version) {
        return log.read(version).orElseThrow(() -> gone(version));
    }

    ChangesUnavailableException gone(Version version) {
        return new ChangesUnavailableException("the commit of version " + version + " of " + log.table()
                + " is not there any more: the log has been cleaned up. Begin with a later version, or keep the log longer"
                + " (delta.logRetentionDuration)");
    }

    private void require(Metadata metadata, Version version, boolean recorded) {
        if (recorded && !metadata.properties().changeDataFeed()) {
            throw new ChangesUnavailableException("the change data feed of " + log.table() + " is off in version "
                    + version + ": set delta.enableChangeDataFeed=true and ask for versions since then, or have changes"
                    + " inferred from the files that were added and removed (inferring(), --infer), by which a row that was"
                    + " rewritten is deleted and inserted");
        }
        String difference = SchemaGrowth.difference(metadata, to.metadata());
        if (!difference.isEmpty()) {
            throw new ChangesUnavailableException("rows of version " + version + " of " + log.table()
                    + " can't be given in the columns of version " + to.version() + ": " + difference
                    + ". Ask for the versions before and after that change one after the other");
        }
    }
}
