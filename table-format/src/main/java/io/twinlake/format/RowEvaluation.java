package io.twinlake.format;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** What a predicate is for each row of a batch: a byte a row. */
record RowEvaluation(RowBatch batch) implements Predicate.Cases<byte[]> {

    /** In this order the lesser wins an AND, the greater an OR, and NOT is what is left to {@link #TRUE}. */
    static final byte FALSE = 0;

    static final byte UNKNOWN = 1;
    static final byte TRUE = 2;

    @Override
    public byte[] always(boolean value) {
        byte[] result = new byte[batch.rows()];
        Arrays.fill(result, value ? TRUE : FALSE);
        return result;
    }

    /** Whether a row's value, which is not null, fulfils a condition. */
    @FunctionalInterface
    private interface Test {
        boolean holds(int row);
    }

    private byte[] each(ColumnVector column, Test test) {
        byte[] result = new byte[batch.rows()];
        for (int row = 0; row < result.length; row++) {
            result[row] = column.isNull(row) ? UNKNOWN : test.holds(row) ? TRUE : FALSE;
        }
        return result;
    }

    @Override
    public byte[] compare(Predicate.Compare predicate) {
        ColumnRef ref = batch.schema().column(predicate.column());
        Constant constant = Constants.of(ref, predicate.literal());
        ColumnVector column = ref.in(batch);
        return switch (predicate.operator()) {
            case EQUAL -> each(column, row -> constant.compareRow(column, row) == 0);
            case NOT_EQUAL -> each(column, row -> constant.compareRow(column, row) != 0);
            case LESS -> each(column, row -> constant.compareRow(column, row) < 0);
            case AT_MOST -> each(column, row -> constant.compareRow(column, row) <= 0);
            case GREATER -> each(column, row -> constant.compareRow(column, row) > 0);
            case AT_LEAST -> each(column, row -> constant.compareRow(column, row) >= 0);
        };
    }

    @Override
    public byte[] in(Predicate.In predicate) {
        ColumnRef ref = batch.schema().column(predicate.column());
        List<Constant> constants = predicate.literals().stream()
                .map(literal -> Constants.of(ref, literal))
                .toList();
        if (constants.isEmpty()) {
            return always(false);
        }
        ColumnVector column = ref.in(batch);
        return each(column, row -> constants.stream().anyMatch(constant -> constant.compareRow(column, row) == 0));
    }

    @Override
    public byte[] isNull(Predicate.IsNull predicate) {
        ColumnVector column = batch.schema().column(predicate.column()).in(batch);
        byte[] result = new byte[batch.rows()];
        for (int row = 0; row < result.length; row++) {
            result[row] = column.isNull(row) ? TRUE : FALSE;
        }
        return result;
    }

    @Override
    public byte[] startsWith(Predicate.StartsWith predicate) {
        BytesVector column =
                (BytesVector) batch.schema().column(predicate.column()).in(batch);
        var prefix = new Constant.Bytes(predicate.prefix().getBytes(StandardCharsets.UTF_8));
        return each(column, row -> prefix.begins(column, row));
    }

    @Override
    public byte[] not(Predicate.Not predicate) {
        byte[] result = predicate.predicate().match(this);
        for (int row = 0; row < result.length; row++) {
            result[row] = (byte) (TRUE - result[row]);
        }
        return result;
    }

    @Override
    public byte[] and(Predicate.And predicate) {
        byte[] result = always(true);
        for (Predicate part : predicate.predicates()) {
            byte[] other = part.match(this);
            for (int row = 0; row < result.length; row++) {
                result[row] = (byte) Math.min(result[row], other[row]);
            }
        }
        return result;
    }

    @Override
    public byte[] or(Predicate.Or predicate) {
        byte[] result = always(false);
        for (Predicate part : predicate.predicates()) {
            byte[] other = part.match(this);
            for (int row = 0; row < result.length; row++) {
                result[row] = (byte) Math.max(result[row], other[row]);
            }
        }
        return result;
    }
}
