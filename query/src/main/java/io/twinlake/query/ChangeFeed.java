package io.twinlake.query;

import io.twinlake.format.Field;
import io.twinlake.format.Schema;
import io.twinlake.log.Snapshot;
import io.twinlake.log.TransactionLog;
import io.twinlake.log.Version;
import io.twinlake.log.VersionNotFoundException;
import java.util.List;

/**
 * Which rows each version of a range inserted, deleted and updated (the change data feed): a value, read by {@link #rows}.
 * Its rows have the table's columns as in the last version of the range, then {@code _change_type} ({@code insert}, {@code
 * delete}, {@code update_preimage} or {@code update_postimage}), {@code _commit_version} and {@code _commit_timestamp}. Versions
 * come in order; rows of one version in any. What only rearranges rows, as compaction does, changes none.
 */
public final class ChangeFeed {

    private final FeedRange range;
    private final Schema columns;
    private final boolean recorded;

    private ChangeFeed(FeedRange range, Schema columns, boolean recorded) {
        this.range = range;
        this.columns = columns;
        this.recorded = recorded;
    }

    /**
     * What happened in version {@code from}, in {@code to}, and in those between.
     *
     * @throws IllegalArgumentException if {@code from} is after {@code to}
     * @throws VersionNotFoundException if {@code to} is not there
     */
    public static ChangeFeed between(TransactionLog log, long from, long to) {
        if (from > to) {
            throw new IllegalArgumentException(
                    "changes from version " + from + " to " + to
                            + ": the first is after the last; both are included, so from one version to itself is that version");
        }
        return over(log, from, log.at(Version.of(to)));
    }

    /**
     * What happened in version {@code from} and since, up to the newest version there is now.
     *
     * @throws VersionNotFoundException if {@code from} is not there yet
     */
    public static ChangeFeed since(TransactionLog log, long from) {
        Snapshot latest = log.latest();
        if (from > latest.version().number()) {
            throw new VersionNotFoundException(
                    "version " + from + " of " + log.table() + " is not there yet; the newest is " + latest.version());
        }
        return over(log, from, latest);
    }

    private static ChangeFeed over(TransactionLog log, long from, Snapshot to) {
        return new ChangeFeed(new FeedRange(log, Version.of(from), to), to.schema(), true);
    }

    /**
     * Only these columns of the table, in this order, before those of the feed; none named means all.
     *
     * @throws IllegalArgumentException if a column is not there; the message names the nearest
     */
    public ChangeFeed select(List<String> names) {
        Schema all = range.to().schema();
        List<Field> fields = names.isEmpty()
                ? all.fields()
                : names.stream()
                        .map(name -> all.field(Columns.position(all, name)))
                        .toList();
        return new ChangeFeed(range, new Schema(fields), recorded);
    }

    /** Only these columns of the table, in this order, before those of the feed; none named means all. */
    public ChangeFeed select(String... names) {
        return select(List.of(names));
    }

    /**
     * Takes versions too in which the table did not record its changes. There they are told by the files that came and went:
     * exact in what rows there are afterwards, but an update is a {@code delete} and an {@code insert}, and of a file that was
     * rewritten each row that stayed the same is both as well.
     */
    public ChangeFeed inferring() {
        return new ChangeFeed(range, columns, false);
    }

    /** @throws ChangesUnavailableException if a column of the table is called as one of the feed's */
    public Schema schema() {
        return new FeedColumns(columns).schema();
    }

    /**
     * The changes, batch by batch; one file is open at a time. Each commit of the range is read before the first row is
     * given, so that what can't be given whole is not begun, and again when it is reached. Who opens closes.
     *
     * @throws ChangesUnavailableException if changes can't be told for a version of the range, or later, when it is reached,
     *     if vacuum has taken a file
     * @throws VersionNotFoundException if the first version can't be rebuilt any more
     */
    public RowBatches rows() {
        FeedColumns given = new FeedColumns(columns);
        range.requireReadable(recorded);
        return new ChangedRows(range, given);
    }

    @Override
    public String toString() {
        return "changes of " + range.log().table() + " from version " + range.from() + " to "
                + range.to().version();
    }
}
