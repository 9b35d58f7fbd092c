package io.twinlake.ingest;

import io.twinlake.storage.Environment;
import io.twinlake.storage.StorageException;
import java.time.Instant;
import java.util.Optional;

/** This process's claim on a pipeline, kept alive while it runs. */
final class Ownership {

    private final Environment environment;
    private final PipelineFolder folder;
    private Owner owner;

    private Ownership(Environment environment, PipelineFolder folder, Owner owner) {
        this.environment = environment;
        this.folder = folder;
        this.owner = owner;
    }

    /** @throws PipelineConflictException if another process seems to be at work and is not to be overruled */
    static Ownership claim(Environment environment, PipelineFolder folder, PipelineOptions options) {
        Instant now = environment.clock().instant();
        Optional<Owner> other = Owner.read(environment, folder).filter(found -> found.seemsAlive(now));
        if (other.isPresent() && !options.takeOver()) {
            Owner found = other.get();
            throw new PipelineConflictException("pipeline " + folder.name() + " is run by process " + found.pid()
                    + " on host " + found.host() + ", last seen " + Clocks.instant(found.seenMicros())
                    + "; stop that one, wait until it counts as gone at "
                    + Clocks.instant(found.seenMicros() + found.ttlMicros())
                    + ", or take it over (--take-over). Nothing was written");
        }
        Owner mine = Owner.ofThisProcess(environment.uuid().toString(), now, options.ownerTtl());
        mine.write(environment, folder);
        return new Ownership(environment, folder, mine);
    }

    /** For callers that only look: claims nothing, and must not be asked to give signs of life. */
    static Ownership ofNobody(Environment environment, PipelineFolder folder) {
        return new Ownership(environment, folder, new Owner("", 0, "nobody", 0, 0));
    }

    String id() {
        return owner.id();
    }

    /**
     * Gives a sign of life when a third of the time to live has passed.
     *
     * @throws PipelineConflictException if another process has taken the pipeline over meanwhile
     */
    synchronized void beat() {
        Instant now = environment.clock().instant();
        if (Clocks.micros(now) - owner.seenMicros() < owner.ttlMicros() / 3) {
            return;
        }
        Optional<Owner> found = Owner.read(environment, folder);
        if (found.isPresent() && !found.get().id().equals(owner.id())) {
            throw new PipelineConflictException("pipeline " + folder.name() + " was taken over by process "
                    + found.get().pid() + " on host " + found.get().host() + "; this one stops");
        }
        owner = owner.seen(now);
        owner.write(environment, folder);
    }

    /** Lets the pipeline go, if it is still this process's. */
    synchronized void close() {
        boolean mine = Owner.read(environment, folder)
                .map(found -> found.id().equals(owner.id()))
                .orElse(false);
        if (mine) {
            Owner.leave(environment, folder);
        }
    }

    /** Lets the pipeline go after a failure, which remains what is told. */
    void closeAfter(RuntimeException failure) {
        try {
            close();
        } catch (StorageException unreachable) {
            failure.addSuppressed(unreachable);
        }
    }
}
