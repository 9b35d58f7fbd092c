package io.twinlake.differential;

/** What is compared of a table at a version. */
enum Part {
    /** Whether the reader opens it at all. */
    OPENS,
    SCHEMA,
    /** Live files: path, size, deletion vector, partition values. */
    FILES,
    ROWS,
    TRANSACTIONS,
    DOMAINS,
    PROPERTIES,
    /** Which files may hold rows that match a predicate. */
    PRUNING
}
