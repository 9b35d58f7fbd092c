package io.twinlake.format;

import io.twinlake.format.Predicate.Operator;
import io.twinlake.format.StatisticsColumns.Part;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Of a file's statistics: whether a predicate may have an outcome in some row of it.
 *
 * @param outcome true or false; a row for which the predicate is unknown has neither
 */
record MayMatch(Schema data, StatisticsColumns columns, boolean outcome) implements Predicate.Cases<Predicate> {

    private static final Predicate FALSE = new Predicate.Always(false);

    @Override
    public Predicate always(boolean value) {
        return value == outcome ? Predicate.TRUE : FALSE;
    }

    @Override
    public Predicate not(Predicate.Not predicate) {
        return predicate.predicate().match(new MayMatch(data, columns, !outcome));
    }

    @Override
    public Predicate and(Predicate.And predicate) {
        List<Predicate> parts = each(predicate.predicates(), part -> part.match(this));
        return outcome ? all(parts) : any(parts);
    }

    @Override
    public Predicate or(Predicate.Or predicate) {
        List<Predicate> parts = each(predicate.predicates(), part -> part.match(this));
        return outcome ? any(parts) : all(parts);
    }

    @Override
    public Predicate in(Predicate.In predicate) {
        List<Predicate> parts = each(
                predicate.literals(),
                literal -> compare(new Predicate.Compare(predicate.column(), Operator.EQUAL, literal)));
        return outcome ? any(parts) : all(parts);
    }

    @Override
    public Predicate isNull(Predicate.IsNull predicate) {
        ColumnRef ref = ColumnRef.of(predicate.column(), data);
        Optional<Predicate> isNull = columns.column(Part.NULL_COUNT, ref.path())
                .map(nulls -> unlessKnown(nulls, Predicate.not(Predicate.atMost(nulls, 0L))))
                .or(() -> columns.column(Part.VALUE, ref.path()).map(Predicate.IsNull::new));
        return outcome ? isNull.orElse(Predicate.TRUE) : Predicate.TRUE;
    }

    @Override
    public Predicate startsWith(Predicate.StartsWith predicate) {
        ColumnRef ref = ColumnRef.of(predicate.column(), data);
        Literal prefix = new Literal(predicate.prefix());
        Predicate value = columns.column(Part.VALUE, ref.path())
                .map(column -> unlessKnown(column, new Predicate.StartsWith(column, predicate.prefix())))
                .orElse(Predicate.TRUE);
        Predicate min = columns.column(Part.MIN, ref.path())
                .map(column -> unlessKnown(
                        column,
                        Predicate.or(
                                new Predicate.Compare(column, Operator.AT_MOST, prefix),
                                new Predicate.StartsWith(column, predicate.prefix()))))
                .orElse(Predicate.TRUE);
        Predicate max = bound(ref, Part.MAX, Operator.AT_LEAST, prefix);
        return outcome ? all(List.of(value, min, max)) : Predicate.TRUE;
    }

    @Override
    public Predicate compare(Predicate.Compare predicate) {
        ColumnRef ref = ColumnRef.of(predicate.column(), data);
        Literal literal = predicate.literal();
        Operator operator = outcome ? predicate.operator() : negated(predicate.operator());
        return all(List.of(bound(ref, Part.VALUE, operator, literal), bounds(ref, operator, literal)));
    }

    private Predicate bounds(ColumnRef ref, Operator operator, Literal literal) {
        return switch (operator) {
            case EQUAL ->
                all(List.of(
                        bound(ref, Part.MIN, Operator.AT_MOST, literal),
                        bound(ref, Part.MAX, Operator.AT_LEAST, literal)));
            case NOT_EQUAL ->
                any(List.of(
                        bound(ref, Part.MIN, Operator.NOT_EQUAL, literal),
                        bound(ref, Part.MAX, Operator.NOT_EQUAL, literal)));
            case LESS, AT_MOST -> bound(ref, Part.MIN, operator, literal);
            case GREATER, AT_LEAST -> bound(ref, Part.MAX, operator, literal);
        };
    }

    private Predicate bound(ColumnRef ref, Part part, Operator operator, Literal literal) {
        Literal constant = part == Part.MAX ? lowered(ref, literal) : literal;
        return columns.column(part, ref.path())
                .map(column -> unlessKnown(column, comparison(ref, part, column, operator, constant)))
                .orElse(Predicate.TRUE);
    }

    /** A lower bound that is not a number may be the end of a comparison with one that was none: it says nothing. */
    private static Predicate comparison(ColumnRef ref, Part part, String column, Operator operator, Literal literal) {
        Predicate comparison = new Predicate.Compare(column, operator, literal);
        boolean isFloating = ref.type() == DataType.Primitive.FLOAT || ref.type() == DataType.Primitive.DOUBLE;
        return part == Part.MIN && isFloating
                ? Predicate.or(comparison, Predicate.equal(column, Double.NaN))
                : comparison;
    }

    private static Literal lowered(ColumnRef ref, Literal literal) {
        boolean isTime = ref.type() == DataType.Primitive.TIMESTAMP || ref.type() == DataType.Primitive.TIMESTAMP_NTZ;
        if (!isTime || !(Constants.of(ref, literal) instanceof Constant.Whole time)) {
            return literal;
        }
        return new Literal(Instant.EPOCH.plus(time.value(), ChronoUnit.MICROS).minusMillis(1));
    }

    /** Where nothing is known, anything may be. */
    private static Predicate unlessKnown(String column, Predicate known) {
        return Predicate.or(new Predicate.IsNull(column), known);
    }

    private static Operator negated(Operator operator) {
        return switch (operator) {
            case EQUAL -> Operator.NOT_EQUAL;
            case NOT_EQUAL -> Operator.EQUAL;
            case LESS -> Operator.AT_LEAST;
            case AT_LEAST -> Operator.LESS;
            case GREATER -> Operator.AT_MOST;
            case AT_MOST -> Operator.GREATER;
        };
    }

    private static <T> List<Predicate> each(List<T> parts, Function<T, Predicate> part) {
        return parts.stream().map(part).toList();
    }

    private static Predicate all(List<Predicate> parts) {
        List<Predicate> telling = new ArrayList<>(parts);
        telling.removeIf(Predicate.TRUE::equals);
        return telling.isEmpty() ? Predicate.TRUE : telling.size() == 1 ? telling.get(0) : new Predicate.And(telling);
    }

    private static Predicate any(List<Predicate> parts) {
        return parts.contains(Predicate.TRUE) ? Predicate.TRUE : new Predicate.Or(parts);
    }
}
