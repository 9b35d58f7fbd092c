package io.twinlake.differential;

import io.twinlake.format.DataType;
import io.twinlake.format.DataType.Primitive;
import io.twinlake.format.Field;
import io.twinlake.format.Literal;
import io.twinlake.format.Predicate;
import io.twinlake.format.Predicate.Operator;
import io.twinlake.log.Snapshot;
import io.twinlake.query.ReadOptions;
import io.twinlake.query.Row;
import io.twinlake.query.RowBatches;
import io.twinlake.query.ScanPlan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Conditions on a table's columns, with values that are in it and values beside these. Left out are columns whose names
 * have dots.
 */
final class RandomPredicates {

    private static final int ROWS_LOOKED_AT = 500;

    private final Random random;
    private final Map<String, DataType> types = new LinkedHashMap<>();
    private final Map<String, List<Object>> values = new LinkedHashMap<>();

    private RandomPredicates(Random random) {
        this.random = random;
    }

    /** On every column that can be compared. */
    static RandomPredicates all(Snapshot snapshot, Random random) {
        RandomPredicates predicates = new RandomPredicates(random);
        predicates.addColumns("", snapshot.schema().fields());
        try (RowBatches batches = ScanPlan.over(snapshot)
                .limit(ROWS_LOOKED_AT)
                .rows(ReadOptions.defaults().withParallelFiles(1))) {
            batches.forEachRemaining(batch -> Row.of(batch)
                    .forEach(row -> predicates.addValues("", row.schema().fields(), row.values())));
        }
        return predicates;
    }

    /** As {@link #all}, without columns whose values every engine orders in its own way: NaN and the two zeros. */
    static RandomPredicates of(Snapshot snapshot, Random random) {
        RandomPredicates predicates = all(snapshot, random);
        predicates
                .types
                .keySet()
                .removeIf(column ->
                        predicates.values.get(column).stream().anyMatch(RandomPredicates::isOrderedInManyWays));
        return predicates;
    }

    /** Of the columns that conditions are on, by path. */
    Map<String, DataType> types() {
        return types;
    }

    List<Predicate> some(int count) {
        return types.isEmpty()
                ? List.of()
                : Stream.generate(() -> any(2)).limit(count).toList();
    }

    private void addColumns(String prefix, List<Field> fields) {
        for (Field field : fields) {
            String path = prefix + field.name();
            if (field.name().contains(".") || field.name().contains("`")) {
                continue;
            } else if (field.type() instanceof DataType.Struct struct) {
                addColumns(path + ".", struct.fields());
            } else if (field.type() instanceof DataType.Decimal
                    || (field.type() instanceof Primitive
                            && field.type() != Primitive.VOID
                            && field.type() != Primitive.VARIANT)) {
                types.put(path, field.type());
                values.put(path, new ArrayList<>());
            }
        }
    }

    private void addValues(String prefix, List<Field> fields, List<Optional<Object>> row) {
        for (int i = 0; i < fields.size(); i++) {
            String path = prefix + fields.get(i).name();
            if (fields.get(i).type() instanceof DataType.Struct struct
                    && row.get(i).isPresent()) {
                @SuppressWarnings("unchecked")
                Map<String, Optional<Object>> inner =
                        (Map<String, Optional<Object>>) row.get(i).get();
                addValues(path + ".", struct.fields(), List.copyOf(inner.values()));
            } else if (types.containsKey(path)) {
                row.get(i).ifPresent(values.get(path)::add);
            }
        }
    }

    private static boolean isOrderedInManyWays(Object value) {
        return (value instanceof Float || value instanceof Double)
                && (Double.isNaN(((Number) value).doubleValue()) || ((Number) value).doubleValue() == 0);
    }

    private Predicate any(int depth) {
        int choice = random.nextInt(depth == 0 ? 6 : 10);
        return switch (choice) {
            case 6 -> Predicate.not(any(depth - 1));
            case 7, 8 -> Predicate.and(any(depth - 1), any(depth - 1));
            case 9 -> Predicate.or(any(depth - 1), any(depth - 1));
            default -> leaf(choice);
        };
    }

    private Predicate leaf(int choice) {
        List<String> columns = List.copyOf(types.keySet());
        String column = columns.get(random.nextInt(columns.size()));
        if (choice == 0 || values.get(column).isEmpty()) {
            return new Predicate.IsNull(column);
        } else if (choice == 1) {
            return new Predicate.In(
                    column,
                    Stream.generate(() -> literal(column))
                            .limit(1 + random.nextInt(3))
                            .toList());
        } else if (choice == 2 && types.get(column) == Primitive.STRING) {
            String text = (String) literal(column).value();
            return new Predicate.StartsWith(
                    column,
                    text.substring(0, text.offsetByCodePoints(0, Math.min(1, text.codePointCount(0, text.length())))));
        }
        Operator[] operators = Operator.values();
        return new Predicate.Compare(column, operators[random.nextInt(operators.length)], literal(column));
    }

    private Literal literal(String column) {
        List<Object> known = values.get(column);
        Object value = known.get(random.nextInt(known.size()));
        if (value instanceof Long number && random.nextInt(3) == 0) {
            return new Literal(number < 0 ? number + 1 : number - 1);
        } else if (value instanceof String text && random.nextInt(3) == 0) {
            return new Literal(text + "~");
        }
        return Literal.of(value);
    }
}
