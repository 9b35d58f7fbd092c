package io.twinlake.twin;

import java.util.Arrays;

/**
 * Twins by the instant at which their next timer is due, earliest first: a heap with four children a node. An entry may
 * stand earlier than its twin's real instant ({@link Twin#due}), never later: most events only put timers off, which
 * then costs nothing until the entry's turn comes.
 */
final class DueHeap {

    private static final int CHILDREN = 4;

    private long[] dues = new long[64];
    private Twin[] twins = new Twin[64];
    private int size;

    boolean isEmpty() {
        return size == 0;
    }

    /** The earliest instant at which anything may be due; {@link Twin#NEVER} if nothing is. */
    long firstDue() {
        return size == 0 ? Twin.NEVER : dues[0];
    }

    Twin first() {
        return twins[0];
    }

    /** Makes sure that the twin's turn comes no later than {@link Twin#due}. */
    void schedule(Twin twin) {
        int at = twin.heapIndex;
        if (at < 0) {
            if (twin.due != Twin.NEVER) {
                append(twin);
            }
        } else if (twin.due < dues[at]) {
            dues[at] = twin.due;
            rise(at);
        }
    }

    /** Gives the first entry its twin's real instant. */
    void correctFirst() {
        Twin twin = twins[0];
        if (twin.due == Twin.NEVER) {
            remove(twin);
        } else {
            dues[0] = twin.due;
            sink(0);
        }
    }

    void remove(Twin twin) {
        int at = twin.heapIndex;
        if (at < 0) {
            return;
        }
        twin.heapIndex = -1;
        size--;
        if (at < size) {
            place(at, twins[size], dues[size]);
            sink(at);
            rise(at);
        }
        Arrays.fill(twins, size, size + 1, null);
    }

    private void append(Twin twin) {
        if (size == dues.length) {
            dues = Arrays.copyOf(dues, size * 2);
            twins = Arrays.copyOf(twins, size * 2);
        }
        place(size, twin, twin.due);
        rise(size++);
    }

    private void rise(int from) {
        int at = from;
        Twin twin = twins[at];
        long due = dues[at];
        while (at > 0) {
            int parent = (at - 1) / CHILDREN;
            if (dues[parent] <= due) {
                break;
            }
            place(at, twins[parent], dues[parent]);
            at = parent;
        }
        place(at, twin, due);
    }

    private void sink(int from) {
        int at = from;
        Twin twin = twins[at];
        long due = dues[at];
        while (true) {
            int child = earliestChild(at);
            if (child < 0 || dues[child] >= due) {
                break;
            }
            place(at, twins[child], dues[child]);
            at = child;
        }
        place(at, twin, due);
    }

    private int earliestChild(int parent) {
        int first = parent * CHILDREN + 1;
        if (first >= size) {
            return -1;
        }
        int earliest = first;
        for (int child = first + 1; child < Math.min(first + CHILDREN, size); child++) {
            if (dues[child] < dues[earliest]) {
                earliest = child;
            }
        }
        return earliest;
    }

    private void place(int at, Twin twin, long due) {
        twins[at] = twin;
        dues[at] = due;
        twin.heapIndex = at;
    }
}
