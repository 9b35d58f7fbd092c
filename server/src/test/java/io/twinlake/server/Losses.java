package io.twinlake.server;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinlake.ingest.CorruptPipelineException;
import io.twinlake.log.TransactionLog;
import io.twinlake.storage.Content;
import io.twinlake.storage.Environment;
import io.twinlake.storage.Listing;
import io.twinlake.storage.Location;
import io.twinlake.storage.ObjectInfo;
import io.twinlake.storage.Storage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a lake may suffer while no process runs: tables lose their newest commits with the power of the machine, or are put back
 * from an older copy; a newest state checkpoint is cut off; the record of an epoch that no table has yet is left empty.
 */
final class Losses {

    private static final int STRIKES = 4;
    private static final int MOST_COMMITS = 4;
    private static final Duration OWNER_IS_GONE = Duration.ofMinutes(10);

    private final SimulatedWorld world;
    private final List<Location> tables;
    private final Map<Location, Map<Location, byte[]>> copies = new HashMap<>();

    Losses(SimulatedWorld world, List<Location> tables) {
        this.world = world;
        this.tables = tables;
    }

    /** Lets pipelines run and die, strikes what they have written, and lets them come to their end. */
    void suffer(List<IngestActor> pipelines) {
        for (int strike = 0; strike < STRIKES; strike++) {
            pipelines.forEach(IngestActor::runInDanger);
            world.clock.advance(Duration.ofSeconds(world.random.nextInt(20)));
            strikeTables();
        }
        for (IngestActor pipeline : pipelines) {
            if (world.random.nextBoolean()) {
                strikeState(pipeline.pipeline());
            }
            strikeRecord(pipeline.pipeline()).ifPresent(torn -> {
                // Whoever died last counts as alive until then, and would be what is told.
                world.clock.advance(OWNER_IS_GONE);
                assertThatThrownBy(pipeline::runCharmed)
                        .isInstanceOf(CorruptPipelineException.class)
                        .hasMessageContaining(torn + " is empty")
                        .hasMessageContaining("delete it and start again");
                world.memory.delete(List.of(torn));
            });
        }
        pipelines.forEach(IngestActor::run);
    }

    private void strikeTables() {
        for (Location table : tables) {
            switch (world.random.nextInt(6)) {
                case 0, 1 -> loseNewest(world.truth(), table, 1 + world.random.nextInt(MOST_COMMITS));
                case 2 -> putBack(table);
                case 3 -> copies.put(table, objects(table));
                default -> {
                    // Spared.
                }
            }
        }
    }

    /** Cuts the newest state checkpoint off at any byte. */
    private void strikeState(String pipeline) {
        newest(folder(pipeline).resolve("state")).ifPresent(at -> {
            byte[] whole = world.memory.read(at);
            byte[] cut = Arrays.copyOf(whole, world.random.nextInt(whole.length));
            world.memory.put(at, Content.of(cut));
        });
    }

    /** Empties the newest record if no table has its epoch: says which object it is. */
    private Optional<Location> strikeRecord(String pipeline) {
        Optional<Location> newest = newest(folder(pipeline).resolve("epochs"));
        Optional<Location> torn = newest.filter(at -> tables.stream()
                .map(table -> TransactionLog.open(world.truth(), table))
                .filter(TransactionLog::exists)
                .allMatch(log -> log.latest().progress(pipeline).orElse(0) < number(at)));
        // A state checkpoint says that all tables had it, though they have lost it since.
        torn = torn.filter(at -> newest(folder(pipeline).resolve("state"))
                .map(state -> Long.parseLong(state.name().substring(0, 20)) < number(at))
                .orElse(true));
        torn.ifPresent(at -> world.memory.put(at, Content.of("")));
        return torn;
    }

    /** Takes a table its newest commits, with what sums them up. */
    static void loseNewest(Environment environment, Location table, int commits) {
        TransactionLog log = TransactionLog.open(environment, table);
        if (!log.exists()) {
            return;
        }
        long kept = Math.max(-1, log.latest().version().number() - commits);
        environment
                .storage()
                .delete(list(environment.storage(), table.resolve("_delta_log")).stream()
                        .map(ObjectInfo::location)
                        .filter(at -> at.name().equals("_last_checkpoint") || lastVersion(at.name()) > kept)
                        .toList());
    }

    private void putBack(Location table) {
        Map<Location, byte[]> copy = copies.getOrDefault(table, Map.of());
        world.memory.delete(List.copyOf(objects(table).keySet()));
        copy.forEach((at, bytes) -> world.memory.put(at, Content.of(bytes)));
    }

    /** Of a commit or of what sums some up. */
    private static long lastVersion(String name) {
        String[] parts = name.split("\\.");
        boolean isRange = name.endsWith(".compacted.json");
        return Long.parseLong(parts[isRange ? 1 : 0]);
    }

    private static long number(Location record) {
        return Long.parseLong(record.name().toLowerCase(Locale.ROOT).replace(".json", ""));
    }

    private static Location folder(String pipeline) {
        return SimulatedWorld.LAKE.resolve("_twinlake/pipelines/" + pipeline);
    }

    private Optional<Location> newest(Location folder) {
        return list(world.memory, folder).stream()
                .sorted(Comparator.comparing(ObjectInfo::modified))
                .map(ObjectInfo::location)
                .max(Comparator.comparing(at -> at.name().substring(0, 20)));
    }

    private Map<Location, byte[]> objects(Location folder) {
        Map<Location, byte[]> objects = new HashMap<>();
        list(world.memory, folder)
                .forEach(object -> objects.put(object.location(), world.memory.read(object.location())));
        return objects;
    }

    private static List<ObjectInfo> list(Storage storage, Location folder) {
        List<ObjectInfo> found = new ArrayList<>();
        try (Listing listing = storage.list(folder, "")) {
            listing.forEachRemaining(found::add);
        }
        return found;
    }
}
