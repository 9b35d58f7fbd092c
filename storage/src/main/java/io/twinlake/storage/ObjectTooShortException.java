package io.twinlake.storage;

/** The object ends before what was asked for: it was cut off, or is another than the one that was meant. */
public final class ObjectTooShortException extends StorageException {

    private static final long serialVersionUID = 1L;

    /** @param end where what was asked for would have ended */
    public ObjectTooShortException(Location location, long size, long end) {
        super("cannot read " + location + ": it ends at byte " + size + ", before " + end
                + ", the end of what was asked for");
    }
}
