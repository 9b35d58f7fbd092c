package io.twinlake.ingest;

import io.twinlake.format.BytesVector;
import io.twinlake.format.LongVector;
import io.twinlake.format.RowBatch;
import io.twinlake.format.RowPicks;
import io.twinlake.format.Schema;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The rows of one table and epoch from all lanes, in the order of a data file: key, event time, sequence. A twin's rows
 * come from one lane in that order already, so only keys are sorted, and each row finds its place by counting.
 */
final class EpochRows {

    private static final int KEY = 0;
    private static final int BATCH_ROWS = 16_384;

    private final Schema schema;
    private final List<RowBatch> parts;
    private final int rows;

    EpochRows(Schema schema, List<RowBatch> parts) {
        this.schema = schema;
        this.parts = parts.stream().filter(part -> part.rows() > 0).toList();
        this.rows = this.parts.stream().mapToInt(RowBatch::rows).sum();
    }

    int rows() {
        return rows;
    }

    /** Gives all rows in order, in batches that are used again. */
    void forEachBatch(long recordedAtMicros, int recordedAtColumn, Consumer<RowBatch> sink) {
        RowPicks picks = order();
        RowBatch batch = RowBatch.emptyCoded(schema);
        LongVector recordedAt = (LongVector) batch.column(recordedAtColumn);
        for (int from = 0; from < rows; from += BATCH_ROWS) {
            int to = Math.min(rows, from + BATCH_ROWS);
            batch.appendAll(parts, picks, from, to);
            recordedAt.clear();
            for (int i = from; i < to; i++) {
                recordedAt.append(recordedAtMicros);
            }
            sink.accept(batch);
            batch.clear();
        }
    }

    /** Which row of which part stands at each place. */
    private RowPicks order() {
        int[] partOf = new int[rows];
        int[] rowOf = new int[rows];
        Map<Key, Integer> numbers = new HashMap<>();
        List<Key> keys = new ArrayList<>();
        int[][] numberOfCode = new int[parts.size()][];
        for (int part = 0; part < numberOfCode.length; part++) {
            numberOfCode[part] = numbered(parts.get(part).bytes(KEY).distinct(), numbers, keys);
        }
        int[] next = firstPlaces(numberOfCode, keys);
        for (int part = 0; part < numberOfCode.length; part++) {
            BytesVector column = parts.get(part).bytes(KEY);
            for (int row = 0; row < column.size(); row++) {
                int place = next[numberOfCode[part][column.code(row)]]++;
                partOf[place] = part;
                rowOf[place] = row;
            }
        }
        return new RowPicks(partOf, rowOf);
    }

    /** Where the rows of each key begin, by the key's number. */
    private int[] firstPlaces(int[][] numberOfCode, List<Key> keys) {
        int[] counts = new int[keys.size()];
        for (int part = 0; part < numberOfCode.length; part++) {
            BytesVector column = parts.get(part).bytes(KEY);
            for (int row = 0; row < column.size(); row++) {
                counts[numberOfCode[part][column.code(row)]]++;
            }
        }
        Integer[] sorted = new Integer[keys.size()];
        Arrays.setAll(sorted, i -> i);
        Arrays.sort(sorted, (left, right) -> keys.get(left).compareTo(keys.get(right)));
        int[] places = new int[keys.size()];
        int place = 0;
        for (int number : sorted) {
            places[number] = place;
            place += counts[number];
        }
        return places;
    }

    private static int[] numbered(BytesVector distinct, Map<Key, Integer> numbers, List<Key> keys) {
        int[] result = new int[distinct.size()];
        for (int code = 0; code < result.length; code++) {
            Key key = new Key(distinct, code);
            Integer known = numbers.putIfAbsent(key, keys.size());
            if (known == null) {
                known = keys.size();
                keys.add(key);
            }
            result[code] = known;
        }
        return result;
    }

    /** A key's bytes where they stand. */
    private static final class Key implements Comparable<Key> {
        private final byte[] data;
        private final int start;
        private final int end;
        private final int hash;

        Key(BytesVector vector, int row) {
            data = vector.array();
            start = vector.start(row);
            end = start + vector.length(row);
            int value = 1;
            for (int i = start; i < end; i++) {
                value = value * 31 + data[i];
            }
            hash = value ^ value >>> 15;
        }

        @Override
        public int compareTo(Key other) {
            return Arrays.compareUnsigned(data, start, end, other.data, other.start, other.end);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Key key && Arrays.equals(data, start, end, key.data, key.start, key.end);
        }

        @Override
        public int hashCode() {
            return hash;
        }
    }
}
