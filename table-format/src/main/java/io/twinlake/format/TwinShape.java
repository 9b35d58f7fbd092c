package io.twinlake.format;

import java.util.List;

/** The names by which a table of twins is known: its columns beside those of a definition, and its metadata domain. */
public final class TwinShape {

    /** The twin's key, a text; rows of one file are in the order of {@link #SORTED_BY}. */
    public static final String KEY = "key";

    /** Event time of the change. */
    public static final String OBSERVED_AT = "observed_at";

    /** When the row was written. */
    public static final String RECORDED_AT = "recorded_at";

    /** Event time at which this life of the twin began. */
    public static final String BORN_AT = "born_at";

    /** The number of the row in its life, from 1. */
    public static final String SEQ = "seq";

    /** Why there is a row. */
    public static final String CAUSE = "cause";

    /** The names of the values that changed. */
    public static final String CHANGED = "changed";

    public static final String DEFINITION_VERSION = "definition_version";

    public static final String SOURCE_PARTITION = "source_partition";

    public static final String SOURCE_OFFSET = "source_offset";

    /** The order of rows in every file. */
    public static final List<String> SORTED_BY = List.of(KEY, OBSERVED_AT, SEQ);

    /** The columns that tell lives and their order; a table that has them is one of twins. */
    public static final List<String> OF_LIVES = List.of(KEY, OBSERVED_AT, BORN_AT, SEQ, CAUSE);

    /** All columns that every table of twins has. */
    public static final List<String> COLUMNS = List.of(
            KEY,
            OBSERVED_AT,
            RECORDED_AT,
            BORN_AT,
            SEQ,
            CAUSE,
            CHANGED,
            DEFINITION_VERSION,
            SOURCE_PARTITION,
            SOURCE_OFFSET);

    /** The metadata domain that holds the definition. */
    public static final String DEFINITION_DOMAIN = "twinlake.definition";

    private TwinShape() {}
}
