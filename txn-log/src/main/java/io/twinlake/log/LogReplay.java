package io.twinlake.log;

import java.util.Optional;

/** Rebuilds the state of a version from what the log folder holds. */
record LogReplay(LogFolder folder) {

    /** The newest state. @throws TableNotFoundException if there is no log */
    TableState latest() {
        LogListing listing = folder.listFrom(Version.of(0));
        if (listing.isEmpty()) {
            throw noTable();
        }
        return replay(listing, listing.commits().lastKey());
    }

    /** The state of one version. @throws VersionNotFoundException if it is not there */
    TableState at(Version version) {
        LogListing listing = folder.listFrom(Version.of(0));
        if (listing.isEmpty() || listing.commits().lastKey().compareTo(version) < 0) {
            throw new VersionNotFoundException(
                    "version " + version + " of " + folder.table() + " is not there; the newest is "
                            + (listing.isEmpty() ? "none" : listing.commits().lastKey()));
        }
        return replay(listing, version);
    }

    /** The state after the commits that follow {@code state}: one GET each, and one that finds none. */
    TableState following(TableState state) {
        TableState at = state;
        while (true) {
            Optional<Commit> next = folder.read(at.next());
            if (next.isEmpty()) {
                return at;
            }
            at = at.after(next.get());
        }
    }

    /** The oldest version that can be rebuilt. */
    Version earliest() {
        LogListing listing = folder.listFrom(Version.of(0));
        if (listing.isEmpty()) {
            throw noTable();
        }
        return listing.commits().firstKey();
    }

    private TableState replay(LogListing listing, Version last) {
        TableState state = TableState.nothing(new DataPath(folder.table()));
        while (state.next().compareTo(last) <= 0) {
            Version next = state.next();
            state = state.after(folder.read(next).orElseThrow(() -> missing(next, last)));
        }
        return state;
    }

    private TableNotFoundException noTable() {
        return new TableNotFoundException("no table at " + folder.table() + ": " + folder.at()
                + " holds no commit; check the path, or create the table first");
    }

    private CorruptLogException missing(Version version, Version last) {
        return new CorruptLogException("version " + version + " is missing: " + folder.at(version)
                + " is not there, but version " + last
                + " is; restore the object from a copy of the log, later versions can't be rebuilt without it");
    }
}
