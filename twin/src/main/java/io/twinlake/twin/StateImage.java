package io.twinlake.twin;

/**
 * All twins of a table as bytes: versioned, with a checksum, the same bytes for the same twins whatever their history.
 * Made by {@link LiveTwins#image}, restored by {@link TwinModel#table(StateImage)}.
 */
public final class StateImage {

    private final byte[] bytes;

    private StateImage(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Takes what {@link #bytes} gave; not copied. It is checked when it is restored. */
    public static StateImage of(byte[] bytes) {
        return new StateImage(bytes);
    }

    /** Not a copy. */
    public byte[] bytes() {
        return bytes;
    }
}
