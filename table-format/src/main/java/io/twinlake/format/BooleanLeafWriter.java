package io.twinlake.format;

import java.util.Optional;
import java.util.OptionalLong;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.PageWriter;
import org.apache.parquet.column.statistics.BooleanStatistics;
import org.apache.parquet.column.statistics.Statistics;

/** Booleans: a bit each. */
final class BooleanLeafWriter extends LeafWriter {

    private final PlainBuffer plain = new PlainBuffer();
    private int bits;
    private int pending;
    private boolean anyTrue;
    private boolean anyFalse;

    BooleanLeafWriter(ColumnDescriptor column, PageWriter pages) {
        super(column, pages);
    }

    @Override
    void append(ColumnVector vector, int from, int to) {
        BooleanVector booleans = (BooleanVector) vector;
        boolean mayBeNull = booleans.hasNulls();
        for (int row = from; row < to; row++) {
            if (!mayBeNull || !booleans.isNull(row)) {
                append(booleans.get(row));
            }
        }
    }

    private void append(boolean value) {
        anyTrue |= value;
        anyFalse |= !value;
        pending |= (value ? 1 : 0) << bits;
        bits++;
        if (bits == Byte.SIZE) {
            flushBits();
        }
    }

    private void flushBits() {
        plain.put((byte) pending, 1);
        pending = 0;
        bits = 0;
    }

    @Override
    int valueBytes() {
        return plain.size();
    }

    @Override
    BytesInput encodePage() {
        if (bits > 0) {
            flushBits();
        }
        return plain.content();
    }

    @Override
    Encoding encoding() {
        return Encoding.PLAIN;
    }

    @Override
    void clearPage() {
        plain.clear();
        anyTrue = false;
        anyFalse = false;
    }

    @Override
    void endDictionary(PageWriter target) {
        // Two values need no dictionary.
    }

    @Override
    Optional<Statistics<?>> statistics(int nullsInPage) {
        var statistics = (BooleanStatistics) Statistics.createStats(column().getPrimitiveType());
        if (anyTrue || anyFalse) {
            statistics.setMinMax(!anyFalse, anyTrue);
        }
        statistics.incrementNumNulls(nullsInPage);
        return Optional.of(statistics);
    }

    @Override
    ColumnStatistics inFile() {
        return new ColumnStatistics(Optional.empty(), Optional.empty(), OptionalLong.of(nullsInFile()));
    }
}
