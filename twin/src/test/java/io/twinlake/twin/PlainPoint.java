package io.twinlake.twin;

/** A geo point in tests. */
record PlainPoint(double lat, double lon) {}
