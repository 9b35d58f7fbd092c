package io.twinlake.differential;

/** Whom our own reading is compared with. */
enum Peer {
    /** The rows that came with the table. */
    EXPECTED("the expected rows"),
    KERNEL("Kernel"),
    DELTA_SPARK("Delta Spark"),
    OUR_CONNECTOR("our Spark connector");

    private final String shown;

    Peer(String shown) {
        this.shown = shown;
    }

    @Override
    public String toString() {
        return shown;
    }
}
