package io.twinlake.log;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The progress of applications that a commit records.
 *
 * @param marks by application id
 * @param unlessAnotherHasBegun whether the commit must fail where only other applications have made progress in the table
 */
record ProgressChange(Map<String, ApplicationProgress> marks, boolean unlessAnotherHasBegun) {

    ProgressChange {
        marks = Collections.unmodifiableMap(new LinkedHashMap<>(marks));
    }
}
