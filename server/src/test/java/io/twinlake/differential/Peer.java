package io.twinlake.differential;

/** Whom our own reading is compared with. */
enum Peer {
    /** The rows that came with the table. */
    EXPECTED("the expected rows"),
    KERNEL("Kernel"),
    DELTA_SPARK("Delta Spark"),
    /** All rows of the version, each held against the predicate: no statistics can mislead it. */
    UNPRUNED("every row that is looked at"),
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
