package io.twinlake.log;

import io.twinlake.format.ColumnMapping;
import io.twinlake.format.ColumnStatistics;
import io.twinlake.format.DataType;
import io.twinlake.format.Field;
import io.twinlake.storage.Location;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/** The rules of the table that every commit must obey, checked for each version at which it is tried. */
record WriteRules(ChangeSet changes, Location table) {

    /** @throws UnsupportedTableException if the table asks writers for more than is done here */
    void check(TableState base, CommitDraft draft) {
        Action.Protocol protocol = required(draft.protocolAfter(), "protocol");
        Action.Metadata metadata = required(draft.metadataAfter(), "metaData");
        TableFeature.requireWritable(protocol, metadata, table);
        checkMapping(base);
        checkAppendOnly(metadata);
        checkDomains(protocol);
        checkPartitions(metadata);
        checkClustering(base, metadata);
        checkVouched(metadata);
        checkNotNull(metadata);
        checkVectors(protocol, metadata);
        checkAge(metadata, draft.now());
        checkProgress(base);
        checkAnotherHasNotBegun(base);
        checkRearrangement(base);
    }

    private <A> A required(Optional<A> action, String name) {
        return action.orElseThrow(() -> new CorruptLogException("the log of " + table + " has no " + name + " action"));
    }

    /** A mode that the protocol does not back would come into force with a commit that upgrades it, and leave no row its columns. */
    private void checkMapping(TableState base) {
        if (base.isNothing()) {
            return;
        }
        Action.Metadata metadata = required(base.metadata(), "metaData");
        ColumnMapping inForce = TableFeature.columnMapping(required(base.protocol(), "protocol"), metadata);
        ColumnMapping asked = metadata.properties().columnMapping();
        if (asked != inForce) {
            throw new UnsupportedTableException(table + " has " + TableProperties.MAPPING_MODE + "=" + asked.word()
                    + " and a protocol without column mapping: its files are read by the columns' names, and what is written"
                    + " would be read otherwise. Let the client that set the property take it away");
        }
    }

    /**
     * Progress only grows. A base that is newer than what the application has looked at may have what it is about to
     * commit, and no winner would tell.
     */
    private void checkProgress(TableState base) {
        for (ApplicationProgress next : changes.progress().marks().values()) {
            Action.SetTransaction last = base.transactions().get(next.appId());
            if (last != null && last.version() >= next.version()) {
                throw new ProgressConflictException("application '" + next.appId() + "' is at " + last.version()
                        + " in version " + base.version() + " of " + table + " and can't be set to " + next.version()
                        + "; read its progress again");
            }
        }
    }

    private void checkAnotherHasNotBegun(TableState base) {
        Set<String> begun = base.transactions().keySet();
        boolean isKnown = changes.progress().marks().keySet().stream().anyMatch(begun::contains);
        if (changes.progress().unlessAnotherHasBegun() && !isKnown && !begun.isEmpty()) {
            throw new TableInUseException(table + " is written by application '"
                    + begun.stream().sorted().collect(Collectors.joining("', '")) + "' in version " + base.version()
                    + ", and this one has not begun there; nothing was written");
        }
    }

    private void checkAppendOnly(Action.Metadata metadata) {
        if (metadata.properties().appendOnly()
                && changes.changesRows()
                && !changes.files().removes().isEmpty()) {
            throw new IllegalStateException(table + " has delta.appendOnly=true: rows can't be removed from it; "
                    + "set the property to false first, if that is wanted");
        }
    }

    private void checkDomains(Action.Protocol protocol) {
        if (!changes.table().domains().isEmpty() && !TableFeature.DOMAIN_METADATA.isIn(protocol)) {
            throw new UnsupportedTableException("metadata domain "
                    + changes.table().domains().keySet().iterator().next() + " can't be set: " + table
                    + " has not the writer feature " + TableFeature.DOMAIN_METADATA.word()
                    + "; set delta.feature.domainMetadata=supported first");
        }
    }

    private void checkPartitions(Action.Metadata metadata) {
        ColumnMapping mapping = metadata.properties().columnMapping();
        Set<String> expected = metadata.partitionColumns().stream()
                .map(name -> mapping.physicalName(
                        metadata.schema().field(metadata.schema().indexOf(name).orElseThrow())))
                .collect(Collectors.toCollection(HashSet::new));
        for (NewFile add : changes.files().adds()) {
            Map<String, Optional<String>> values = add.file().partitionValues();
            if (add.isWritten() && !values.keySet().equals(expected)) {
                throw new IllegalArgumentException(add.file().path() + " has values for the partition columns "
                        + values.keySet() + "; " + table + " is partitioned by " + expected);
            }
        }
    }

    /** What a table is clustered by it keeps, until it is clustered by something else. */
    private void checkClustering(TableState base, Action.Metadata metadata) {
        Optional<Action.DomainMetadata> domain = base.domain(Clustering.DOMAIN);
        boolean keeps = changes.table().metadata().isEmpty()
                || changes.table().restores()
                || changes.table().clustering().isPresent();
        if (keeps || domain.isEmpty()) {
            return;
        }
        int after = Clustering.columns(domain.get(), metadata).size();
        List<String> before = Clustering.columns(domain.get(), base.metadata().orElseThrow());
        if (after < before.size()) {
            throw new IllegalArgumentException(table + " is clustered by " + before
                    + ", of which none can be dropped; cluster it by other columns first");
        }
    }

