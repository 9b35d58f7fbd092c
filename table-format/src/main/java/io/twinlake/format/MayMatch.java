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
        ColumnRef ref = data.column(predicate.column());
        Optional<Predicate> isNull = columns.column(Part.NULL_COUNT, ref.path())
                .map(nulls -> unlessKnown(nulls, Predicate.not(Predicate.atMost(nulls, 0L))))
                .or(() -> columns.column(Part.VALUE, ref.path()).map(Predicate.IsNull::new));
        return outcome ? isNull.orElse(Predicate.TRUE) : Predicate.TRUE;
    }

    @Override
    public Predicate startsWith(Predicate.StartsWith predicate) {
        ColumnRef ref = data.column(predicate.column());
        Literal prefix = new Literal(predicate.prefix());
        Predicate value = columns.column(Part.VALUE, ref.path())
                .map(column -> unlessKnown(column, new Predicate.StartsWith(column, predicate.prefix())))
                .orElse(Predicate.TRUE);
        Predicate min = columns.column(Part.MIN, ref.path())
                .map(column -> unlessKnown(
                        column,
                        Predicate.or(
                                new Predicate.Compare(
                                        column,
                                        Operator.AT_MOST,
                                        believed(ref).reachingDown(prefix, constant(ref, prefix))),
                                new Predicate.StartsWith(column, predicate.prefix()))))
                .orElse(Predicate.TRUE);
        Predicate max = upper(ref, Operator.AT_LEAST, prefix);
        return outcome ? all(List.of(value, min, max)) : Predicate.TRUE;
    }

    @Override
    public Predicate compare(Predicate.Compare predicate) {
        ColumnRef ref = data.column(predicate.column());
        Literal literal = predicate.literal();
        Operator operator =
                outcome ? predicate.operator() : predicate.operator().negated();
        return all(List.of(value(ref, operator, literal), bounds(ref, operator, literal)));
    }

    /** The value of a whole file is as doubtful as a bound: it was parsed by whoever typed it. */
    private Predicate value(ColumnRef ref, Operator operator, Literal literal) {
        Literal least = inAnyZone(ref, believed(ref).reachingUp(literal, constant(ref, literal)), -1);
        Literal greatest = inAnyZone(ref, believed(ref).reachingDown(literal, constant(ref, literal)), 1);
        if (least.equals(greatest)) {
            return known(ref, Part.VALUE, operator, literal);
        }
        return switch (operator) {
            case EQUAL ->
                all(List.of(
                        known(ref, Part.VALUE, Operator.AT_LEAST, least),
                        known(ref, Part.VALUE, Operator.AT_MOST, greatest)));
            case NOT_EQUAL -> Predicate.TRUE;
            case LESS, AT_MOST -> known(ref, Part.VALUE, operator, greatest);
            case GREATER, AT_LEAST -> known(ref, Part.VALUE, operator, least);
        };
    }

    /** A text without zone, as partitions have them, is read in the zone of whoever reads it. */
    private static Literal inAnyZone(ColumnRef ref, Literal literal, int days) {
        return ref.type() == DataType.Primitive.TIMESTAMP && literal.value() instanceof Instant time
                ? new Literal(time.plus(days, ChronoUnit.DAYS))
                : literal;
    }

    private Predicate bounds(ColumnRef ref, Operator operator, Literal literal) {
        return switch (operator) {
            case EQUAL -> all(List.of(lower(ref, operator, literal), upper(ref, operator, literal)));
            case NOT_EQUAL -> any(List.of(lower(ref, operator, literal), upper(ref, operator, literal)));
            case LESS, AT_MOST -> lower(ref, operator, literal);
            case GREATER, AT_LEAST -> upper(ref, operator, literal);
        };
    }

    /** A lower bound that is not a number may be the end of a comparison with one that was none: it says nothing. */
    private Predicate lower(ColumnRef ref, Operator operator, Literal literal) {
        Operator reaches = operator == Operator.EQUAL
                ? Operator.AT_MOST
                : operator == Operator.NOT_EQUAL ? Operator.LESS : operator;
        Literal believed = believed(ref).reachingDown(literal, constant(ref, literal));
        Predicate known = known(ref, Part.MIN, reaches, believed);
        return StatisticsEvaluation.isFloating(ref.type()) && !known.equals(Predicate.TRUE)
                ? Predicate.or(known, known(ref, Part.MIN, Operator.EQUAL, new Literal(Double.NaN)))
                : known;
    }

    /** Beyond an upper bound there may be a NaN, unless the file's bounds are known to cover it. */
    private Predicate upper(ColumnRef ref, Operator operator, Literal literal) {
        Operator reaches = operator == Operator.EQUAL
                ? Operator.AT_LEAST
                : operator == Operator.NOT_EQUAL ? Operator.GREATER : operator;
        Constant constant = constant(ref, literal);
        Predicate known = known(ref, Part.MAX, reaches, believed(ref).reachingUp(literal, constant));
        if (!StatisticsEvaluation.isFloating(ref.type()) || !isTrueOfNaN(operator, constant)) {
            return known;
        }
        return columns.column(Part.BOUNDS_COVER_NAN, ref.path())
                .map(covers -> any(List.of(unlessKnown(covers, Predicate.equal(covers, false)), known)))
                .orElse(Predicate.TRUE);
    }

    private static boolean isTrueOfNaN(Operator operator, Constant constant) {
        boolean isNaN = constant instanceof Constant.Floating number && Double.isNaN(number.value());
        return switch (operator) {
            case EQUAL, AT_MOST -> isNaN;
            case NOT_EQUAL, GREATER -> !isNaN;
            case AT_LEAST -> true;
            case LESS -> false;
        };
    }

    private Predicate known(ColumnRef ref, Part part, Operator operator, Literal literal) {
        return columns.column(part, ref.path())
                .map(column -> unlessKnown(column, new Predicate.Compare(column, operator, literal)))
                .orElse(Predicate.TRUE);
    }

    private static Constant constant(ColumnRef ref, Literal literal) {
        return Constants.of(ref, literal);
    }

    private BelievedBound believed(ColumnRef ref) {
        return BelievedBound.of(ref.field(data));
    }

    /** Where nothing is known, anything may be. */
    private static Predicate unlessKnown(String column, Predicate known) {
        return Predicate.or(new Predicate.IsNull(column), known);
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
