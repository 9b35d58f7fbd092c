package io.twinlake.spark;

import org.apache.spark.sql.connector.read.streaming.CompositeReadLimit;
import org.apache.spark.sql.connector.read.streaming.ReadLimit;
import org.apache.spark.sql.connector.read.streaming.ReadMaxBytes;
import org.apache.spark.sql.connector.read.streaming.ReadMaxFiles;

/** Counts the files that go into a micro-batch. The first ones always do, so that a stream never stands still. */
final class Admission {

    private long filesLeft = Long.MAX_VALUE;
    private long bytesLeft = Long.MAX_VALUE;
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
        } else if (limit instanceof ReadMaxFiles files) {
            filesLeft = Math.min(filesLeft, files.maxFiles());
        } else if (limit instanceof ReadMaxBytes bytes) {
            bytesLeft = Math.min(bytesLeft, bytes.maxBytes());
        }
    }

    /** Takes files of that size in, all or none, unless they pass a bound. */
    boolean admit(int files, long bytes) {
        if (!isEmpty && (filesLeft < files || bytesLeft < bytes)) {
            return false;
        }
        isEmpty = false;
        filesLeft -= files;
        bytesLeft -= bytes;
        return true;
    }
}
