package io.twinlake.ingest;

import io.twinlake.storage.Location;
import io.twinlake.storage.ObjectInfo;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A file that a partition has begun, as far as its reader has come; what is consumed of that may be less. */
final class KnownFile {

    private final Location begunAs;
    private Location at;
    private long position;
    private Optional<Proof> proof;
    private long size;
    private long modified;
    private @Nullable Instant restSince;
    private boolean gone;
    private boolean unproven;

    private KnownFile(Location begunAs, Location at, ReadFile read) {
        this.begunAs = begunAs;
        this.at = at;
        this.position = read.position();
        this.proof = read.proof();
        this.size = read.size();
        this.modified = read.modified();
    }

    static KnownFile begun(Location at) {
        return new KnownFile(at, at, ReadFile.begun(""));
    }

    static KnownFile of(ReadFile read, FileSet names) {
        return new KnownFile(names.locate(read.begunAs()), names.locate(read.file()), read);
    }

    Location at() {
        return at;
    }

    /** By which it stands in the order of files, whatever it is called now. */
    Location begunAs() {
        return begunAs;
    }

    long position() {
        return position;
    }

    Optional<Proof> proof() {
        return proof;
    }

    /** Whether there is nothing to look for any more: it was read to its end, and somebody has deleted it. */
    boolean isGone() {
        return gone;
    }

    void setGone(boolean isGone) {
        gone = isGone;
    }

    void movedTo(Location now) {
        at = now;
    }

    void readTo(long end, Optional<Proof> proofThere) {
        position = end;
        proof = proofThere;
    }

    /** It may have more than when it was last read to its end. */
    boolean differsFrom(ObjectInfo info) {
        return unproven || size != info.size() || modified != Clocks.micros(info.modified());
    }

    /** Nothing of it was looked at. */
    boolean isUnread() {
        return position == 0 && size == ReadFile.UNKNOWN;
    }

    /** Whether it was read to its end, and that is not within a record. */
    boolean isFinished() {
        return size != ReadFile.UNKNOWN && restSince == null;
    }

    /** It is read to its end as it is now. @return whether that is news */
    boolean endsAt(ObjectInfo info, @Nullable Instant unfinishedSince) {
        boolean isNews = differsFrom(info);
        unproven = false;
        size = info.size();
        modified = Clocks.micros(info.modified());
        boolean waits = unfinishedSince != null && restSince != null && !isNews;
        restSince = waits ? restSince : unfinishedSince;
        return isNews;
    }

    /** Since when it is known to end within a record. */
    Optional<Instant> restSince() {
        return Optional.ofNullable(restSince);
    }

    /** It has to be opened and compared, whatever the hints say. */
    void setUnproven() {
        unproven = true;
    }

    /** An older release kept only its name: what it has now counts as consumed. */
    void takeAsConsumed(ObjectInfo info, boolean plain) {
        position = plain ? info.size() : 0;
        size = info.size();
        modified = Clocks.micros(info.modified());
    }

    boolean isOfOlderRelease() {
        return position == ReadFile.UNKNOWN;
    }
}
