package io.twinlake.format;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.PageWriter;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.column.values.rle.RunLengthBitPackingHybridEncoder;

/**
 * Writes the values of one Parquet column as data pages V1: repetition levels, definition levels, values. Whole vectors
 * at a time where the column is not nested ({@link #flat}), else value by value.
 */
abstract class LeafWriter {

    static final int PAGE_BYTES = 1 << 20;

    /** The name that data pages V1 have for it; every reader knows this one. */
    @SuppressWarnings("deprecation")
    static final Encoding DICTIONARY = Encoding.PLAIN_DICTIONARY;

    private final ColumnDescriptor column;
    private final boolean optional;
    private final int maxDefinition;
    private final RunLengthBitPackingHybridEncoder repetitions;
    private final RunLengthBitPackingHybridEncoder definitions;
    private PageWriter pages;
    private int pageRows = Integer.MAX_VALUE;
    private int values;
    private int rows;
    private int nulls;
    private long nullsInFile;

    LeafWriter(ColumnDescriptor column, PageWriter pages) {
        this.column = column;
        this.pages = pages;
        this.optional = column.getPrimitiveType().isRepetition(org.apache.parquet.schema.Type.Repetition.OPTIONAL);
        this.maxDefinition = column.getMaxDefinitionLevel();
        this.repetitions = levels(column.getMaxRepetitionLevel());
        this.definitions = levels(maxDefinition);
    }

    /** Pages end at this many rows from now on. */
    final void endPagesAt(int rowsInPage) {
        pageRows = rowsInPage;
    }

    private static RunLengthBitPackingHybridEncoder levels(int max) {
        return new RunLengthBitPackingHybridEncoder(bits(max), 64, 1 << 16, HeapByteBufferAllocator.getInstance());
    }

    static int bits(int max) {
        return Integer.SIZE - Integer.numberOfLeadingZeros(max);
    }

    /** Appends rows of a column that is in no group. */
    final void flat(ColumnVector vector, int from, int to) {
        try {
            boolean mayBeNull = vector.hasNulls();
            if (maxDefinition > 0) {
                for (int row = from; row < to; row++) {
                    definitions.writeInt(mayBeNull && vector.isNull(row) ? 0 : 1);
                }
            }
            int before = nulls;
            if (mayBeNull) {
                for (int row = from; row < to; row++) {
                    nulls += vector.isNull(row) ? 1 : 0;
                }
            }
            if (nulls > before && !optional) {
                throw missing();
            }
            values += to - from;
            append(vector, from, to);
            endRows(to - from);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
    }

    /** Appends rows of a top column of arrays without nulls; an empty array is there at level {@code definition}. */
    final void lists(ListVector lists, int from, int to, int definition) {
        try {
            for (int row = from; row < to; row++) {
                int length = lists.end(row) - lists.start(row);
                repetitions.writeInt(0);
                definitions.writeInt(length == 0 ? definition : maxDefinition);
                nulls += length == 0 ? 1 : 0;
                values += Math.max(1, length);
                for (int i = 1; i < length; i++) {
                    repetitions.writeInt(1);
                    definitions.writeInt(maxDefinition);
                }
            }
            append(lists.elements(), lists.start(from), lists.end(to - 1));
            endRows(to - from);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
    }

    /** Appends one value that may be null, of a column in a group. */
    final void value(ColumnVector vector, int row, int repetition, int definition) {
        if (vector.isNull(row)) {
            if (!optional) {
                throw missing();
            }
            absent(repetition, definition);
            return;
        }
        level(repetition, maxDefinition);
        append(vector, row, row + 1);
    }

    /** Appends that there is no value, because of a null or an empty list at level {@code definition}. */
    final void absent(int repetition, int definition) {
        nulls++;
        level(repetition, definition);
    }

    private void level(int repetition, int definition) {
        try {
            if (column.getMaxRepetitionLevel() > 0) {
                repetitions.writeInt(repetition);
            }
            if (maxDefinition > 0) {
                definitions.writeInt(definition);
            }
            values++;
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
    }

    /** Ends {@code more} rows whose values have all been appended; a page may end here. */
    final void endRows(int more) {
        rows += more;
        if (rows >= pageRows || valueBytes() >= PAGE_BYTES) {
            endPage();
        }
    }

    final void endPage() {
        if (values == 0) {
            return;
        }
        Optional<Statistics<?>> statistics = statistics(nulls);
        try {
            BytesInput encoded = encodePage();
            BytesInput page = BytesInput.concat(
                    levelBytes(repetitions, column.getMaxRepetitionLevel()),
                    levelBytes(definitions, maxDefinition),
                    encoded);
            pages.writePage(page, values, rows, statistics.orElse(null), Encoding.RLE, Encoding.RLE, encoding());
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        nullsInFile += nulls;
        values = 0;
        rows = 0;
        nulls = 0;
        repetitions.reset();
        definitions.reset();
        clearPage();
    }

    private static BytesInput levelBytes(RunLengthBitPackingHybridEncoder levels, int max) throws IOException {
        if (max == 0) {
            return BytesInput.empty();
        }
        BytesInput bytes = levels.toBytes();
        return BytesInput.concat(BytesInput.fromInt(Math.toIntExact(bytes.size())), bytes);
    }

    /** Ends the column chunk of a row group; the next values belong to the next one. */
    final void endChunk() {
        endPage();
        try {
            endDictionary(pages);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
    }

    /** Goes on in the column chunk of the next row group. */
    final void begin(PageWriter next) {
        pages = next;
    }

    /** Bytes that the column holds and has not given to its page writer yet. */
    final long bufferedBytes() {
        return valueBytes();
    }

    /** Encoded bytes of the pages of this chunk that have ended. */
    final long pagedBytes() {
        return pages.getMemSize();
    }

    final ColumnDescriptor column() {
        return column;
    }

    /** Nulls of the pages that have ended. */
    final long nullsInFile() {
        return nullsInFile;
    }

    private IllegalArgumentException missing() {
        return new IllegalArgumentException("column '" + String.join(".", column.getPath())
                + "' is required and a row has null there; give a value or make the column nullable");
    }

    /** Appends the values of rows that are not null. */
    abstract void append(ColumnVector vector, int from, int to);

    /** About how many bytes the values of the page take. */
    abstract int valueBytes();

    /** The values of the page, encoded by {@link #encoding}. */
    abstract BytesInput encodePage() throws IOException;

    /** How {@link #encodePage} encoded the last page. */
    abstract Encoding encoding();

    abstract void clearPage();

    /** Writes the dictionary page if there is one and forgets the dictionary. */
    abstract void endDictionary(PageWriter target) throws IOException;

    /** Bounds of the page; none if they would mislead (NaN), which drops the column chunk's. */
    abstract Optional<Statistics<?>> statistics(int nullsInPage);

    /** Bounds of the values of the pages that have ended. */
    abstract ColumnStatistics inFile();
}
