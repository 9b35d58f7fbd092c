package io.twinlake.storage;

import java.time.Instant;

/**
 * What a listing tells of an object.
 *
 * @param location its name
 * @param size in bytes
 * @param modified the store's time of its last write
 */
public record ObjectInfo(Location location, long size, Instant modified) {

    public ObjectInfo {
        if (size < 0) {
            throw new IllegalArgumentException("size of " + location + " is negative: " + size);
        }
    }
}
