package io.twinlake.format;

import java.util.List;
import java.util.Optional;

/**
 * Says where the statistics of files are found in a table of files, one row a file, as a checkpoint is one: which of its
 * columns hold what is known of a column of the data. Bounds are there as they were written; {@link #mayMatch} believes them no
 * further than those of {@link FileStatistics#parse}.
 */
@FunctionalInterface
public interface StatisticsColumns {

    /** What a column of statistics holds. */
    enum Part {
        /** A lower bound. */
        MIN,
        /** An upper bound. */
        MAX,
        /** How many rows are null. */
        NULL_COUNT,
        /** Whether the bounds of a file cover NaN: the same column for every column of the data. */
        BOUNDS_COVER_NAN,
        /** The one value of all rows, as of a partition column; null where that is null or not known. */
        VALUE
    }

    /**
     * The name of a column, for a predicate.
     *
     * @param path of the data's column, as its schema has it
     * @return empty where there is none, which says nothing of any file
     */
    Optional<String> column(Part part, List<String> path);

    /**
     * A predicate on rows of data as one on rows of statistics: it is true for every file that may hold a matching row, and
     * can be for others.
     *
     * @throws IllegalArgumentException as {@link Predicate#resolve}
     */
    default Predicate mayMatch(Predicate predicate, Schema data) {
        return predicate.match(new MayMatch(data, this, true));
    }
}
