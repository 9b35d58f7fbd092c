package io.twinlake.format;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.filter2.compat.FilterCompat;
import org.apache.parquet.filter2.predicate.FilterApi;
import org.apache.parquet.filter2.predicate.FilterPredicate;
import org.apache.parquet.hadoop.metadata.FileMetaData;
import org.apache.parquet.schema.MessageType;

/**
 * The part of a predicate that Parquet's own statistics can answer, and the columns that it needs. A row for which the
 * predicate is true is never left out; what can't be said in Parquet's terms is left to the caller.
 */
final class PushedFilter implements Predicate.Cases<Optional<FilterPredicate>> {

    private final Schema wanted;
    private final MessageType file;
    private final FileCalendar calendar;
    private final ColumnLookup lookup;
    private final Set<ColumnDescriptor> columns = new HashSet<>();
    private final FilterCompat.Filter compat;

    private PushedFilter(Predicate predicate, Schema wanted, ColumnLookup lookup, FileMetaData metadata) {
        this.wanted = wanted;
        this.lookup = lookup;
        this.file = metadata.getSchema();
        this.calendar = FileCalendar.of(metadata.getKeyValueMetaData());
        this.compat = predicate
                .match(this)
                .<FilterCompat.Filter>map(FilterCompat::get)
                .orElse(FilterCompat.NOOP);
    }

    static PushedFilter of(Predicate predicate, Schema wanted, ColumnLookup lookup, FileMetaData metadata) {
        return new PushedFilter(predicate, wanted, lookup, metadata);
    }

    FilterCompat.Filter compat() {
        return compat;
    }

    Set<ColumnDescriptor> columns() {
        return columns;
    }

    /** The file's column if it is in no array or map and its name can be said to Parquet. */
    private Optional<PushedColumn> column(ColumnRef ref) {
        Optional<ColumnDescriptor> column = lookup.path(file, wanted, ref)
                .filter(path -> path.stream().noneMatch(name -> name.contains(".")))
                .flatMap(this::flatColumn);
        column.ifPresent(columns::add);
        return column.flatMap(stored -> PushedColumn.of(stored, ref.type(), calendar));
    }

    private Optional<ColumnDescriptor> flatColumn(List<String> path) {
        return file.getColumns().stream()
                .filter(column -> List.of(column.getPath()).equals(path) && column.getMaxRepetitionLevel() == 0)
                .findFirst();
    }

    @Override
    public Optional<FilterPredicate> always(boolean value) {
        return Optional.empty();
    }

    @Override
    public Optional<FilterPredicate> compare(Predicate.Compare predicate) {
        ColumnRef ref = wanted.column(predicate.column());
        return column(ref)
                .flatMap(column -> column.compare(predicate.operator(), Constants.of(ref, predicate.literal())));
    }

    @Override
    public Optional<FilterPredicate> in(Predicate.In predicate) {
        List<Predicate> parts = predicate.literals().stream()
                .<Predicate>map(literal -> new Predicate.Compare(predicate.column(), Predicate.Operator.EQUAL, literal))
                .toList();
        return or(new Predicate.Or(parts));
    }

    @Override
    public Optional<FilterPredicate> isNull(Predicate.IsNull predicate) {
        return column(wanted.column(predicate.column())).map(PushedColumn::isNull);
    }

    @Override
    public Optional<FilterPredicate> startsWith(Predicate.StartsWith predicate) {
        return compare(
                new Predicate.Compare(predicate.column(), Predicate.Operator.AT_LEAST, Literal.of(predicate.prefix())));
    }

    @Override
    public Optional<FilterPredicate> not(Predicate.Not predicate) {
        return predicate.predicate() instanceof Predicate.IsNull negated
                ? column(wanted.column(negated.column())).map(PushedColumn::isNotNull)
                : Optional.empty();
    }

    @Override
    public Optional<FilterPredicate> and(Predicate.And predicate) {
        return predicate.predicates().stream()
                .flatMap(part -> part.match(this).stream())
                .reduce(FilterApi::and);
    }

    @Override
    public Optional<FilterPredicate> or(Predicate.Or predicate) {
        List<FilterPredicate> parts = predicate.predicates().stream()
                .flatMap(part -> part.match(this).stream())
                .toList();
        boolean whole = parts.size() == predicate.predicates().size();
        return whole ? parts.stream().reduce(FilterApi::or) : Optional.empty();
    }
}
