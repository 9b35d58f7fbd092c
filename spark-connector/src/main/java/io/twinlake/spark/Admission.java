package io.twinlake.spark;

import io.twinlake.log.Action.AddFile;
import org.apache.spark.sql.connector.read.streaming.CompositeReadLimit;
import org.apache.spark.sql.connector.read.streaming.ReadLimit;
import org.apache.spark.sql.connector.read.streaming.ReadMaxBytes;
import org.apache.spark.sql.connector.read.streaming.ReadMaxFiles;

/** Counts the files that go into a micro-batch. The first one always does, so that a stream never stands still. */
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

    /** Takes the file in, unless it passes a bound. */
    boolean admit(AddFile file) {
        if (!isEmpty && (filesLeft < 1 || bytesLeft < file.size())) {
            return false;
        }
        isEmpty = false;
        filesLeft--;
        bytesLeft -= file.size();
        return true;
    }
}
