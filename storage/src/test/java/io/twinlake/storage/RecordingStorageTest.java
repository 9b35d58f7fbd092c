package io.twinlake.storage;

import static io.twinlake.storage.Operation.delete;
import static io.twinlake.storage.Operation.info;
import static io.twinlake.storage.Operation.list;
import static io.twinlake.storage.Operation.put;
import static io.twinlake.storage.Operation.putIfAbsent;
import static io.twinlake.storage.Operation.read;
import static io.twinlake.storage.Operation.readRange;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class RecordingStorageTest {

    private final Location table = Location.parse("memory://test/table");
    private final RecordingStorage storage = RecordingStorage.over(new MemoryStorage(), table);

    @Test
    void every_request_is_remembered_by_its_name_below_the_base() {
        Location commit = table.resolve("_delta_log/1.json");

        storage.putIfAbsent(commit, Content.of("0123"));
        storage.put(table.resolve("_delta_log/_last_checkpoint"), Content.of("{}"));
        storage.read(commit);
        try (var input = storage.open(storage.info(commit))) {
            input.readFully(1, new byte[2], 0, 2);
            input.readFully(2, new byte[2], 0, 2);
        }
        storage.list(table.resolve("_delta_log"), "0.json").close();
        storage.delete(List.of(commit, Location.parse("memory://elsewhere/x")));

        assertThat(storage.operations())
                .containsExactly(
                        putIfAbsent("_delta_log/1.json"),
                        put("_delta_log/_last_checkpoint"),
                        read("_delta_log/1.json"),
                        info("_delta_log/1.json"),
                        readRange("_delta_log/1.json"),
                        readRange("_delta_log/1.json"),
                        list("_delta_log", "0.json"),
                        delete("_delta_log/1.json", "memory://elsewhere/x"));
    }

    @Test
    void what_was_forgotten_is_not_counted() {
        storage.folders(table);
        storage.forget();

        storage.list(table, "").close();

        assertThat(storage.operations()).containsExactly(list("", ""));
        assertThat(storage.operations(Operation.Verb.FOLDERS)).isEmpty();
    }
}
