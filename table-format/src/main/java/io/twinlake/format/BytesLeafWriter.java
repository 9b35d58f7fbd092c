package io.twinlake.format;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.page.PageWriter;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.io.api.Binary;

/**
 * Strings and binaries: with a dictionary as long as values repeat, plain from then on. A value equal to the one before it
 * is not looked up. Long decimals, of fixed length, are plain.
 */
final class BytesLeafWriter extends LeafWriter {

    private static final int TRIAL = 256;
    private static final int MAX_DICTIONARY_BYTES = 1 << 20;

    private final DataType type;
    private final int fixedLength;
    private final BytesBounds page;
    private final BytesBounds file;
    private final BytesDictionary dictionary = new BytesDictionary();
    private final CodeIds codeIds = new CodeIds();
    private final IdBuffer ids = new IdBuffer();
    private final PlainBuffer plain = new PlainBuffer();
    /** By dictionary position: the page in whose bounds the entry is. */
    private int[] boundedIn = new int[64];

    private int pageNumber = 1;
    private boolean useDictionary;
    private boolean dictionaryInUse;
    private int lastId = -1;

    BytesLeafWriter(ColumnDescriptor column, PageWriter pages, DataType type) {
        super(column, pages);
        this.type = type;
        boolean decimal = type instanceof DataType.Decimal;
        this.fixedLength = decimal ? column.getPrimitiveType().getTypeLength() : 0;
        this.page = new BytesBounds(decimal);
        this.file = new BytesBounds(decimal);
        this.useDictionary = !decimal;
    }

    @Override
    void append(ColumnVector vector, int from, int to) {
        BytesVector bytes = (BytesVector) vector;
        if (useDictionary && bytes.isCoded()) {
            appendCodes(bytes, from, to);
            return;
        }
        boolean mayBeNull = bytes.hasNulls();
        for (int row = from; row < to; row++) {
            if (mayBeNull && bytes.isNull(row)) {
                continue;
            }
            if (useDictionary) {
                appendId(bytes.array(), bytes.start(row), bytes.length(row));
            } else if (fixedLength > 0) {
                appendFixed(bytes, row);
            } else {
                appendPlain(bytes.array(), bytes.start(row), bytes.length(row));
            }
        }
    }

    /** Codes know already what is equal: only one look at the bytes of each is needed. */
    private void appendCodes(BytesVector bytes, int from, int to) {
        boolean mayBeNull = bytes.hasNulls();
        codeIds.turnTo(bytes);
        for (int row = from; row < to; row++) {
            if (mayBeNull && bytes.isNull(row)) {
                continue;
            }
            if (!useDictionary) {
                appendPlain(bytes.array(), bytes.start(row), bytes.length(row));
                continue;
            }
            lastId = codeIds.get(bytes, row);
            if (lastId < 0) {
                lookUp(bytes.array(), bytes.start(row), bytes.length(row));
                codeIds.put(bytes, row, lastId);
            } else {
                bound(bytes.array(), bytes.start(row), bytes.length(row));
            }
            ids.put(lastId);
            if (!useDictionary) {
                resolveIds();
            }
        }
    }

    private void appendId(byte[] array, int start, int length) {
        if (lastId < 0 || !dictionary.is(lastId, array, start, length)) {
            lookUp(array, start, length);
        }
        ids.put(lastId);
        if (!useDictionary) {
            resolveIds();
        }
    }

    private void lookUp(byte[] array, int start, int length) {
        lastId = dictionary.id(array, start, length);
        if (lastId >= boundedIn.length) {
            boundedIn = Arrays.copyOf(boundedIn, Math.max(lastId + 1, boundedIn.length * 2));
        }
        bound(array, start, length);
    }

    /** Sees to it that the page's bounds hold the value of {@link #lastId}. */
    private void bound(byte[] array, int start, int length) {
        if (boundedIn[lastId] != pageNumber) {
            boundedIn[lastId] = pageNumber;
            page.add(array, start, length);
            useDictionary = worthIt();
        }
    }

