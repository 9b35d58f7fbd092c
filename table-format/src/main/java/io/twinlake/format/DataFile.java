package io.twinlake.format;

import io.twinlake.storage.Location;

/** A data file that has been written whole. */
public record DataFile(Location location, long size, long rows, FileStatistics statistics) {}
