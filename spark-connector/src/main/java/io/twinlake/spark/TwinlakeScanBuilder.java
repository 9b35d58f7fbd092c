package io.twinlake.spark;

import org.apache.spark.sql.connector.expressions.aggregate.AggregateFunc;
import org.apache.spark.sql.connector.expressions.aggregate.Aggregation;
import org.apache.spark.sql.connector.expressions.aggregate.CountStar;
import org.apache.spark.sql.connector.expressions.filter.Predicate;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.connector.read.SupportsPushDownAggregates;
import org.apache.spark.sql.connector.read.SupportsPushDownRequiredColumns;
import org.apache.spark.sql.connector.read.SupportsPushDownV2Filters;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/** Takes down what Spark says of columns and conditions, then fixes the scan. */
final class TwinlakeScanBuilder
        implements SupportsPushDownRequiredColumns, SupportsPushDownV2Filters, SupportsPushDownAggregates {

    private final ResolvedTable table;
    private final CaseInsensitiveStringMap options;
    private StructType columns;
    private Predicate[] predicates = new Predicate[0];
    private boolean countOnly;

    TwinlakeScanBuilder(ResolvedTable table, CaseInsensitiveStringMap options) {
        this.table = table;
        this.options = options;
        this.columns = table.structure();
    }

    @Override
    public void pruneColumns(StructType requiredSchema) {
        columns = requiredSchema;
    }

    /** All of them help to skip files and row groups, none decides over a row: Spark keeps them all. */
    @Override
    public Predicate[] pushPredicates(Predicate[] conditions) {
        predicates = conditions.clone();
        return conditions;
    }

    @Override
    public Predicate[] pushedPredicates() {
        return predicates.clone();
    }

    @Override
    public boolean supportCompletePushDown(Aggregation aggregation) {
        return isCountOfAll(aggregation);
    }

    /** {@code count(*)} of the whole table is in the log, if every file's entry there says its rows. */
    @Override
    public boolean pushAggregation(Aggregation aggregation) {
        countOnly = isCountOfAll(aggregation) && wholeTable().rows().isPresent();
        return countOnly;
    }

    private RowCount wholeTable() {
        return RowCount.of(table.snapshot(), table.snapshot().files());
    }

    private boolean isCountOfAll(Aggregation aggregation) {
        AggregateFunc[] functions = aggregation.aggregateExpressions();
        return predicates.length == 0
                && aggregation.groupByExpressions().length == 0
                && functions.length == 1
                && functions[0] instanceof CountStar;
    }

    @Override
    public Scan build() {
        if (countOnly) {
            ReadOptions.requireOfBatch(options);
            return new CountScan(table.name(), wholeTable().rows().orElseThrow());
        }
        return new TwinlakeScan(table, columns, predicates, options);
    }
}
