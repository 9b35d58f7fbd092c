package io.twinlake.format;

import java.util.List;

/** Checks a predicate against a schema and writes its columns as the schema does. */
record Resolution(Schema schema) implements Predicate.Cases<Predicate> {

    @Override
    public Predicate always(boolean value) {
        return new Predicate.Always(value);
    }

    @Override
    public Predicate compare(Predicate.Compare predicate) {
        ColumnRef column = schema.column(predicate.column());
        Constants.of(column, predicate.literal());
        return new Predicate.Compare(column.name(), predicate.operator(), predicate.literal());
    }

    @Override
    public Predicate in(Predicate.In predicate) {
        ColumnRef column = schema.column(predicate.column());
        predicate.literals().forEach(literal -> Constants.of(column, literal));
        return new Predicate.In(column.name(), predicate.literals());
    }

    @Override
    public Predicate isNull(Predicate.IsNull predicate) {
        return new Predicate.IsNull(schema.column(predicate.column()).name());
    }

    @Override
    public Predicate startsWith(Predicate.StartsWith predicate) {
        ColumnRef column = schema.column(predicate.column());
        if (column.type() != DataType.Primitive.STRING) {
            throw new IllegalArgumentException("column '" + column.name() + "' is " + SchemaJson.describe(column.type())
                    + "; only strings have a beginning");
        }
        return new Predicate.StartsWith(column.name(), predicate.prefix());
    }

    @Override
    public Predicate not(Predicate.Not predicate) {
        return new Predicate.Not(predicate.predicate().match(this));
    }

    @Override
    public Predicate and(Predicate.And predicate) {
        return new Predicate.And(all(predicate.predicates()));
    }

    @Override
    public Predicate or(Predicate.Or predicate) {
        return new Predicate.Or(all(predicate.predicates()));
    }

    private List<Predicate> all(List<Predicate> parts) {
        return parts.stream().map(part -> part.match(this)).toList();
    }
}
