package io.twinlake.format;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * For each row the position of its value among distinct values, as far as they are known to be equal: texts met lately
 * are known again without a look at their bytes, others just become one more value. So a code costs little to find,
 * and two codes may stand for equal values.
 */
final class Codes {

    private static final int MAX_RECENT = 1 << 15;

    /** More values than these are not worth to be kept when the rows are forgotten, or to be taken over. */
    static final int KEPT = 1 << 16;

    private int[] codes = new int[16];
    private int size;
    private @Nullable String[] recent = new String[8];
    private int[] recentCodes = new int[8];
    private int recentSize;
    private final List<TakenOver> takenOver = new ArrayList<>();

    /** Values of another vector that are among those here, from a position on. */
    private record TakenOver(ByteStrings values, int size, int clearings, int begin) {
        boolean is(ByteStrings others) {
            return values == others && size == others.size() && clearings == others.clearings();
        }
    }

    int size() {
        return size;
    }

    int get(int row) {
        return codes[row];
    }

    void add(int code) {
        if (size == codes.length) {
            codes = Arrays.copyOf(codes, size * 2);
        }
        codes[size++] = code;
    }

    /** Adds picked rows {@code [from, to)} of others, whose values begin at {@code begins} among those of this. */
    void addAll(Codes[] others, int[] begins, RowPicks picks, int from, int to) {
        int more = to - from;
        if (size + more > codes.length) {
            codes = Arrays.copyOf(codes, Math.max(size + more, codes.length * 2));
        }
        int[] target = codes;
        int[] sources = picks.sources();
        int[] rows = picks.rows();
        int at = size;
        for (int i = from; i < to; i++) {
            int source = sources[i];
            target[at++] = begins[source] + others[source].codes[rows[i]];
        }
        size = at;
    }

    /** Adds a row of that text, which becomes one of {@code values} if it has not been met lately. */
    void add(String text, ByteStrings values) {
        int slot = slot(text);
        if (recent[slot] == null) {
            if (++recentSize * 2 > recent.length) {
                makeRoom();
                slot = slot(text);
            }
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            recent[slot] = text;
            recentCodes[slot] = values.add(bytes, 0, bytes.length);
        }
        add(recentCodes[slot]);
    }

    /** Where the text is among the recent ones, or where it would be. */
    private int slot(String text) {
        int hash = text.hashCode() * 0x9E3779B9;
        int mask = recent.length - 1;
        int slot = (hash ^ hash >>> 16) & mask;
        while (recent[slot] != null && !text.equals(recent[slot])) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    /** More room, or the same for others. */
    private void makeRoom() {
        if (recent.length == MAX_RECENT) {
            Arrays.fill(recent, null);
            recentSize = 1;
            return;
        }
        @Nullable String[] before = recent;
        int[] codesBefore = recentCodes;
        recent = new String[before.length * 4];
        recentCodes = new int[recent.length];
        for (int i = 0; i < before.length; i++) {
            String text = before[i];
            if (text != null) {
                int slot = slot(text);
                recent[slot] = text;
                recentCodes[slot] = codesBefore[i];
            }
        }
    }

    /** Where the values of {@code others}, which grow no more, begin among {@code values}; taken over once. */
    int begin(ByteStrings others, ByteStrings values) {
        for (TakenOver known : takenOver) {
            if (known.is(others)) {
                return known.begin();
            }
        }
        int begin = values.addAll(others);
        takenOver.add(new TakenOver(others, others.size(), others.clearings(), begin));
        return begin;
    }

    /** Forgets the rows; the values stay known, unless there are too many of them. */
    void clear(ByteStrings values) {
        size = 0;
        if (values.size() > KEPT) {
            values.clear();
            takenOver.clear();
            Arrays.fill(recent, null);
            recentSize = 0;
        }
    }
}
