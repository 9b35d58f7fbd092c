package io.twinlake.log;

import java.util.Optional;

/**
 * What there is one of after reconciliation (PROTOCOL.md, "Action Reconciliation"); empty for what is not reconciled.
 *
 * @param paths of the table
 */
record ReconciliationKeys(DataPath paths) implements Action.Cases<Optional<Object>> {

    /** The key of an action that is not of a file. */
    private record Named(String kind, String name) {}

    @Override
    public Optional<Object> add(Action.AddFile action) {
        return Optional.of(FileKey.of(paths, action));
    }

    @Override
    public Optional<Object> remove(Action.RemoveFile action) {
        return Optional.of(FileKey.of(paths, action));
    }

    @Override
    public Optional<Object> transaction(Action.SetTransaction action) {
        return Optional.of(new Named(CheckpointSchema.TXN, action.appId()));
    }

    @Override
    public Optional<Object> domain(Action.DomainMetadata action) {
        return Optional.of(new Named(CheckpointSchema.DOMAIN, action.domain()));
    }

    @Override
    public Optional<Object> metadata(Action.Metadata action) {
        return Optional.of(new Named(CheckpointSchema.METADATA, ""));
    }

    @Override
    public Optional<Object> protocol(Action.Protocol action) {
        return Optional.of(new Named(CheckpointSchema.PROTOCOL, ""));
    }

    @Override
    public Optional<Object> change(Action.AddChangeFile action) {
        return Optional.empty();
    }

    @Override
    public Optional<Object> commitInfo(Action.CommitInfo action) {
        return Optional.empty();
    }
}
