package io.twinlake.ingest;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.twinlake.storage.Content;
import io.twinlake.storage.Environment;
import io.twinlake.storage.ObjectNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Which process runs a pipeline: a courtesy to the second one, which is told so before it begins. What keeps two apart in
 * earnest is the epoch's record.
 *
 * @param id random, so that a process knows its own mark
 * @param seenMicros its last sign of life
 * @param ttlMicros after which it counts as gone
 */
record Owner(String host, long pid, String id, long seenMicros, long ttlMicros) {

    Owner {
        Objects.requireNonNull(host);
        Objects.requireNonNull(id);
    }

    private static final ObjectMapper JSON =
            new ObjectMapper().configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false);

    static Owner ofThisProcess(String id, Instant now, Duration ttl) {
        return new Owner(hostName(), ProcessHandle.current().pid(), id, Clocks.micros(now), Clocks.micros(ttl));
    }

    static Optional<Owner> read(Environment environment, PipelineFolder folder) {
        try {
            return Optional.ofNullable(JSON.readValue(environment.storage().read(folder.owner()), Owner.class));
        } catch (ObjectNotFoundException nobody) {
            return Optional.empty();
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }

    /** Whether there is an object that should be an owner. */
    static boolean isThere(Environment environment, PipelineFolder folder) {
        try {
            environment.storage().info(folder.owner());
            return true;
        } catch (ObjectNotFoundException nobody) {
            return false;
        }
    }

    /** Whether it may still be at work: it has given a sign of life, and is not known to be dead on this host. */
    boolean seemsAlive(Instant now) {
        boolean fresh = Clocks.micros(now) - seenMicros < ttlMicros;
        boolean deadHere = host.equals(hostName())
                && ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty();
        return fresh && !deadHere;
    }

    Owner seen(Instant now) {
        return new Owner(host, pid, id, Clocks.micros(now), ttlMicros);
    }

    void write(Environment environment, PipelineFolder folder) {
        try {
            environment.storage().put(folder.owner(), Content.of(JSON.writeValueAsString(this)));
        } catch (IOException e) {
            throw new UncheckedIOException("an owner can't be written as JSON: " + this, e);
        }
    }

    static void leave(Environment environment, PipelineFolder folder) {
        environment.storage().delete(List.of(folder.owner()));
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }
}
