package io.twinlake.log;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.twinlake.storage.Content;
import io.twinlake.storage.Environment;
import io.twinlake.storage.Listing;
import io.twinlake.storage.Location;
import io.twinlake.storage.ObjectNotFoundException;
import io.twinlake.storage.Storage;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The leases of one table: an object each, below {@code _twinlake/leases}, which readers of the Delta protocol don't look
 * at. A lease is written by its holder alone, so that there is nothing to race for.
 */
public final class Leases {

    private static final String FOLDER = "_twinlake/leases";
    private static final String SUFFIX = ".json";
    private static final JsonFactory JSON = new JsonFactory();

    private final Environment environment;
    private final Location table;

    Leases(Environment environment, Location table) {
        this.environment = environment;
        this.table = table;
    }

    /**
     * Claims {@code version} and all later ones, in place of what the holder claimed before. One PUT. A lease keeps what
     * is there when it is taken: who resumes after a long time away must still expect that versions are gone.
     */
    public Lease hold(String holder, Version version, Duration timeToLive) {
        if (timeToLive.isNegative() || timeToLive.isZero()) {
            throw new IllegalArgumentException("a lease of " + timeToLive + " claims nothing; give a positive time");
        }
        Instant now = environment.clock().instant();
        Lease lease = new Lease(holder, version, now.plus(timeToLive));
        storage().put(at(holder), Content.of(json(lease)));
        return lease;
    }

    /** Ends the holder's claim; nothing happens where there is none. */
    public void release(String holder) {
        storage().delete(List.of(at(holder)));
    }

    /**
     * All leases, those that have ended too, in order of holder. One LIST and a GET each.
     *
     * @throws CorruptLogException naming the object of a lease that can't be understood
     */
    public List<Lease> all() {
        List<Lease> leases = new ArrayList<>();
        try (Listing listing = storage().list(folder(), "")) {
            while (listing.hasNext()) {
                Location at = listing.next().location();
                if (at.name().endsWith(SUFFIX)) {
                    read(at).ifPresent(leases::add);
                }
            }
        }
        return leases;
    }

    /** The leases that are to be respected now, in order of holder. */
    public List<Lease> active() {
        Instant now = environment.clock().instant();
        return all().stream().filter(lease -> lease.isActiveAt(now)).toList();
    }

    private Optional<Lease> read(Location at) {
        byte[] bytes;
        try {
            bytes = storage().read(at);
        } catch (ObjectNotFoundException released) {
            return Optional.empty();
        }
        Map<String, String> fields = new TreeMap<>();
        try {
            ActionReader.object(bytes, (name, json) -> fields.put(name, json.getText()));
            return Optional.of(new Lease(
                    fields.getOrDefault("holder", ""),
                    Version.of(Long.parseLong(fields.getOrDefault("version", ""))),
                    Instant.parse(fields.getOrDefault("until", ""))));
        } catch (IOException | DateTimeException | IllegalArgumentException damaged) {
            throw new CorruptLogException(
                    "the lease " + at + " can't be understood: " + damaged.getMessage()
                            + "; delete the object if its reader is gone, or let the reader take the lease again",
                    damaged);
        }
    }

    private static String json(Lease lease) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("holder", lease.holder());
            json.writeNumberField("version", lease.version().number());
            json.writeStringField("until", lease.until().toString());
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory can't fail", e);
        }
        return text.toString();
    }

    private Location at(String holder) {
        return folder().resolve(DataPath.encode(holder).replace("/", "%2F") + SUFFIX);
    }

    private Location folder() {
        return table.resolve(FOLDER);
    }

    private Storage storage() {
        return environment.storage();
    }
}
