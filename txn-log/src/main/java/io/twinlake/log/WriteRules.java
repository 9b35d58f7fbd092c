package io.twinlake.log;

import io.twinlake.storage.Location;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** What a commit must keep to, whatever else it does; looked at anew for every version that it is tried at. */
record WriteRules(Changes changes, Location table) {

    /** @throws UnsupportedTableException if the table asks writers for more than is done here */
    void check(TableState base, Instant now) {
        Action.Protocol protocol = required(changes.protocol().or(base::protocol), "protocol");
        Action.Metadata metadata = required(changes.metadata().or(base::metadata), "metaData");
        TableFeature.requireWritable(protocol, metadata, table);
        if (!base.isNothing()) {
            changes.metadata().ifPresent(after -> checkEvolution(required(base.metadata(), "metaData"), after));
        }
        checkAppendOnly(metadata);
        checkDomains(protocol);
        checkPartitions(metadata);
        checkAge(metadata, now);
        checkProgress(base);
        checkRearrangement(base, metadata);
    }

    private <A> A required(Optional<A> action, String name) {
        return action.orElseThrow(() -> new CorruptLogException("the log of " + table + " has no " + name + " action"));
    }

    private void checkEvolution(Action.Metadata before, Action.Metadata after) {
        SchemaEvolution.check(before, after);
        boolean enabledBefore = new TableProperties(before.configuration()).inCommitTimestamps();
        boolean enabledAfter = new TableProperties(after.configuration()).inCommitTimestamps();
        if (enabledBefore != enabledAfter) {
            throw new IllegalArgumentException(TableProperties.IN_COMMIT_TIMESTAMPS + " of " + table + " is "
                    + enabledBefore + " and can't be changed here once the table is there");
        }
    }

    /**
     * Progress only grows. A base that is newer than what the application has looked at may have what it is about to
     * commit, and no winner would tell.
     */
    private void checkProgress(TableState base) {
        for (ApplicationProgress next : changes.progress().values()) {
            Action.SetTransaction last = base.transactions().get(next.appId());
            if (last != null && last.version() >= next.version()) {
                throw new ProgressConflictException("application '" + next.appId() + "' is at " + last.version()
                        + " in version " + base.version() + " of " + table + " and can't be set to " + next.version()
                        + "; read its progress again");
            }
        }
    }

    private void checkAppendOnly(Action.Metadata metadata) {
        if (new TableProperties(metadata.configuration()).appendOnly()
                && changes.changesRows()
                && !changes.removes().isEmpty()) {
            throw new IllegalStateException(table + " has delta.appendOnly=true: rows can't be removed from it; "
                    + "set the property to false first, if that is wanted");
        }
    }

    private void checkDomains(Action.Protocol protocol) {
        String feature = TableFeature.DOMAIN_METADATA.word();
        if (!changes.domains().isEmpty() && !protocol.writerFeatures().contains(feature)) {
            throw new UnsupportedTableException("metadata domain "
                    + changes.domains().keySet().iterator().next() + " can't be set: " + table
                    + " has not the writer feature " + feature);
        }
    }

    private void checkPartitions(Action.Metadata metadata) {
        Set<String> expected = new HashSet<>(metadata.partitionColumns());
        for (NewFile add : changes.adds()) {
            Map<String, Optional<String>> values = add.partitionValues();
            if (!values.keySet().equals(expected)) {
                throw new IllegalArgumentException(add.path() + " has values for the partition columns "
                        + values.keySet() + "; " + table + " is partitioned by " + expected);
            }
        }
    }

    /** A file that lay about for long without being in the log may have been vacuumed meanwhile. */
    private void checkAge(Action.Metadata metadata, Instant now) {
        Duration most = new TableProperties(metadata.configuration())
                .deletedFileRetention()
                .dividedBy(2);
        for (NewFile add : changes.adds()) {
            Duration age = Duration.between(add.since(), now);
            if (age.compareTo(most) > 0) {
                throw new CommitConflictException(add.path() + " was written " + age + " ago, more than " + most
                        + ", half of what vacuum spares; it may be gone, write it again");
            }
        }
    }

    /** Where no row may change, there are as many afterwards; where statistics lack, nothing can be said. */
    private void checkRearrangement(TableState base, Action.Metadata metadata) {
        if (changes.changesRows() || base.isNothing()) {
            return;
        }
        long after = changes.adds().stream().mapToLong(add -> add.file().rows()).sum();
        long before = 0;
        for (Action.AddFile file : changes.removes().values()) {
            OptionalLong rows = FilePruning.statistics(metadata, file).rows();
            if (rows.isEmpty()) {
                return;
            }
            before += rows.getAsLong()
                    - file.deletionVector()
                            .map(Action.DeletionVectorDescriptor::cardinality)
                            .orElse(0L);
        }
        if (before != after) {
            throw new IllegalArgumentException("a rearrangement of " + table + " takes away " + before
                    + " rows and adds " + after + "; it must keep every row");
        }
    }
}
