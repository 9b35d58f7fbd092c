package io.twinlake.log;

import io.twinlake.storage.Location;
import io.twinlake.storage.ObjectInfo;
import java.time.Instant;

/**
 * A file of a V2 checkpoint that holds its actions of files (PROTOCOL.md, "Sidecar File Information").
 *
 * @param path its name in the folder of sidecars
 * @param modificationTime milliseconds from 1970
 */
record Sidecar(String path, long sizeInBytes, long modificationTime) {

    static final String FOLDER = "_sidecars";

    static boolean isSidecar(Location object, LogFolder folder) {
        return object.isBelow(folder.at().resolve(FOLDER));
    }

    /** The sidecar that an object is. */
    static Sidecar of(ObjectInfo object) {
        return new Sidecar(
                DataPath.encode(object.location().name()),
                object.size(),
                object.modified().toEpochMilli());
    }

    /** As a line of a checkpoint in JSON. */
    String toJson() {
        return "{\"sidecar\":{\"path\":\"" + path + "\",\"sizeInBytes\":" + sizeInBytes + ",\"modificationTime\":"
                + modificationTime + "}}";
    }

    Location at(LogFolder folder) {
        return folder.at().resolve(FOLDER).resolve(DataPath.decode(path.substring(path.lastIndexOf('/') + 1)));
    }

    /** What the log says of the object: it is not asked for unless the log does not tell its size. */
    ObjectInfo object(LogFolder folder) {
        return sizeInBytes > 0
                ? new ObjectInfo(at(folder), sizeInBytes, Instant.ofEpochMilli(modificationTime))
                : folder.storage().info(at(folder));
    }
}
