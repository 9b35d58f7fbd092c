package io.twinlake.log;

import io.twinlake.storage.Environment;
import io.twinlake.storage.Listing;
import io.twinlake.storage.Location;
import io.twinlake.storage.ObjectInfo;
import io.twinlake.storage.ObjectNotFoundException;
import io.twinlake.storage.Storage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The folder of a table's log: which objects there are and what a commit holds. */
record LogFolder(Environment environment, Location table) {

    static final String NAME = "_delta_log";

    /** How paths in the log are read and written. */
    DataPath paths() {
        return new DataPath(table);
    }

    Storage storage() {
        return environment.storage();
    }

    Location at() {
        return table.resolve(NAME);
    }

    Location at(Version version) {
        return at().resolve(new CommitFile(version).name());
    }

    /** One commit, by one GET; empty where it is not (yet) there. */
    Optional<Commit> read(Version version) {
        byte[] bytes;
        try {
            bytes = storage().read(at(version));
        } catch (ObjectNotFoundException e) {
            return Optional.empty();
        }
        return Optional.of(new Commit(version, ActionReader.actions(bytes, at(version))));
    }

    /** What the log holds from the first object of {@code from} on. */
    LogListing listFrom(Version from) {
        List<ObjectInfo> objects = new ArrayList<>();
        try (Listing listing = storage().list(at(), from.number() == 0 ? "" : CommitFile.prefix(from))) {
            while (listing.hasNext()) {
                ObjectInfo object = listing.next();
                String name = object.location().relativeTo(at());
                if (name.charAt(0) > '9') {
                    break;
                }
                objects.add(object);
            }
        }
        return LogListing.of(this, objects);
    }
}
