package io.twinlake.compaction.simulation;

import io.twinlake.log.CommitConflictException;
import io.twinlake.log.CommitStateUnknownException;
import io.twinlake.log.TransactionLog;
import io.twinlake.storage.Content;
import io.twinlake.storage.Environment;
import io.twinlake.storage.FaultyStorage;
import io.twinlake.storage.ForwardingStorage;
import io.twinlake.storage.Listing;
import io.twinlake.storage.Location;
import io.twinlake.storage.ObjectInfo;
import io.twinlake.storage.PutOutcome;
import io.twinlake.storage.SimulatedCrash;
import io.twinlake.storage.Storage;
import io.twinlake.storage.StorageException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * A process with a log that it keeps open, a clock of its own that is a little wrong, and a store that fails it as its
 * step says. While a request is on its way others do theirs. After a crash it is started again.
 */
final class SimulatedProcess {

    private static final Duration REQUEST = Duration.ofMillis(20);
    private static final int MOST_SECONDS_WRONG = 120;
    private static final int FIRST_PAGE = 3;

    private final World world;
    private final int number;
    private int lives;
    private FaultyStorage store;
    private Actor actor;
    private @Nullable Step step;
    private int requests;

    SimulatedProcess(World world, int number) {
        this.world = world;
        this.number = number;
        this.store = FaultyStorage.over(world.memory);
        this.actor = born();
    }

    private Actor born() {
        lives++;
        var random = new Random(number * 1000L + lives);
        store = FaultyStorage.over(world.new Truth()).delaying(world.clock, REQUEST);
        Duration wrong = Duration.ofSeconds(random.nextInt(2 * MOST_SECONDS_WRONG) - MOST_SECONDS_WRONG);
        Instant begin = world.clock.instant();
        InstantSource clock = world.bug.clock(() -> world.clock.instant().plus(wrong), begin);
        Storage wire = world.bug.between(new Interrupted(store), world);
        var environment = new Environment(wire, clock, random, world.clock::advance);
        return new Actor(world, TransactionLog.open(environment, World.TABLE));
    }

    void perform(Step next) {
        if (store.hasCrashed()) {
            actor = born();
        }
        step = next;
        requests = 0;
        long before = store.requests();
        next.faults().forEach((request, fault) -> store.atRequest(before + request, fault));
        try {
            actor.act(next);
        } catch (SimulatedCrash | StorageException | CommitConflictException | CommitStateUnknownException over) {
            requests = 0;
        } finally {
            step = null;
            store.heal();
        }
    }

    /** What it remembers is what is there. */
    void look() {
        if (!store.hasCrashed()) {
            actor.look();
        }
    }

    /** The others have their turn while a request is on its way; a listing is answered in two pages. */
    private final class Interrupted extends ForwardingStorage {

        Interrupted(Storage inner) {
            super(inner);
        }

        private void meanwhile() {
            Step mine = step;
            if (mine != null) {
                List<Step> others = mine.meanwhile().get(++requests);
                if (others != null) {
                    others.forEach(world::perform);
                }
            }
        }

        @Override
        public byte[] read(Location at) {
            meanwhile();
            return inner.read(at);
        }

        @Override
        public byte[] readRange(Location at, long offset, int length) {
            meanwhile();
            return inner.readRange(at, offset, length);
        }

        @Override
        public ObjectInfo info(Location at) {
            meanwhile();
            return inner.info(at);
        }

        @Override
        public void put(Location at, Content content) {
            meanwhile();
            inner.put(at, content);
        }

        @Override
        public PutOutcome putIfAbsent(Location at, Content content) {
            meanwhile();
            return inner.putIfAbsent(at, content);
        }

        @Override
        public void delete(Collection<Location> objects) {
            meanwhile();
            inner.delete(objects);
        }

        @Override
        public Listing list(Location folder, String after) {
            List<ObjectInfo> seen = new ArrayList<>();
            try (Listing listing = inner.list(folder, after)) {
                for (int i = 0; i < FIRST_PAGE && listing.hasNext(); i++) {
                    seen.add(listing.next());
                }
            }
            meanwhile();
            String from = seen.isEmpty()
                    ? after
                    : seen.get(seen.size() - 1).location().relativeTo(folder);
            try (Listing listing = world.memory.list(folder, from)) {
                listing.forEachRemaining(seen::add);
            }
            return new Pages(seen.iterator());
        }
    }

    record Pages(Iterator<ObjectInfo> objects) implements Listing {
        @Override
        public boolean hasNext() {
            return objects.hasNext();
        }

        @Override
        public ObjectInfo next() {
            return objects.next();
        }

        @Override
        public void close() {
            // Nothing is held.
        }
    }
}
