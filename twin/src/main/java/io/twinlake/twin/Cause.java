package io.twinlake.twin;

import java.util.Locale;

/** Why a row is written; if there are several reasons at one instant, the first of these. */
enum Cause {
    CHANGE,
    WINDOW,
    HEARTBEAT,
    EXPIRED;

    private final String word = name().toLowerCase(Locale.ROOT);

    /** As in the column. */
    String word() {
        return word;
    }
}
