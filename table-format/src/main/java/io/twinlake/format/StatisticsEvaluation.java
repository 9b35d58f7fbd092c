package io.twinlake.format;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** What a predicate can be over a file's rows by its statistics; what they leave out could be anything. */
record StatisticsEvaluation(FileStatistics statistics, Schema schema) implements Predicate.Cases<Outcomes> {

    @Override
    public Outcomes always(boolean value) {
        return Outcomes.always(value);
    }

    @Override
    public Outcomes compare(Predicate.Compare predicate) {
        ColumnRef column = schema.column(predicate.column());
        return compare(column, predicate.operator(), Constants.of(column, predicate.literal()));
    }

    private Outcomes compare(ColumnRef column, Predicate.Operator operator, Constant constant) {
        ColumnStatistics known = statistics.column(column.path());
        Optional<Integer> min = known.min().map(constant::compareBound);
        Optional<Integer> max = known.max().map(constant::compareBound);
        boolean canBeLess = min.map(sign -> sign < 0).orElse(true);
        boolean nan = !known.boundsCoverNaN() && isFloating(column.type());
        boolean isNaN = constant instanceof Constant.Floating number && Double.isNaN(number.value());
        boolean canBeGreater = (nan && !isNaN) || max.map(sign -> sign > 0).orElse(true);
        boolean canBeEqual = (nan && isNaN)
                || (min.map(sign -> sign <= 0).orElse(true)
                        && max.map(sign -> sign >= 0).orElse(true));
        boolean value = !allNull(known);
        boolean unknown = canBeNull(known);
        Outcomes outcomes = switch (operator) {
            case EQUAL, NOT_EQUAL -> new Outcomes(canBeEqual, canBeLess || canBeGreater, unknown);
            case LESS, AT_LEAST -> new Outcomes(canBeLess, canBeEqual || canBeGreater, unknown);
            case GREATER, AT_MOST -> new Outcomes(canBeGreater, canBeEqual || canBeLess, unknown);
        };
        Outcomes possible =
                new Outcomes(value && outcomes.canBeTrue(), value && outcomes.canBeFalse(), outcomes.canBeUnknown());
        return switch (operator) {
            case NOT_EQUAL, AT_LEAST, AT_MOST -> possible.not();
            case EQUAL, LESS, GREATER -> possible;
        };
    }

    static boolean isFloating(DataType type) {
        return type == DataType.Primitive.FLOAT || type == DataType.Primitive.DOUBLE;
    }

    @Override
    public Outcomes in(Predicate.In predicate) {
        ColumnRef column = schema.column(predicate.column());
        return predicate.literals().stream()
                .map(literal -> compare(column, Predicate.Operator.EQUAL, Constants.of(column, literal)))
                .reduce(Outcomes.always(false), Outcomes::or);
    }

    @Override
    public Outcomes isNull(Predicate.IsNull predicate) {
        ColumnStatistics known =
                statistics.column(schema.column(predicate.column()).path());
        return new Outcomes(canBeNull(known), !allNull(known), false);
    }

    @Override
    public Outcomes startsWith(Predicate.StartsWith predicate) {
        ColumnRef column = schema.column(predicate.column());
        var prefix = new Constant.Bytes(predicate.prefix().getBytes(StandardCharsets.UTF_8));
        ColumnStatistics known = statistics.column(column.path());
        Optional<Integer> min = known.min().map(prefix::compareBeginning);
        Optional<Integer> max = known.max().map(prefix::compareBeginning);
        boolean value = !allNull(known);
        boolean outside = min.map(sign -> sign != 0).orElse(true)
                || max.map(sign -> sign != 0).orElse(true);
        boolean inside = min.map(sign -> sign <= 0).orElse(true)
                && max.map(sign -> sign >= 0).orElse(true);
        return new Outcomes(value && inside, value && outside, canBeNull(known));
    }

    @Override
    public Outcomes not(Predicate.Not predicate) {
        return predicate.predicate().match(this).not();
    }

    @Override
    public Outcomes and(Predicate.And predicate) {
        return predicate.predicates().stream()
                .map(part -> part.match(this))
                .reduce(Outcomes.always(true), Outcomes::and);
    }

    @Override
    public Outcomes or(Predicate.Or predicate) {
        return predicate.predicates().stream()
                .map(part -> part.match(this))
                .reduce(Outcomes.always(false), Outcomes::or);
    }

    private boolean canBeNull(ColumnStatistics known) {
        return known.nullCount().orElse(1) > 0;
    }

    private boolean allNull(ColumnStatistics known) {
        return known.nullCount().isPresent()
                && known.nullCount().getAsLong() >= statistics.rows().orElse(ColumnStatistics.ALL_ROWS);
    }
}
