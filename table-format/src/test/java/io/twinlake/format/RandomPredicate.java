package io.twinlake.format;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Seeded predicates over a batch, mostly with literals that are in it or near to what is. */
final class RandomPredicate {

    private final RowBatch batch;
    private final Random random;

    private RandomPredicate(RowBatch batch, Random random) {
        this.batch = batch;
        this.random = random;
    }

    static Predicate of(RowBatch batch, Random random) {
        return new RandomPredicate(batch, random).predicate(2);
    }

    private Predicate predicate(int depth) {
        return switch (depth == 0 ? 3 + random.nextInt(4) : random.nextInt(7)) {
            case 0 -> Predicate.not(predicate(depth - 1));
            case 1 -> Predicate.and(predicate(depth - 1), predicate(depth - 1));
            case 2 -> Predicate.or(predicate(depth - 1), predicate(depth - 1));
            default -> leaf();
        };
    }

    private Predicate leaf() {
        int column = random.nextInt(batch.schema().size());
        Field field = batch.schema().field(column);
        if (field.type() instanceof DataType.Struct) {
            return Predicate.equal("s.a.b", random.nextInt(3));
        }
        if (random.nextInt(6) == 0) {
            return new Predicate.IsNull(field.name());
        }
        ColumnVector vector = batch.column(column);
        Literal one = literal(vector, random.nextInt(batch.rows()));
        if (field.type() == DataType.Primitive.STRING && random.nextInt(3) == 0) {
            String text = (String) one.value();
            return new Predicate.StartsWith(
                    field.name(),
                    text.substring(0, text.offsetByCodePoints(0, Math.min(1, text.codePointCount(0, text.length())))));
        }
        if (random.nextInt(5) == 0) {
            return new Predicate.In(field.name(), List.of(one, literal(vector, random.nextInt(batch.rows()))));
        }
        var operators = Predicate.Operator.values();
        return new Predicate.Compare(field.name(), operators[random.nextInt(operators.length)], one);
    }

    private Literal literal(ColumnVector vector, int row) {
        @Nullable Object value = Rows.value(vector, row);
        long nudge = random.nextInt(3) - 1L;
        if (vector.type() instanceof DataType.Decimal decimal) {
            return Literal.of(
                    value == null
                            ? BigDecimal.ZERO
                            : ((BigDecimal) value).add(BigDecimal.valueOf(nudge, decimal.scale())));
        }
        return switch ((DataType.Primitive) vector.type()) {
            case BOOLEAN -> Literal.of(random.nextBoolean());
            case STRING -> Literal.of(value == null ? "m" : value);
            case BINARY -> Literal.of(value == null ? new byte[] {1} : ((BytesVector) vector).get(row));
            case FLOAT, DOUBLE -> Literal.of(value == null ? 0.5 : ((Number) value).doubleValue() + nudge);
            case DATE -> Literal.of(LocalDate.ofEpochDay(value == null ? 0 : (Integer) value + nudge));
            case TIMESTAMP -> Literal.of(Micros.toInstant(value == null ? 0 : (Long) value + nudge));
            case TIMESTAMP_NTZ -> Literal.of(Micros.toDateTime(value == null ? 0 : (Long) value + nudge));
            default -> Literal.of(value == null ? 0L : ((Number) value).longValue() + nudge);
        };
    }
}
