package io.twinlake.log;

import io.twinlake.format.Predicate;
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

    private final Changes changes;
    private final TableState base;
    private final Instant now;
    private final Optional<Action.Metadata> made;
    private final Optional<Action.Metadata> metadata;
    private final long time;
    private final Optional<Action.Protocol> upgrade;

    private CommitDraft(Changes changes, TableState base, Optional<Action.Metadata> made) {
        this.changes = changes;
        this.base = base;
        this.now = changes.log().environment().clock().instant();
        this.made = made;
        boolean carriesTime = carriesTime(made.or(base::metadata));
        this.time = carriesTime ? timeAfterBase() : now.toEpochMilli();
        this.metadata = made.map(wanted -> withTimeBegun(wanted, carriesTime));
        this.upgrade = newProtocol();
    }

    /** Names that were drawn for an earlier draft stay, unless the metadata below is another. */
    static CommitDraft of(Changes changes, Optional<CommitDraft> earlier, TableState base) {
        Optional<Action.Metadata> same = earlier.filter(
                        draft -> draft.base.metadata().equals(base.metadata()))
                .flatMap(draft -> draft.made);
        return new CommitDraft(changes, base, same.or(() -> made(changes, base)));
    }

    private static Optional<Action.Metadata> made(Changes changes, TableState base) {
        return changes.metadata().map(wanted -> made(changes, base, wanted));
    }

    private static Action.Metadata made(Changes changes, TableState base, Action.Metadata wanted) {
        if (changes.restores()) {
            return MetadataChange.restored(base.metadata().orElseThrow(), wanted);
        }
        Optional<Action.Metadata> before = changes.origin()
                .map(source -> source.metadata().withId(wanted.id()))
                .or(base::metadata);
        return new MetadataChange(changes.log().environment(), before, wanted).made();
    }

    List<Action> actions() {
        List<Action> actions = new ArrayList<>();
        actions.add(changes.info(base, time, carriesTime(metadataAfter())));
        upgrade.ifPresent(actions::add);
        metadata.ifPresent(actions::add);
        changes.progress().values().stream()
                .map(mark -> new Action.SetTransaction(mark.appId(), mark.version(), OptionalLong.of(time)))
                .forEach(actions::add);
        actions.addAll(changes.domains().values());
        changes.clustering()
                .flatMap(columns -> metadataAfter().map(table -> Clustering.domain(columns, table)))
                .ifPresent(actions::add);
        changes.removes().values().stream()
                .map(file -> file.removed(time, changes.changesRows()))
                .forEach(actions::add);
        addFiles(actions);
        actions.addAll(changes.changeFiles());
        return actions;
    }

    private void addFiles(List<Action> actions) {
        boolean dataChange = changes.changesRows();
        if (!protocolAfter().map(TableFeature.ROW_TRACKING::isIn).orElse(false)) {
            Stream.concat(changes.adds().stream(), changes.restated().values().stream())
                    .map(added -> added.action(
                            dataChange, added.file().baseRowId(), added.file().defaultRowCommitVersion()))
                    .forEach(actions::add);
            return;
        }
        RowIds ids = RowIds.over(base);
        changes.adds().stream().map(added -> ids.assign(added, dataChange)).forEach(actions::add);
        changes.restated().values().stream()
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
        DataPath paths = changes.log().paths();
        try (Stream<Action.AddFile> live = base.live(Predicate.TRUE).stream()) {
            return live.filter(file -> file.baseRowId().isEmpty())
                    .filter(file -> !changes.removes().containsKey(FileKey.of(paths, file)))
                    .map(file -> NewFile.live(file, NewFile.Origin.BROUGHT_BACK, Changes.rows(file)))
                    .toList();
        }
    }

    private long timeAfterBase() {
        long last = base.isNothing()
                ? Long.MIN_VALUE
                : changes.log().timestamp(base).toEpochMilli();
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
        changes.metadata().ifPresent(wanted -> needed.addAll(FeatureNeeds.requested(wanted.configuration())));
        changes.clustering().ifPresent(columns -> needed.add(TableFeature.CLUSTERING));
        changes.origin().ifPresent(source -> needed.addAll(TableFeature.of(source.protocol())));
        if (base.isNothing() && !changes.domains().isEmpty()) {
            needed.add(TableFeature.DOMAIN_METADATA);
        }
        return needed;
    }

    private static boolean carriesTime(Optional<Action.Metadata> metadata) {
        return metadata.filter(table -> new TableProperties(table.configuration()).inCommitTimestamps())
                .isPresent();
    }

    private static boolean tracksRows(Optional<Action.Metadata> metadata) {
        return metadata.filter(table -> new TableProperties(table.configuration()).rowTracking())
                .isPresent();
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
