package io.twinlake.ingest;

import io.twinlake.format.BytesVector;
import io.twinlake.format.ColumnVector;
import io.twinlake.format.LongVector;
import io.twinlake.format.RowBatch;
import io.twinlake.format.Schema;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The rows of one table and epoch from all shards, in the order of a data file: key, event time, sequence. A twin's rows
 * come from one shard in that order already, so only keys are sorted, and each row finds its place by counting.
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
        int[] partOf = new int[rows];
        int[] rowOf = new int[rows];
        order(partOf, rowOf);
        RowBatch batch = RowBatch.empty(schema);
        for (int from = 0; from < rows; from += BATCH_ROWS) {
            int to = Math.min(rows, from + BATCH_ROWS);
            for (int column = 0; column < schema.size(); column++) {
                if (column == recordedAtColumn) {
                    fill((LongVector) batch.column(column), recordedAtMicros, to - from);
                } else {
                    copy(column, batch.column(column), partOf, rowOf, from, to);
                }
            }
            sink.accept(batch);
            batch.clear();
        }
    }

    private static void fill(LongVector into, long value, int count) {
        for (int i = 0; i < count; i++) {
            into.append(value);
        }
    }

    private void copy(int column, ColumnVector into, int[] partOf, int[] rowOf, int from, int to) {
        ColumnVector[] sources = new ColumnVector[parts.size()];
        for (int part = 0; part < sources.length; part++) {
            sources[part] = parts.get(part).column(column);
        }
        for (int i = from; i < to; i++) {
            into.appendFrom(sources[partOf[i]], rowOf[i]);
        }
    }

    /** Which row of which part stands at each place. */
    private void order(int[] partOf, int[] rowOf) {
        int[][] keyOf = new int[parts.size()][];
        Map<Key, Integer> numbers = new HashMap<>();
        List<Key> keys = new ArrayList<>();
        for (int part = 0; part < keyOf.length; part++) {
            keyOf[part] = numbered(parts.get(part).bytes(KEY), numbers, keys);
        }
        int[] next = firstPlaces(keyOf, keys);
        for (int part = 0; part < keyOf.length; part++) {
            for (int row = 0; row < keyOf[part].length; row++) {
                int place = next[keyOf[part][row]]++;
                partOf[place] = part;
                rowOf[place] = row;
            }
        }
    }

    /** Where the rows of each key begin, by the key's number. */
    private static int[] firstPlaces(int[][] keyOf, List<Key> keys) {
        int[] counts = new int[keys.size()];
        for (int[] part : keyOf) {
            for (int number : part) {
                counts[number]++;
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

    private static int[] numbered(BytesVector vector, Map<Key, Integer> numbers, List<Key> keys) {
        int[] result = new int[vector.size()];
        Key probe = new Key();
        for (int row = 0; row < result.length; row++) {
            probe.set(vector, row);
            Integer known = numbers.get(probe);
            if (known == null) {
                known = keys.size();
                keys.add(probe);
                numbers.put(probe, known);
                probe = new Key();
            }
            result[row] = known;
        }
        return result;
    }

    /** A key's bytes where they stand. */
    private static final class Key implements Comparable<Key> {
        private byte[] data = {};
        private int start;
        private int end;
        private int hash;

        void set(BytesVector vector, int row) {
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
