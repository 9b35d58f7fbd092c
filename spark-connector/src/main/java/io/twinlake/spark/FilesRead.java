package io.twinlake.spark;

import org.apache.spark.sql.connector.metric.CustomSumMetric;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;

/** How many data files a scan reads. Public, with a public constructor, because Spark's user interface makes one by name. */
public final class FilesRead extends CustomSumMetric {

    private static final String NAME = "twinlakeFilesRead";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String description() {
        return "data files read";
    }

    record Value(long value) implements CustomTaskMetric {
        @Override
        public String name() {
            return NAME;
        }
    }
}
