package io.twinlake.logstore;

/** How to wait before the same bytes are put again. */
@FunctionalInterface
interface Pause {
    void sleep(long millis) throws InterruptedException;
}
