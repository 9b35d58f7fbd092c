package io.twinlake.log;

import java.util.HashMap;
import java.util.Map;

/** A table in memory whose properties and columns a test changes. */
final class TableSettings {

    final Tables tables = new Tables();
    final TransactionLog log = tables.log();

    TableSettings create(Map<String, String> properties) {
        log.create(Tables.metadata(Tables.SCHEMA, properties), "CREATE TABLE").commit();
        return this;
    }

    /** A table as an old writer made it, of that protocol. */
    TableSettings createdByOthers(Action.Protocol protocol) {
        var commit = java.util.List.<Action>of(protocol, Tables.metadata());
        tables.memory.put(tables.commit(0), io.twinlake.storage.Content.of(ActionWriter.bytes(commit)));
        return this;
    }

    TableSettings set(String key, String value) {
        Map<String, String> all = new HashMap<>(log.latest().metadata().configuration());
        all.put(key, value);
        return with(log.latest().metadata().withConfiguration(all));
    }

    TableSettings with(Action.Metadata metadata) {
        log.latest()
                .transaction(IsolationLevel.SERIALIZABLE, "ALTER TABLE")
                .metadata(metadata)
                .commit();
        return this;
    }

    TableSettings append(String file) {
        log.append("WRITE")
                .add(tables.file(file))
                .vouchedFor(log.latest().metadata())
                .commit();
        return this;
    }

    String property(String key) {
        return String.valueOf(log.latest().metadata().configuration().get(key));
    }

    Action.Protocol protocol() {
        return tables.log().latest().protocol();
    }

    Action.AddFile file(String path) {
        return tables.log()
                .latest()
                .files()
                .filter(file -> file.path().equals(path))
                .findFirst()
                .orElseThrow();
    }
}
