package io.twinlake.ingest;

import io.twinlake.storage.Location;
import io.twinlake.storage.ObjectInfo;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** The names that a partition has for files, whatever names they are listed under: a file has one. */
final class FileNames {

    private final FileSet own;
    private final Set<Location> kept = new HashSet<>();
    private final Map<Location, Location> byCanonical = new HashMap<>();

    /** @param own the files of the partition's own URI */
    FileNames(FileSet own) {
        this.own = own;
    }

    /** The partition knows a file by that name already. */
    void keep(Location name) {
        kept.add(name);
        byCanonical.putIfAbsent(own.storage().canonical(name), name);
    }

    /** The file by its name; the first one under which it was listed, where the partition knows none. */
    ObjectInfo named(ObjectInfo listed) {
        if (kept.contains(listed.location())) {
            return listed;
        }
        ObjectInfo here = own.asNamedHere(listed);
        Location canonical = own.storage().canonical(listed.location());
        return FileSet.at(byCanonical.computeIfAbsent(canonical, any -> here.location()), listed);
    }
}
