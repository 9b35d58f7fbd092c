package io.twinlake.ingest;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Source partitions merged by the event time at their heads (ties: partition name), never reordered inside one. */
final class SourceMerge {

    /** In order of partition name. */
    private final List<Feed> feeds = new ArrayList<>();

    private boolean waiting;

    List<Feed> feeds() {
        return List.copyOf(feeds);
    }

    /** One more from now on; not while records of this round have been taken. */
    void add(Feed feed) {
        feeds.add(feed);
        feeds.sort(Comparator.comparing(Feed::partition));
    }

    /**
     * The feed whose records come next; empty if all are at their end, or if one must be waited for longer than
     * {@code waitMillis} ({@link #isWaiting}).
     */
    Optional<Turn> next(long waitMillis) {
        Feed first = null;
        long firstTime = 0;
        long secondTime = Long.MAX_VALUE;
        boolean secondIsBehind = true;
        waiting = false;
        for (Feed feed : feeds) {
            Feed.Head head = feed.head(waitMillis);
            if (head == Feed.Head.WAITING) {
                waiting = true;
                return Optional.empty();
            }
            if (head == Feed.Head.READY) {
                long time = feed.headTime();
                if (first == null || time < firstTime) {
                    secondTime = first == null ? secondTime : firstTime;
                    secondIsBehind = first == null;
                    first = feed;
                    firstTime = time;
                } else if (time < secondTime) {
                    secondTime = time;
                    secondIsBehind = true;
                }
            }
        }
        return first == null ? Optional.empty() : Optional.of(turn(first, secondTime, secondIsBehind));
    }

    boolean isWaiting() {
        return waiting;
    }

    /** Records of a feed that come before all of the others. */
    record Turn(Feed feed, int until) {}

    private static Turn turn(Feed feed, long otherTime, boolean otherIsBehind) {
        EventBatch batch = feed.current();
        int end = feed.end();
        int until = feed.next();
        boolean head = true;
        while (until < end) {
            long time = batch.time(until);
            boolean isFirst = time == IsoTime.INVALID || time < otherTime || (time == otherTime && otherIsBehind);
            if (!isFirst && !head) {
                break;
            }
            head &= time == IsoTime.INVALID;
            until++;
        }
        return new Turn(feed, until);
    }
}
