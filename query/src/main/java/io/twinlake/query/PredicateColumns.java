package io.twinlake.query;

import io.twinlake.format.Predicate;
import java.util.List;
import java.util.stream.Stream;

/** The columns that a predicate reads, by path. */
final class PredicateColumns implements Predicate.Cases<Stream<String>> {

    private PredicateColumns() {}

    static List<String> of(Predicate predicate) {
        return predicate.match(new PredicateColumns()).distinct().toList();
    }

    @Override
    public Stream<String> always(boolean value) {
        return Stream.empty();
    }

    @Override
    public Stream<String> compare(Predicate.Compare predicate) {
        return Stream.of(predicate.column());
    }

    @Override
    public Stream<String> in(Predicate.In predicate) {
        return Stream.of(predicate.column());
    }

    @Override
    public Stream<String> isNull(Predicate.IsNull predicate) {
        return Stream.of(predicate.column());
    }

    @Override
    public Stream<String> startsWith(Predicate.StartsWith predicate) {
        return Stream.of(predicate.column());
    }

    @Override
    public Stream<String> not(Predicate.Not predicate) {
        return predicate.predicate().match(this);
    }

    @Override
    public Stream<String> and(Predicate.And predicate) {
        return predicate.predicates().stream().flatMap(part -> part.match(this));
    }

    @Override
    public Stream<String> or(Predicate.Or predicate) {
        return predicate.predicates().stream().flatMap(part -> part.match(this));
    }
}
