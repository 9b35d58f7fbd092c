package io.twinlake.format;

import java.util.List;
import java.util.Optional;

/**
 * Says where the statistics of files are found in a table of files, one row a file, as a checkpoint is one: which of its
 * columns hold what is known of a column of the data.
 */
@FunctionalInterface
public interface StatisticsColumns {

    /** What a column of statistics holds. */
    enum Part {
        /** A lower bound. */
        MIN,
        /** An upper bound; of a time perhaps cut to the millisecond, and so up to one too low. */
        MAX,
        /** How many rows are null. */
        NULL_COUNT,
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
