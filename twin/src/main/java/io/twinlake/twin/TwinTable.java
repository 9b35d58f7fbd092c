package io.twinlake.twin;

/** The live twins of one model, or of one shard of its keys. One thread. */
public final class TwinTable {

    /** Finds the event's twin, or makes it, and applies the event; rows that are due go to {@code changes}. */
    public Outcome apply(Event event, StateChanges changes) {
        throw new UnsupportedOperationException("being built");
    }

    /** Applies an event whose key a {@link Gate} has found. */
    public Outcome apply(String key, Event event, StateChanges changes) {
        throw new UnsupportedOperationException("being built");
    }

    /** Fires all timers that are due at the watermark or before. Cheap when there is none. */
    public void advance(long watermarkMicros, StateChanges changes) {
        throw new UnsupportedOperationException("being built");
    }

    /** At the end of input, where that is wanted: fires all pending timers and closes all windows. */
    public void close(StateChanges changes) {
        throw new UnsupportedOperationException("being built");
    }

    /** All twins as they are now. */
    public StateImage image() {
        throw new UnsupportedOperationException("being built");
    }

    /** Live twins. */
    public int size() {
        throw new UnsupportedOperationException("being built");
    }
}
