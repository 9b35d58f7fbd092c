package io.twinlake.query;

import io.twinlake.format.DataType;
import io.twinlake.format.Literal;
import io.twinlake.format.Predicate;
import io.twinlake.format.Schema;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/**
 * Brings a literal to the type of the column that it is compared with, so that filters and statistics see one Java
 * class for each type: a date beside a timestamp is its midnight UTC, a text beside a date or a timestamp is parsed.
 */
final class TypedLiteral {

    private TypedLiteral() {}

    /** The same predicate with every literal of its column's type. */
    static Predicate typed(Predicate predicate, Schema schema) {
        return predicate.match(new Typing(schema));
    }

    static Literal of(String column, DataType type, Literal literal) {
        Object value = literal.value();
        boolean number = value instanceof Long || value instanceof Double || value instanceof BigDecimal;
        if (type instanceof DataType.Decimal) {
            if (number && isFinite(value)) {
                return new Literal(decimal(value));
            }
            throw incomparable(column, type, literal);
        }
        if (!(type instanceof DataType.Primitive primitive)) {
            throw incomparable(column, type, literal);
        }
        return switch (primitive) {
            case BOOLEAN -> require(value instanceof Boolean, column, type, literal);
            case BYTE, SHORT, INTEGER, LONG -> integer(column, type, literal, number);
            case FLOAT, DOUBLE -> {
                require(number, column, type, literal);
                yield new Literal(((Number) value).doubleValue());
            }
            case STRING -> require(value instanceof String, column, type, literal);
            case BINARY -> require(value instanceof byte[], column, type, literal);
            case DATE, TIMESTAMP, TIMESTAMP_NTZ -> time(column, primitive, literal);
            case VARIANT, VOID -> throw incomparable(column, type, literal);
        };
    }

    static BigDecimal decimal(Object number) {
        if (number instanceof BigDecimal decimal) {
            return decimal;
        }
        return number instanceof Long integer ? BigDecimal.valueOf(integer) : new BigDecimal((Double) number);
    }

    static IllegalArgumentException incomparable(String column, DataType type, Literal literal) {
        return new IllegalArgumentException("column '" + column + "' is of type " + type
                + " and can't be compared with " + literal.value() + " ("
                + literal.value().getClass().getSimpleName() + ")");
    }

    private static Literal integer(String column, DataType type, Literal literal, boolean number) {
        require(number && isFinite(literal.value()), column, type, literal);
        BigDecimal exact = decimal(literal.value());
        try {
            return new Literal(exact.longValueExact());
        } catch (ArithmeticException fractionOrTooLarge) {
            return new Literal(exact);
        }
    }

    private static boolean isFinite(Object number) {
        return !(number instanceof Double value) || Double.isFinite(value);
    }

    private static Literal time(String column, DataType.Primitive type, Literal literal) {
        LocalDateTime time = local(column, type, literal);
        return switch (type) {
            case DATE -> {
                LocalDate date = time.toLocalDate();
                require(date.atStartOfDay().equals(time), column, type, literal);
                yield new Literal(date);
            }
            case TIMESTAMP -> new Literal(time.toInstant(ZoneOffset.UTC));
            default -> new Literal(time);
        };
    }

    private static LocalDateTime local(String column, DataType type, Literal literal) {
        Object value = literal.value();
        if (value instanceof LocalDate date) {
            return date.atStartOfDay();
        }
        if (value instanceof Instant instant) {
            return LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
        }
        if (value instanceof LocalDateTime time) {
            return time;
        }
        if (value instanceof String text) {
            try {
                return LocalDateTime.ofInstant(Times.parse(text), ZoneOffset.UTC);
            } catch (DateTimeException notATime) {
                throw incomparable(column, type, literal);
            }
        }
        throw incomparable(column, type, literal);
    }

    private static Literal require(boolean holds, String column, DataType type, Literal literal) {
        if (!holds) {
            throw incomparable(column, type, literal);
        }
        return literal;
    }

    private record Typing(Schema schema) implements Predicate.Cases<Predicate> {

        @Override
        public Predicate always(boolean value) {
            return new Predicate.Always(value);
        }

        @Override
        public Predicate compare(Predicate.Compare compare) {
            return new Predicate.Compare(
                    compare.column(), compare.operator(), typed(compare.column(), compare.literal()));
        }

        @Override
        public Predicate in(Predicate.In in) {
            return new Predicate.In(
                    in.column(),
                    in.literals().stream()
                            .map(literal -> typed(in.column(), literal))
                            .toList());
        }

        @Override
        public Predicate isNull(Predicate.IsNull isNull) {
            Columns.path(schema, isNull.column());
            return isNull;
        }

        @Override
        public Predicate startsWith(Predicate.StartsWith startsWith) {
            typed(startsWith.column(), Literal.of(startsWith.prefix()));
            return startsWith;
        }

        @Override
        public Predicate not(Predicate.Not not) {
            return new Predicate.Not(not.predicate().match(this));
        }

        @Override
        public Predicate and(Predicate.And and) {
            return new Predicate.And(
                    and.predicates().stream().map(part -> part.match(this)).toList());
        }

        @Override
        public Predicate or(Predicate.Or or) {
            return new Predicate.Or(
                    or.predicates().stream().map(part -> part.match(this)).toList());
        }

        private Literal typed(String column, Literal literal) {
            return TypedLiteral.of(column, Columns.type(schema, Columns.path(schema, column)), literal);
        }
    }
}
