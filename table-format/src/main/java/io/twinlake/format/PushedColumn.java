package io.twinlake.format;

import java.util.Optional;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.filter2.predicate.FilterApi;
import org.apache.parquet.filter2.predicate.FilterPredicate;
import org.apache.parquet.filter2.predicate.Operators.Column;
import org.apache.parquet.filter2.predicate.Operators.SupportsEqNotEq;
import org.apache.parquet.filter2.predicate.Operators.SupportsLtGt;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DateLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.StringLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/**
 * A column whose stored values are ordered as the wanted ones, so that Parquet can compare them.
 *
 * @param name its path with dots
 * @param least the least whole number that values can be compared with as they are stored
 */
record PushedColumn(String name, PrimitiveTypeName stored, long least) {

    /** A time that is counted in the old way is less than a day from the same one, beside the ten days of 1582. */
    private static final long AMONG_TIMES_ALIKE = OldCalendar.FIRST_MICROS + 2 * Micros.PER_DAY;

    static Optional<PushedColumn> of(ColumnDescriptor column, DataType wanted, FileCalendar calendar) {
        PrimitiveType stored = column.getPrimitiveType();
        return wanted instanceof DataType.Primitive type && isOrderedAlike(stored, type)
                ? Optional.of(new PushedColumn(
                        String.join(".", column.getPath()),
                        stored.getPrimitiveTypeName(),
                        calendar.isOld() ? leastAlike(type) : Long.MIN_VALUE))
                : Optional.empty();
    }

    /** A value that is counted in the old way is less than this if, and only if, the one that it means is. */
    private static long leastAlike(DataType.Primitive wanted) {
        return switch (wanted) {
            case DATE -> OldCalendar.FIRST_DAY;
            case TIMESTAMP -> AMONG_TIMES_ALIKE;
            default -> Long.MIN_VALUE;
        };
    }

    /** A column that has been widened to another kind of value is not compared: its numbers mean something else. */
    private static boolean isOrderedAlike(PrimitiveType stored, DataType.Primitive wanted) {
        LogicalTypeAnnotation annotation = stored.getLogicalTypeAnnotation();
        boolean plain =
                annotation == null || (annotation instanceof IntLogicalTypeAnnotation number && number.isSigned());
        return switch (wanted) {
            case BYTE, SHORT, INTEGER, LONG ->
                plain
                        && (stored.getPrimitiveTypeName() == PrimitiveTypeName.INT32
                                || stored.getPrimitiveTypeName() == PrimitiveTypeName.INT64);
            case DATE -> annotation instanceof DateLogicalTypeAnnotation;
            case TIMESTAMP, TIMESTAMP_NTZ ->
                annotation instanceof TimestampLogicalTypeAnnotation time && time.getUnit() == TimeUnit.MICROS;
            case STRING -> annotation instanceof StringLogicalTypeAnnotation;
            default -> false;
        };
    }

    FilterPredicate isNull() {
        return switch (stored) {
            case INT32 -> FilterApi.eq(FilterApi.intColumn(name), null);
            case INT64 -> FilterApi.eq(FilterApi.longColumn(name), null);
            default -> FilterApi.eq(FilterApi.binaryColumn(name), null);
        };
    }

    FilterPredicate isNotNull() {
        return switch (stored) {
            case INT32 -> FilterApi.notEq(FilterApi.intColumn(name), null);
            case INT64 -> FilterApi.notEq(FilterApi.longColumn(name), null);
            default -> FilterApi.notEq(FilterApi.binaryColumn(name), null);
        };
    }

    Optional<FilterPredicate> compare(Predicate.Operator operator, Constant constant) {
        if (constant instanceof Constant.Bytes bytes && stored == PrimitiveTypeName.BINARY) {
            return ordered(FilterApi.binaryColumn(name), operator, Binary.fromConstantByteArray(bytes.value()));
        }
        if (!(constant instanceof Constant.Whole whole) || whole.asMidnight() || whole.value() < least) {
            return Optional.empty();
        }
        if (stored == PrimitiveTypeName.INT64) {
            return ordered(FilterApi.longColumn(name), operator, whole.value());
        }
        boolean fits = whole.value() == (int) whole.value();
        return fits ? ordered(FilterApi.intColumn(name), operator, (int) whole.value()) : Optional.empty();
    }

    private static <T extends Comparable<T>, C extends Column<T> & SupportsLtGt & SupportsEqNotEq>
            Optional<FilterPredicate> ordered(C column, Predicate.Operator operator, T value) {
        return switch (operator) {
            case EQUAL -> Optional.of(FilterApi.eq(column, value));
            case LESS -> Optional.of(FilterApi.lt(column, value));
            case AT_MOST -> Optional.of(FilterApi.ltEq(column, value));
            case GREATER -> Optional.of(FilterApi.gt(column, value));
            case AT_LEAST -> Optional.of(FilterApi.gtEq(column, value));
            case NOT_EQUAL -> Optional.empty();
        };
    }
}