    /** Files of writers that don't know what the table asks of its rows are refused, not believed. */
    private void checkVouched(Action.Metadata metadata) {
        Optional<NewFile> unknown =
                changes.files().adds().stream().filter(NewFile::isWritten).findFirst();
        if (unknown.isEmpty()
                || changes.files()
                        .vouchedFor()
                        .filter(checked -> asksTheSame(checked, metadata))
                        .isPresent()) {
            return;
        }
        if (changes.files().vouchedFor().isPresent()
                && changes.table().metadata().isEmpty()) {
            throw new CommitConflictException(
                    unknown.get().file().path() + " can't be added to " + table
                            + ": schema, partitions or rules of the table were changed since its rows were written; write them again");
        }
        ColumnRules rules = ColumnRules.of(metadata);
        List<String> asked = new ArrayList<>();
        if (changes.changesRows()) {
            rules.conditions().forEach((name, sql) -> asked.add("constraint " + name + " (" + sql + ")"));
            rules.generated().forEach((column, sql) -> asked.add("generated column " + column + " (" + sql + ")"));
        }
        ColumnMapping mapping = metadata.properties().columnMapping();
        if (mapping != ColumnMapping.NONE) {
            asked.add(TableProperties.MAPPING_MODE + "=" + mapping.word());
        }
        if (!asked.isEmpty()) {
            throw new UnsupportedTableException(unknown.get().file().path() + " can't be added to " + table
                    + ": nobody has vouched that it keeps " + String.join(", ", asked)
                    + "; write the rows with a TableWriter of module dml");
        }
    }

    private static boolean asksTheSame(Action.Metadata checked, Action.Metadata now) {
        return checked.schema().equals(now.schema())
                && checked.partitionColumns().equals(now.partitionColumns())
                && ColumnRules.of(checked).equals(ColumnRules.of(now));
    }

    /** What Parquet itself would not hold is found in a file's statistics. */
    private void checkNotNull(Action.Metadata metadata) {
        ColumnMapping mapping = metadata.properties().columnMapping();
        for (NewFile add : changes.files().adds()) {
            for (Field field : add.isWritten() ? metadata.schema().fields() : List.<Field>of()) {
                ColumnStatistics column = add.statistics().column(List.of(mapping.physicalName(field)));
                boolean leaf = !(field.type() instanceof DataType.Struct);
                if (!field.nullable() && leaf && column.nullCount().orElse(0) > 0) {
                    throw new IllegalArgumentException(
                            add.file().path() + " has " + column.nullCount().getAsLong() + " rows without '"
                                    + field.name() + "', which is NOT NULL in " + table);
                }
            }
        }
    }

    private void checkVectors(Action.Protocol protocol, Action.Metadata metadata) {
        boolean allowed = metadata.properties().deletionVectors();
        for (NewFile add : changes.files().adds()) {
            if (add.file().deletionVector().isEmpty()) {
                continue;
            }
            boolean makes = add.origin() == NewFile.Origin.MARKED && !allowed;
            if (makes || !TableFeature.DELETION_VECTORS.isIn(protocol)) {
                throw new UnsupportedTableException(add.file().path() + " can't get a deletion vector: " + table
                        + " has not delta.enableDeletionVectors=true; rewrite the file, or set the property");
            }
            if (add.rows().isEmpty()) {
                throw new IllegalArgumentException(add.file().path()
                        + " has a deletion vector and no numRecords in its statistics, which it must have then");
            }
        }
    }

    /** A file that was written long ago and is not in the log may have been vacuumed since. */
    private void checkAge(Action.Metadata metadata, Instant now) {
        Duration most = metadata.properties().deletedFileRetention().dividedBy(2);
        for (NewFile add : changes.files().adds()) {
            Duration age = Duration.between(add.since(), now);
            if (add.isWritten() && age.compareTo(most) > 0) {
                throw new CommitConflictException(add.file().path() + " was written " + age + " ago, more than " + most
                        + ", half of what vacuum spares (delta.deletedFileRetentionDuration); it may be gone, write it"
                        + " again, or let the table keep files longer");
            }
        }
    }

    /** Where no row may change, there are as many afterwards; where statistics lack, nothing can be said. */
    private void checkRearrangement(TableState base) {
        if (changes.changesRows() || base.isNothing()) {
            return;
        }
        OptionalLong after =
                sum(changes.files().adds().stream().map(NewFile::liveRows).toList());
        OptionalLong before = sum(changes.files().removes().values().stream()
                .map(NewFile::broughtBack)
                .map(NewFile::liveRows)
                .toList());
        if (before.isPresent() && after.isPresent() && before.getAsLong() != after.getAsLong()) {
            throw new IllegalArgumentException("a rearrangement of " + table + " takes away " + before.getAsLong()
                    + " rows and adds " + after.getAsLong() + "; it must keep every row");
        }
    }

    private static OptionalLong sum(List<OptionalLong> counts) {
        return counts.stream().allMatch(OptionalLong::isPresent)
                ? OptionalLong.of(
                        counts.stream().mapToLong(OptionalLong::getAsLong).sum())
                : OptionalLong.empty();
    }
}
