package io.twinlake.differential;

import io.delta.kernel.expressions.And;
import io.delta.kernel.expressions.Column;
import io.delta.kernel.expressions.Expression;
import io.delta.kernel.expressions.Literal;
import io.delta.kernel.expressions.Or;
import io.delta.kernel.expressions.Predicate;
import io.twinlake.format.DataType;
import io.twinlake.format.DataType.Primitive;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;

/**
 * A predicate of ours in Kernel's words. Kernel compares values of one type only.
 *
 * @param types of the columns, by path
 */
record KernelPredicate(Map<String, DataType> types) implements io.twinlake.format.Predicate.Cases<Predicate> {

    @Override
    public Predicate always(boolean value) {
        return new Predicate(value ? "ALWAYS_TRUE" : "ALWAYS_FALSE", List.of());
    }

    @Override
    public Predicate compare(io.twinlake.format.Predicate.Compare predicate) {
        Expression column = column(predicate.column());
        Expression value = literal(predicate.column(), predicate.literal());
        String sign = SqlText.sign(predicate.operator()).strip();
        return sign.equals("<>") ? not(new Predicate("=", column, value)) : new Predicate(sign, column, value);
    }

    @Override
    public Predicate in(io.twinlake.format.Predicate.In predicate) {
        List<Expression> operands = new ArrayList<>(List.of(column(predicate.column())));
        predicate.literals().forEach(literal -> operands.add(literal(predicate.column(), literal)));
        return new Predicate("IN", operands);
    }

    @Override
    public Predicate isNull(io.twinlake.format.Predicate.IsNull predicate) {
        return new Predicate("IS_NULL", column(predicate.column()));
    }

    @Override
    public Predicate startsWith(io.twinlake.format.Predicate.StartsWith predicate) {
        return new Predicate("STARTS_WITH", column(predicate.column()), Literal.ofString(predicate.prefix()));
    }

    @Override
    public Predicate not(io.twinlake.format.Predicate.Not predicate) {
        return not(predicate.predicate().match(this));
    }

    @Override
    public Predicate and(io.twinlake.format.Predicate.And predicate) {
        return joined(predicate.predicates(), And::new);
    }

    @Override
    public Predicate or(io.twinlake.format.Predicate.Or predicate) {
        return joined(predicate.predicates(), Or::new);
    }

    private Predicate joined(List<io.twinlake.format.Predicate> predicates, BinaryOperator<Predicate> both) {
        return predicates.stream().map(each -> each.match(this)).reduce(both).orElseThrow();
    }

    private static Predicate not(Predicate predicate) {
        return new Predicate("NOT", predicate);
    }

    private static Column column(String path) {
        return new Column(path.split("\\."));
    }

    private Literal literal(String column, io.twinlake.format.Literal literal) {
        DataType type = types.get(column);
        Object value = literal.value();
        if (type instanceof DataType.Decimal decimal) {
            return Literal.ofDecimal((BigDecimal) value, decimal.precision(), decimal.scale());
        }
        return switch ((Primitive) type) {
            case BOOLEAN -> Literal.ofBoolean((Boolean) value);
            case BYTE -> Literal.ofByte(((Long) value).byteValue());
            case SHORT -> Literal.ofShort(((Long) value).shortValue());
            case INTEGER -> Literal.ofInt(((Long) value).intValue());
            case LONG -> Literal.ofLong((Long) value);
            case FLOAT -> Literal.ofFloat(((Double) value).floatValue());
            case DOUBLE -> Literal.ofDouble((Double) value);
            case STRING -> Literal.ofString((String) value);
            case BINARY -> Literal.ofBinary((byte[]) value);
            case DATE -> Literal.ofDate(Math.toIntExact(((LocalDate) value).toEpochDay()));
            case TIMESTAMP -> Literal.ofTimestamp(micros((Instant) value));
            case TIMESTAMP_NTZ -> Literal.ofTimestampNtz(micros(((LocalDateTime) value).toInstant(ZoneOffset.UTC)));
            case VARIANT, VOID -> throw new IllegalArgumentException("nothing is compared with a " + type);
        };
    }

    private static long micros(Instant time) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, time);
    }
}
