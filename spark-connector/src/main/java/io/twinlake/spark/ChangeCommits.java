package io.twinlake.spark;

import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/**
 * What a stream of new rows makes of commits that delete or rewrite rows, by options that Delta's own connector has too.
 *
 * @param skip leaves them out as a whole, new rows beside the deleted ones too; it outweighs the others
 * @param ignoreDeletes passes over commits that only remove whole files
 * @param ignoreChanges reads the files that a commit adds as if they were new: rows that were rewritten or only moved
 *     come again, rows that were deleted are not taken back
 */
record ChangeCommits(boolean skip, boolean ignoreDeletes, boolean ignoreChanges) {

    static ChangeCommits of(CaseInsensitiveStringMap options) {
        return new ChangeCommits(
                ReadOptions.flag(options, ReadOptions.SKIP_CHANGE_COMMITS),
                ReadOptions.flag(options, ReadOptions.IGNORE_DELETES),
                ReadOptions.flag(options, ReadOptions.IGNORE_CHANGES));
    }

    /** Whether the stream goes on after a commit that removes rows. */
    boolean allow(boolean addsRowsToo) {
        return skip || ignoreChanges || (ignoreDeletes && !addsRowsToo);
    }
}
