package io.twinlake.spark;

import org.apache.spark.sql.connector.read.streaming.CompositeReadLimit;
import org.apache.spark.sql.connector.read.streaming.ReadLimit;
import org.apache.spark.sql.connector.read.streaming.ReadMaxBytes;
import org.apache.spark.sql.connector.read.streaming.ReadMaxFiles;

/** Counts the files that go into a micro-batch. The first ones always do, so that a stream never stands still. */
final class Admission {

    private long maxFiles = Long.MAX_VALUE;
    private long maxBytes = Long.MAX_VALUE;
    private double files;
    private double bytes;
    private boolean isEmpty = true;

    private Admission() {}

    static Admission within(ReadLimit limit) {
        Admission admission = new Admission();
        admission.bound(limit);
        return admission;
    }

    private void bound(ReadLimit limit) {
        if (limit instanceof CompositeReadLimit composite) {
            for (ReadLimit part : composite.getReadLimits()) {
                bound(part);
            }
        } else if (limit instanceof ReadMaxFiles most) {
            maxFiles = Math.min(maxFiles, most.maxFiles());
        } else if (limit instanceof ReadMaxBytes most) {
            maxBytes = Math.min(maxBytes, most.maxBytes());
        }
    }

    /** Takes files of that size in, all or none, unless they pass a bound. */
    boolean admit(int moreFiles, long moreBytes) {
        if (!isEmpty && !isWithin(files + moreFiles, bytes + (double) moreBytes)) {
            return false;
        }
        isEmpty &= moreFiles == 0;
        files += moreFiles;
        bytes += (double) moreBytes;
        return true;
    }

    /** Whether so much is within the bounds, parts of files counted as such. */
    boolean isWithin(double inFiles, double inBytes) {
        return inFiles <= (double) maxFiles && inBytes <= (double) maxBytes;
    }
}
