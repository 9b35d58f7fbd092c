package io.twinlake.format;

import java.util.Optional;
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

/**
 * A column whose stored values are ordered as the wanted ones, so that Parquet can compare them.
 *
 * @param name its path with dots
 */
record PushedColumn(String name, PrimitiveType.PrimitiveTypeName stored) {

    static Optional<PushedColumn> of(PrimitiveType stored, ColumnRef wanted) {
        LogicalTypeAnnotation annotation = stored.getLogicalTypeAnnotation();
        boolean integer =
                annotation == null || (annotation instanceof IntLogicalTypeAnnotation number && number.isSigned());
        boolean same = wanted.type() instanceof DataType.Primitive type
                && switch (stored.getPrimitiveTypeName()) {
                    case INT32 -> integer || annotation instanceof DateLogicalTypeAnnotation;
                    case INT64 ->
                        integer
                                || (annotation instanceof TimestampLogicalTypeAnnotation time
                                        && time.getUnit() == TimeUnit.MICROS);
                    case BINARY ->
                        type == DataType.Primitive.STRING && annotation instanceof StringLogicalTypeAnnotation;
                    default -> false;
                };
        return same ? Optional.of(new PushedColumn(wanted.name(), stored.getPrimitiveTypeName())) : Optional.empty();
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
        if (constant instanceof Constant.Bytes bytes && stored == PrimitiveType.PrimitiveTypeName.BINARY) {
            return ordered(FilterApi.binaryColumn(name), operator, Binary.fromConstantByteArray(bytes.value()));
        }
        if (!(constant instanceof Constant.Whole whole) || whole.asMidnight()) {
            return Optional.empty();
        }
        if (stored == PrimitiveType.PrimitiveTypeName.INT64) {
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
