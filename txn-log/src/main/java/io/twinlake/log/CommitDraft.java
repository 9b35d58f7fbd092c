package io.twinlake.log;

import io.twinlake.format.Predicate;
import io.twinlake.storage.Environment;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What changes become at one version: the time, the metadata, the protocol and the row ids that follow from the state below
 * it.
 */
final class CommitDraft {

    private final LogHead log;
    private final ChangeSet changes;
    private final TableState base;
    private final Instant now;
    private final Optional<Action.Metadata> made;
    private final Optional<Action.Metadata> metadata;
    private final long time;
    private final Optional<Action.Protocol> upgrade;

    private CommitDraft(LogHead log, ChangeSet changes, TableState base, Optional<Action.Metadata> made) {
        this.log = log;
        this.changes = changes;
        this.base = base;
        this.now = log.environment().clock().instant();
        this.made = made;
        boolean carriesTime = carriesTime(made.or(base::metadata));
        this.time = carriesTime ? timeAfterBase() : now.toEpochMilli();
        this.metadata = made.map(wanted -> withTimeBegun(wanted, carriesTime));
        this.upgrade = newProtocol();
    }

    /** Names that were drawn for an earlier draft stay, unless the metadata below is another. */
    static CommitDraft of(LogHead log, ChangeSet changes, Optional<CommitDraft> earlier, TableState base) {
        Optional<Action.Metadata> same = earlier.filter(
                        draft -> draft.base.metadata().equals(base.metadata()))
                .flatMap(draft -> draft.made);
        return new CommitDraft(log, changes, base, same.or(() -> made(log.environment(), changes.table(), base)));
    }

    private static Optional<Action.Metadata> made(Environment environment, TableChange change, TableState base) {
        return change.metadata()
                .map(wanted -> change.restores()
                        ? MetadataChange.restored(base.metadata().orElseThrow(), wanted)
                        : new MetadataChange(environment, before(change, base, wanted), wanted).made());
    }

    private static Optional<Action.Metadata> before(TableChange change, TableState base, Action.Metadata wanted) {
        return change.origin()
                .flatMap(TableState::metadata)
                .map(source -> source.withId(wanted.id()))
                .or(base::metadata);
    }

    List<Action> actions() {
        List<Action> actions = new ArrayList<>();
        actions.add(changes.info(base, time, carriesTime(metadataAfter())));
        upgrade.ifPresent(actions::add);
        metadata.ifPresent(actions::add);
        changes.progress().marks().values().stream()
                .map(mark -> new Action.SetTransaction(mark.appId(), mark.version(), OptionalLong.of(time)))
                .forEach(actions::add);
        actions.addAll(changes.table().domains().values());
        changes.table()
                .clustering()
                .flatMap(columns -> metadataAfter().map(table -> Clustering.domain(columns, table)))
                .ifPresent(actions::add);
        changes.files().removes().values().stream()
                .map(file -> file.removed(time, changes.changesRows()))
                .forEach(actions::add);
        addFiles(actions);
        actions.addAll(changes.files().changeFiles());
        return actions;
    }

    private void addFiles(List<Action> actions) {
        boolean dataChange = changes.changesRows();
        if (!protocolAfter().map(TableFeature.ROW_TRACKING::isIn).orElse(false)) {
            Stream.concat(changes.files().adds().stream(), changes.files().restated().values().stream())
                    .map(added -> added.action(
                            dataChange, added.file().baseRowId(), added.file().defaultRowCommitVersion()))
                    .forEach(actions::add);
            return;
        }
        RowIds ids = RowIds.over(base);
        changes.files().adds().stream()
                .map(added -> ids.assign(added, dataChange))
                .forEach(actions::add);
        changes.files().restated().values().stream()
                .map(file -> ids.assign(file, false))
                .forEach(actions::add);
        withoutIds().stream().map(file -> ids.assign(file, false)).forEach(actions::add);
        ids.grown().ifPresent(actions::add);
    }

    /** Files of before row tracking was enabled, which is only true of all rows when these have ids as well. */
    private List<NewFile> withoutIds() {
        boolean enables = tracksRows(metadata) && !tracksRows(base.metadata());
        if (!enables) {
            return List.of();
        }
        DataPath paths = log.paths();
        try (Stream<Action.AddFile> live = base.live(Predicate.TRUE).stream()) {
            return live.filter(file -> file.baseRowId().isEmpty())
                    .filter(file -> !changes.files().removes().containsKey(FileKey.of(paths, file)))
                    .map(NewFile::broughtBack)
                    .toList();
        }
    }

    private long timeAfterBase() {
        long last = base.isNothing() ? Long.MIN_VALUE : log.timestamp(base).toEpochMilli();
        return Math.max(now.toEpochMilli(), last + 1);
    }

    /** Where commits begin to carry their time in mid-table, the metadata says when, so that times before are known. */
    private Action.Metadata withTimeBegun(Action.Metadata wanted, boolean carriesTime) {
        if (carriesTime && carriesTime(base.metadata())) {
            return wanted;
        }
        Map<String, String> configuration = new HashMap<>(wanted.configuration());
        if (carriesTime && !base.isNothing()) {
            configuration.put(TableProperties.IN_COMMIT_VERSION, base.next().toString());
            configuration.put(TableProperties.IN_COMMIT_START, Long.toString(time));
        } else {
            configuration.remove(TableProperties.IN_COMMIT_VERSION);
            configuration.remove(TableProperties.IN_COMMIT_START);
        }
        return wanted.withConfiguration(configuration);
    }

    private Optional<Action.Protocol> newProtocol() {
        if (base.isNothing()) {
            Set<TableFeature> needed = needed();
            needed.addAll(NewTable.features(metadata));
            return Optional.of(ProtocolUpgrade.of(needed));
        }
        return base.protocol().flatMap(now -> ProtocolUpgrade.with(now, needed()));
    }

    /** What these changes need and the table did not. */
    private Set<TableFeature> needed() {
        Set<TableFeature> needed = EnumSet.noneOf(TableFeature.class);
        metadata.ifPresent(after -> {
            needed.addAll(FeatureNeeds.of(after));
            base.metadata().ifPresent(before -> needed.removeAll(FeatureNeeds.of(before)));
        });
        changes.table().metadata().ifPresent(wanted -> needed.addAll(FeatureNeeds.requested(wanted.configuration())));
        changes.table().clustering().ifPresent(columns -> needed.add(TableFeature.CLUSTERING));
        changes.table()
                .origin()
                .flatMap(TableState::protocol)
                .ifPresent(source -> needed.addAll(TableFeature.of(source)));
        if (base.isNothing() && !changes.table().domains().isEmpty()) {
            needed.add(TableFeature.DOMAIN_METADATA);
        }
        return needed;
    }

    private static boolean carriesTime(Optional<Action.Metadata> metadata) {
        return metadata.filter(table -> table.properties().inCommitTimestamps()).isPresent();
    }

    private static boolean tracksRows(Optional<Action.Metadata> metadata) {
        return metadata.filter(table -> table.properties().rowTracking()).isPresent();
    }

    /** The protocol that this writes, where it writes one. */
    Optional<Action.Protocol> upgrade() {
        return upgrade;
    }

    Optional<Action.Protocol> protocolAfter() {
        return upgrade.or(base::protocol);
    }

    Optional<Action.Metadata> metadataAfter() {
        return metadata.or(base::metadata);
    }

    Instant now() {
        return now;
    }
}
