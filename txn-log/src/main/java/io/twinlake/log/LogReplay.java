package io.twinlake.log;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Rebuilds the state of a version from what the log folder holds: the newest checkpoint before it, and the commits since. */
record LogReplay(LogFolder folder, int mostRemembered) {

    private static final Version FIRST = Version.of(0);

    /** Number of commits after a checkpoint from which on a checksum costs less than reading them. */
    private static final int WORTH_A_CHECKSUM = 4;

    /** The newest state. @throws TableNotFoundException if there is no log */
    TableState latest() {
        Optional<Version> hint = LastCheckpoint.read(folder);
        if (hint.isPresent()) {
            LogListing listing = folder.listFrom(hint.get());
            if (listing.newest().isPresent()) {
                Version newest = listing.newest().get();
                Optional<TableState> state =
                        fromChecksum(listing, newest).or(() -> fromCheckpoint(listing, newest, Set.of()));
                if (state.isPresent()) {
                    return withCommits(state.get(), newest, listing);
                }
            }
        }
        return replay(folder.listFrom(FIRST), Optional.empty());
    }

    /** The state of one version. @throws VersionNotFoundException if it is not there or can't be rebuilt any more */
    TableState at(Version version) {
        return replay(folder.listFrom(FIRST), Optional.of(version));
    }

    /**
     * The state after the commits that follow {@code state}: one GET each, and one that finds none. Empty if one of them is
     * of another table, so that the state is of none that is there.
     */
    Optional<TableState> following(TableState state) {
        TableState at = state;
        while (true) {
            Optional<Commit> next = folder.read(at.next());
            if (next.isEmpty()) {
                return Optional.of(at);
            }
            if (at.isOfAnotherTable(next.get())) {
                return Optional.empty();
            }
            at = at.after(next.get());
        }
    }

    /** The oldest version that can be rebuilt: the first commit's, else the oldest checkpoint's. */
    Version earliest() {
        LogListing listing = folder.listFrom(FIRST);
        newest(listing);
        return earliest(listing);
    }

    private Version earliest(LogListing listing) {
        if (listing.commits().containsKey(FIRST) || listing.checkpoints().isEmpty()) {
            return FIRST;
        }
        return listing.checkpoints().get(listing.checkpoints().size() - 1).version();
    }

    private TableState replay(LogListing listing, Optional<Version> wanted) {
        Version newest = newest(listing);
        Version version = wanted.orElse(newest);
        if (version.compareTo(newest) > 0) {
            throw new VersionNotFoundException(
                    "version " + version + " of " + folder.table() + " is not there; the newest is " + newest);
        }
        Version earliest = earliest(listing);
        if (version.compareTo(earliest) < 0) {
            throw new VersionNotFoundException("version " + version + " of " + folder.table()
                    + " can't be rebuilt any more; the oldest that can is " + earliest);
        }
        TableState begin =
                fromCheckpoint(listing, version, Set.of()).orElseGet(() -> TableState.nothing(folder.paths()));
        return withCommits(begin, version, listing);
    }

    private Version newest(LogListing listing) {
        return listing.newest()
                .orElseThrow(() -> new TableNotFoundException("no table at " + folder.table() + ": " + folder.at()
                        + " holds no commit; check the path, or create the table first"));
    }

    private Optional<TableState> fromCheckpoint(LogListing listing, Version version, Set<Checkpoint> broken) {
        return listing.upTo(version).stream()
                .filter(checkpoint -> !broken.contains(checkpoint))
                .map(checkpoint -> new CheckpointReader(folder, mostRemembered)
                        .read(checkpoint, () -> filesWithout(checkpoint, broken)))
                .flatMap(Optional::stream)
                .findFirst();
    }

    /** The files of a checkpoint's version by what else there is. */
    private FileSet filesWithout(Checkpoint unusable, Set<Checkpoint> brokenToo) {
        Set<Checkpoint> broken = new HashSet<>(brokenToo);
        broken.add(unusable);
        LogListing listing = folder.listFrom(FIRST);
        TableState begin =
                fromCheckpoint(listing, unusable.version(), broken).orElseGet(() -> TableState.nothing(folder.paths()));
        return withCommits(begin, unusable.version(), listing).files();
    }

    /** Where reading a checksum and its commit spares reading many commits, and a checkpoint too. */
    private Optional<TableState> fromChecksum(LogListing listing, Version newest) {
        Version checksum = listing.checksums().floor(newest);
        Optional<Version> checkpoint =
                listing.upTo(newest).stream().map(Checkpoint::version).findFirst();
        if (checksum == null
                || checkpoint.isEmpty()
                || checksum.number() - checkpoint.get().number() < WORTH_A_CHECKSUM
                || !listing.commits().containsKey(checksum)) {
            return Optional.empty();
        }
        return VersionChecksum.read(folder, checksum)
                .filter(VersionChecksum::isEnough)
                .filter(read -> folder.read(checksum).filter(read::agreesWith).isPresent())
                .map(read -> TableState.of(read, folder.paths(), () -> checked(read)));
    }

    /** The files of a checksum's version, if it tells nothing else than its commits do. */
    private FileSet checked(VersionChecksum checksum) {
        TableState replayed = at(checksum.version());
        if (!replayed.protocol().equals(Optional.of(checksum.protocol()))
                || !replayed.metadata().equals(Optional.of(checksum.metadata()))) {
            throw new CorruptLogException(VersionChecksum.at(folder, checksum.version())
                    + " tells another protocol or metadata than the commits up to its version; delete it");
        }
        return replayed.files();
    }

    private TableState withCommits(TableState begin, Version last, LogListing listing) {
        var compaction = new LogCompaction(folder);
        TableState state = begin;
        while (state.next().compareTo(last) <= 0) {
            TableState before = state;
            state = listing.compaction(before.next(), last)
                    .flatMap(file -> compaction.read(file, before, listing.hasCommits(file)))
                    .orElseGet(() ->
                            before.after(folder.read(before.next()).orElseThrow(() -> missing(before.next(), last))));
        }
        return state;
    }

    private CorruptLogException missing(Version version, Version last) {
        return new CorruptLogException("version " + version + " is missing: " + folder.at(version)
                + " is not there, but version " + last
                + " is; restore the object from a copy of the log, later versions can't be rebuilt without it");
    }
}
