package io.twinlake.ingest;

/** What a source is, and so what can be asked of it. */
enum SourceKind {
    /** A file, a folder, a glob, a prefix of an object store. */
    FILES(true),
    /** What the process is given, once. */
    STANDARD_INPUT(false),
    /** Made from parameters. */
    SYNTHETIC(true);

    private final boolean canBeReadAgain;

    SourceKind(boolean canBeReadAgain) {
        this.canBeReadAgain = canBeReadAgain;
    }

    /** Whether what was read once can be read again, so that an epoch can be made again after a crash. */
    boolean canBeReadAgain() {
        return canBeReadAgain;
    }
}
