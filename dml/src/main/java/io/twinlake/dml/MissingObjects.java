package io.twinlake.dml;

import io.twinlake.storage.Listing;
import io.twinlake.storage.Location;
import io.twinlake.storage.ObjectNotFoundException;
import io.twinlake.storage.Storage;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Which objects are not there any more. Those below a folder are looked up in its listing, which is in their order: a page of it
 * tells of many at once, and where a page tells of none, the listing begins again at the next object that is looked for. What lies elsewhere
 * is asked for one by one, several at a time.
 */
record MissingObjects(Storage storage, Location folder) {

    /** What stores give with one request. */
    private static final int PAGE = 1000;

    List<Location> among(Collection<Location> objects) {
        NavigableSet<Location> below = new TreeSet<>();
        NavigableSet<Location> elsewhere = new TreeSet<>();
        objects.forEach(object -> (object.isBelow(folder) ? below : elsewhere).add(object));
        List<Location> missing = new ArrayList<>();
        while (!below.isEmpty()) {
            lookUp(below, missing);
        }
        missing.addAll(elsewhere.stream().parallel().filter(this::isGone).toList());
        return missing;
    }

    /** Settles the first at least. */
    private void lookUp(NavigableSet<Location> pending, List<Location> missing) {
        try (Listing listing = storage.list(folder, before(pending.first()))) {
            int before = pending.size();
            int passed = 0;
            while (!pending.isEmpty() && passed < PAGE && listing.hasNext()) {
                Location there = listing.next().location();
                boolean settles = pending.first().compareTo(there) <= 0;
                passed = settles ? 0 : passed + 1;
                missing.addAll(pending.headSet(there));
                pending.headSet(there, true).clear();
            }
            if (passed < PAGE) {
                missing.addAll(pending);
                pending.clear();
            } else if (pending.size() == before) {
                Location first = pending.first();
                pending.remove(first);
                Stream.of(first).filter(this::isGone).forEach(missing::add);
            }
        }
    }

    /** A name that comes before, and mostly shortly: many may lie between. */
    private String before(Location object) {
        String name = object.relativeTo(folder);
        return name.substring(0, name.offsetByCodePoints(name.length(), -1));
    }

    private boolean isGone(Location object) {
        try {
            storage.info(object);
            return false;
        } catch (ObjectNotFoundException gone) {
            return true;
        }
    }
}
