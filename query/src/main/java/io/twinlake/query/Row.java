package io.twinlake.query;

import io.twinlake.format.RowBatch;
import io.twinlake.format.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One row of a batch, its values as Java objects: for output and for callers that need few of them. A row is a view:
 * it is good for as long as its batch is.
 *
 * <p>Values by type: boolean Boolean · byte, short, integer Integer · long Long · float Float · double Double · decimal
 * BigDecimal · string String · binary byte[] · date LocalDate · timestamp Instant · timestamp_ntz LocalDateTime ·
 * struct {@code Map<String, Optional<Object>>} in order of fields · array {@code List<Optional<Object>>} · map
 * {@code Map<Object, Optional<Object>>} · variant {@link io.twinlake.format.VariantValue}; null is an empty Optional.
 *
 * @param position of the row in the batch, from 0
 */
public record Row(RowBatch batch, int position) {

    public Row {
        if (position < 0 || position >= batch.rows()) {
            throw new IllegalArgumentException("row " + position + " of a batch of " + batch.rows() + " rows");
        }
    }

    /** The rows of a batch, in order. */
    public static Stream<Row> of(RowBatch batch) {
        return Stream.iterate(0, row -> row < batch.rows(), row -> row + 1).map(row -> new Row(batch, row));
    }

    public Schema schema() {
        return batch.schema();
    }

    /** The value in a column; empty where it is null. */
    public Optional<Object> value(int column) {
        return Optional.ofNullable(Values.of(batch.column(column), position));
    }

    /** The value in the column of that name, ignoring case; empty where it is null. */
    public Optional<Object> value(String column) {
        return value(Columns.position(batch.schema(), column));
    }

    /** All values in order of columns. */
    public List<Optional<Object>> values() {
        List<Optional<Object>> values = new ArrayList<>(batch.schema().size());
        for (int column = 0; column < batch.schema().size(); column++) {
            values.add(value(column));
        }
        return values;
    }
}