    /** Not while nearly every value is new, nor when the dictionary has got too large. */
    private boolean worthIt() {
        return dictionary.bytes() < MAX_DICTIONARY_BYTES
                && (dictionaryInUse || dictionary.size() < TRIAL || dictionary.size() <= ids.size() * 3L / 4);
    }

    private void resolveIds() {
        for (int i = 0; i < ids.size(); i++) {
            int id = ids.get(i);
            putPlain(dictionary.array(), dictionary.start(id), dictionary.length(id));
        }
        ids.clear();
        lastId = -1;
    }

    private void appendPlain(byte[] array, int start, int length) {
        page.add(array, start, length);
        putPlain(array, start, length);
    }

    private void putPlain(byte[] array, int start, int length) {
        plain.putInt(length);
        plain.put(array, start, length);
    }

    private void appendFixed(BytesVector bytes, int row) {
        int start = plain.size();
        int length = bytes.length(row);
        byte sign = length > 0 && bytes.array()[bytes.start(row)] < 0 ? (byte) -1 : 0;
        if (length > fixedLength) {
            throw new IllegalArgumentException("column '" + String.join(".", column().getPath()) + "' is " + type
                    + " and has a value of " + length + " bytes; at most " + fixedLength + " fit");
        }
        plain.put(sign, fixedLength - length);
        plain.put(bytes.array(), bytes.start(row), length);
        page.add(plain.array(), start, fixedLength);
    }

    @Override
    int valueBytes() {
        return plain.size() + ids.size() * 2;
    }

    @Override
    BytesInput encodePage() throws IOException {
        if (useDictionary && !dictionaryInUse && dictionary.size() > 16 && dictionary.size() > ids.size() * 3L / 4) {
            useDictionary = false;
            resolveIds();
        }
        if (!useDictionary) {
            return plain.content();
        }
        dictionaryInUse = true;
        return ids.encode(dictionary.size());
    }

    @Override
    Encoding encoding() {
        return useDictionary ? DICTIONARY : Encoding.PLAIN;
    }

    @Override
    void clearPage() {
        file.add(page);
        page.clear();
        ids.clear();
        plain.clear();
        lastId = -1;
        pageNumber++;
    }

    @Override
    void endDictionary(PageWriter target) throws IOException {
        if (dictionaryInUse) {
            target.writeDictionaryPage(new DictionaryPage(dictionary.content(), dictionary.size(), DICTIONARY));
        }
        dictionary.clear();
        codeIds.clear();
        dictionaryInUse = false;
        useDictionary = fixedLength == 0;
        lastId = -1;
    }

    @Override
    Optional<Statistics<?>> statistics(int nullsInPage) {
        Statistics<?> statistics = Statistics.createStats(column().getPrimitiveType());
        if (page.any()) {
            statistics.updateStats(Binary.fromConstantByteArray(page.min()));
            statistics.updateStats(Binary.fromConstantByteArray(page.max()));
        }
        statistics.incrementNumNulls(nullsInPage);
        return Optional.of(statistics);
    }

    @Override
    ColumnStatistics inFile() {
        OptionalLong nulls = OptionalLong.of(nullsInFile());
        if (!file.any() || type == DataType.Primitive.BINARY) {
            return new ColumnStatistics(Optional.empty(), Optional.empty(), nulls);
        }
        if (type instanceof DataType.Decimal decimal) {
            return new ColumnStatistics(
                    Optional.of(decimal(file.min(), decimal.scale())),
                    Optional.of(decimal(file.max(), decimal.scale())),
                    nulls);
        }
        String min = new String(file.min(), StandardCharsets.UTF_8);
        String max = new String(file.max(), StandardCharsets.UTF_8);
        return new ColumnStatistics(
                Optional.of(new Literal(StringBound.least(min))),
                StringBound.greatest(max).map(Literal::new),
                nulls);
    }

    private static Literal decimal(byte[] unscaled, int scale) {
        return new Literal(new BigDecimal(new BigInteger(unscaled), scale));
    }
}
