package io.twinlake.format;

import java.io.IOException;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.page.PageWriter;
import org.apache.parquet.column.statistics.Statistics;

/**
 * Numbers of 32 or 64 bits, as their bits: with a dictionary as long as values repeat, plain from then on (to the end of
 * the row group).
 */
final class NumberLeafWriter extends LeafWriter {

    /** A dictionary is dropped when it has this many entries and most values were new. */
    private static final int TRIAL = 512;

    private static final int MAX_DICTIONARY = 1 << 16;

    private final DataType type;
    private final NumberKind kind;
    private final NumberBounds page;
    private final NumberBounds file;
    private final LongDictionary dictionary = new LongDictionary();
    private final IdBuffer ids = new IdBuffer();
    private final PlainBuffer plain = new PlainBuffer();
    private long[] gathered = new long[1024];
    private boolean useDictionary = true;
    private boolean dictionaryInUse;
    private long last;
    private int lastId = -1;

    NumberLeafWriter(ColumnDescriptor column, PageWriter pages, DataType type) {
        super(column, pages);
        this.type = type;
        this.kind = NumberKind.of(type);
        this.page = new NumberBounds(kind);
        this.file = new NumberBounds(kind);
    }

    @Override
    void append(ColumnVector vector, int from, int to) {
        if (gathered.length < to - from) {
            gathered = new long[to - from];
        }
        int count = kind.gather(vector, from, to, gathered);
        page.add(gathered, count);
        if (useDictionary) {
            appendIds(count);
        } else {
            appendPlain(count);
        }
    }

    private void appendIds(int count) {
        for (int i = 0; i < count; i++) {
            long value = gathered[i];
            if (value != last || lastId < 0) {
                lastId = dictionary.id(value);
                last = value;
            }
            ids.put(lastId);
        }
        if (dictionary.size() > MAX_DICTIONARY
                || (!dictionaryInUse && dictionary.size() > TRIAL && dictionary.size() > ids.size() / 2)) {
            giveUpDictionary();
        }
    }

    private void giveUpDictionary() {
        useDictionary = false;
        lastId = -1;
        for (int i = 0; i < ids.size(); i++) {
            kind.put(plain, dictionary.value(ids.get(i)));
        }
        ids.clear();
    }

    private void appendPlain(int count) {
        for (int i = 0; i < count; i++) {
            kind.put(plain, gathered[i]);
        }
    }

    @Override
    int valueBytes() {
        return plain.size() + ids.size() * 2;
    }

    @Override
    BytesInput encodePage() throws IOException {
        if (!useDictionary) {
            return plain.content();
        }
        if (!dictionaryInUse && dictionary.size() > ids.size() * 3L / 4 && dictionary.size() > 16) {
            giveUpDictionary();
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
    }

    @Override
    void endDictionary(PageWriter target) throws IOException {
        if (dictionaryInUse) {
            for (int id = 0; id < dictionary.size(); id++) {
                kind.put(plain, dictionary.value(id));
            }
            target.writeDictionaryPage(new DictionaryPage(plain.content(), dictionary.size(), DICTIONARY));
            plain.clear();
        }
        dictionary.clear();
        dictionaryInUse = false;
        useDictionary = true;
        lastId = -1;
    }

    @Override
    Optional<Statistics<?>> statistics(int nullsInPage) {
        if (page.misleading()) {
            return Optional.empty();
        }
        Statistics<?> statistics = Statistics.createStats(column().getPrimitiveType());
        if (page.any()) {
            kind.update(statistics, page.min());
            kind.update(statistics, page.max());
        }
        statistics.incrementNumNulls(nullsInPage);
        return Optional.of(statistics);
    }

    @Override
    ColumnStatistics inFile() {
        OptionalLong nulls = OptionalLong.of(nullsInFile());
        if (file.misleading() || !file.any()) {
            return new ColumnStatistics(Optional.empty(), Optional.empty(), nulls);
        }
        return new ColumnStatistics(
                Optional.of(literal(file.min())), Optional.of(literal(file.max())), nulls, kind.floating());
    }

    private Literal literal(long bits) {
        if (type instanceof DataType.Decimal decimal) {
            return new Literal(BigDecimal.valueOf(bits, decimal.scale()));
        }
        return switch ((DataType.Primitive) type) {
            case DATE -> new Literal(LocalDate.ofEpochDay(bits));
            case TIMESTAMP -> new Literal(Micros.toInstant(bits));
            case TIMESTAMP_NTZ -> new Literal(Micros.toDateTime(bits));
            case FLOAT, DOUBLE -> new Literal(kind.toDouble(bits));
            default -> new Literal(bits);
        };
    }
}
