package io.twinlake.compaction.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinlake.format.DataType.Primitive;
import io.twinlake.format.Field;
import io.twinlake.format.Schema;
import io.twinlake.log.Action;
import io.twinlake.log.IsolationLevel;
import io.twinlake.log.LogInvariants;
import io.twinlake.log.TransactionLog;
import io.twinlake.storage.Content;
import io.twinlake.storage.Environment;
import io.twinlake.storage.ForwardingStorage;
import io.twinlake.storage.Location;
import io.twinlake.storage.ManualClock;
import io.twinlake.storage.MemoryStorage;
import io.twinlake.storage.PutOutcome;
import io.twinlake.storage.SimulatedEnvironment;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A table, the store it is on, the time, and the processes that live there; all in one thread. */
final class World {

    static final Location TABLE = Location.parse("memory://lake/ns/simulated");
    static final Location LOG = TABLE.resolve("_delta_log");
    static final Duration RETENTION = Duration.ofDays(7);
    static final Schema SCHEMA =
            Schema.of(Field.nullable("bucket", Primitive.STRING), Field.nullable("row", Primitive.STRING));

    private static final Pattern COMMIT = Pattern.compile("(\\d{20})\\.json");

    final ManualClock clock = ManualClock.at("2024-01-01T00:00:00Z");
    final MemoryStorage memory = new MemoryStorage(clock);
    final Contents contents = new Contents();
    final History history = new History(contents);
    final Bug bug;
    private final List<SimulatedProcess> processes = new ArrayList<>();
    private int depth;

    private World(Bug bug) {
        this.bug = bug;
        create();
        for (int process = 0; process < Scenario.PROCESSES; process++) {
            processes.add(new SimulatedProcess(this, process));
        }
    }

    /** Runs a scenario; what was wrong, if anything was. */
    static Optional<String> failure(Scenario scenario, Bug bug) {
        try {
            World world = new World(bug);
            scenario.steps().forEach(world::perform);
            world.end();
            return Optional.empty();
        } catch (AssertionError | RuntimeException e) {
            return Optional.of(e.toString());
        }
    }

    /** The same, thrown with all that happened to it. */
    static void check(Scenario scenario) {
        World world = new World(Bug.NONE);
        scenario.steps().forEach(world::perform);
        world.end();
    }

    void perform(Step step) {
        depth++;
        processes.get(step.process()).perform(step);
        depth--;
    }

    /** Whether a request of another process is on its way. */
    boolean isWithinRequest() {
        return depth > 1;
    }

    private void create() {
        Action.Metadata metadata = new Action.Metadata(
                "0d4b2a8e-1111-4222-8333-444455556666",
                Optional.empty(),
                Optional.empty(),
                "parquet",
                SCHEMA,
                List.of("bucket"),
                Map.of("delta.enableDeletionVectors", "true"),
                OptionalLong.of(0));
        Step step = new Step(0, 0, Step.Kind.SET_PROPERTY, 0, new TreeMap<>(), new TreeMap<>());
        Attempt creation = history.begin(new Attempt(
                history.nextAttempt(), step, IsolationLevel.SERIALIZABLE, Attempt.Read.NOTHING, List.of(), List.of()));
        sound().create(metadata, "CREATE TABLE")
                .parameter(Attempt.PARAMETER, String.valueOf(creation.number))
                .commit();
    }

    /** When all is over, the table is whole: seen afresh, by every process, and by the rules of a log. */
    private void end() {
        processes.forEach(SimulatedProcess::look);
        history.opened(sound().latest(), clock.instant());
        assertThat(sound().latest().version().number()).isEqualTo(history.newest());
        LogInvariants.checkLogOf(environment(), TABLE);
        sound().latest()
                .files()
                .forEach(file -> assertThat(
                                memory.info(TABLE.resolve(file.path())).size())
                        .isEqualTo(file.size()));
    }

    /** A log that nothing happens to. */
    TransactionLog sound() {
        return TransactionLog.open(environment(), TABLE);
    }

    private Environment environment() {
        return SimulatedEnvironment.over(new Truth(), clock, 1);
    }

    static byte[] bytes(Content content) {
        try (InputStream in = content.open()) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The version of a commit's name; empty for other objects. */
    static OptionalLong version(Location at) {
        Matcher name = COMMIT.matcher(at.name());
        return at.parent().equals(LOG) && name.matches()
                ? OptionalLong.of(Long.parseLong(name.group(1)))
                : OptionalLong.empty();
    }

    /** The store as it is; what comes to be there and what goes is recorded. */
    final class Truth extends ForwardingStorage {

        Truth() {
            super(memory);
        }

        @Override
        public PutOutcome putIfAbsent(Location at, Content content) {
            PutOutcome outcome = inner.putIfAbsent(at, content);
            OptionalLong version = version(at);
            if (version.isPresent() && outcome.equals(new PutOutcome.Created())) {
                history.landed(version.getAsLong(), bytes(content), clock.instant());
            }
            return outcome;
        }

        /** Whoever puts a commit without the condition is found out as well. */
        @Override
        public void put(Location at, Content content) {
            inner.put(at, content);
            OptionalLong version = version(at);
            if (version.isPresent()) {
                history.landed(version.getAsLong(), bytes(content), clock.instant());
            }
        }

        @Override
        public void delete(Collection<Location> objects) {
            for (Location object : objects) {
                if (!object.isBelow(LOG)) {
                    history.deleting(
                            object.relativeTo(TABLE), memory.info(object).modified(), clock.instant());
                }
            }
            inner.delete(objects);
        }
    }
}
