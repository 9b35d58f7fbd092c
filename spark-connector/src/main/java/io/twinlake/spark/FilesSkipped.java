package io.twinlake.spark;

import org.apache.spark.sql.connector.metric.CustomSumMetric;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;

/** How many live data files a scan need not read, by the log. Public, with a public constructor, because Spark's user interface makes one by name. */
public final class FilesSkipped extends CustomSumMetric {

    private static final String NAME = "twinlakeFilesSkipped";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String description() {
        return "data files skipped";
    }

    record Value(long value) implements CustomTaskMetric {
        @Override
        public String name() {
            return NAME;
        }
    }
}
