package io.twinlake.dml;

import io.twinlake.format.Field;
import io.twinlake.format.Predicate;
import io.twinlake.format.Schema;
import io.twinlake.twin.Relation;
import io.twinlake.twin.RowFormula;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Which rows of a table and of a source go together: those whose keys are equal and for which all other conditions are true.
 *
 * @param targetKeys columns of the table
 * @param sourceKeys by these, columns of the source
 * @param others that are asked of each pair with equal keys
 */
record JoinCondition(Joint joint, int[] targetKeys, int[] sourceKeys, List<Condition> others) {

    /** Of an SQL condition: its parts that say that a column of the table equals one of the source are the keys. */
    static JoinCondition of(Joint joint, Condition on) {
        Ints target = new Ints();
        Ints source = new Ints();
        List<Condition> others = new ArrayList<>();
        for (String part : Conjuncts.of(on.toString())) {
            if (!addKey(joint, part, target, source)) {
                others.add(Condition.sql(part));
            }
        }
        on.over(joint.both());
        return new JoinCondition(joint, target.toArray(), source.toArray(), others);
    }

    /** Of columns of the table, by these columns of the source that equal them. */
    static JoinCondition ofKeys(Joint joint, Map<String, String> keys) {
        int[] target = positions(joint.table(), keys.keySet(), "the table");
        int[] source = positions(joint.source().schema(), keys.values(), "the source");
        for (int i = 0; i < target.length; i++) {
            requireComparable(
                    joint.table().field(target[i]), joint.source().schema().field(source[i]));
        }
        return new JoinCondition(joint, target, source, List.of());
    }

    private static int[] positions(Schema schema, Collection<String> names, String of) {
        return names.stream()
                .mapToInt(name -> schema.indexOf(name)
                        .orElseThrow(() -> new IllegalArgumentException("key '" + name + "' is no column of " + of)))
                .toArray();
    }

    /** A number and a text are never equal here: better told than taken for no match, and inserted once more. */
    private static void requireComparable(Field ours, Field theirs) {
        if (!Cells.areComparable(ours.type(), theirs.type())) {
            throw new IllegalArgumentException("key '" + ours.name() + "' of type " + ours.type()
                    + " can't be equal to '" + theirs.name() + "' of the source, which is of type " + theirs.type()
                    + "; give the source's rows the table's type");
        }
    }

    private static boolean addKey(Joint joint, String part, Ints target, Ints source) {
        List<String> sides = Conjuncts.equality(part);
        if (sides.size() != 2) {
            return false;
        }
        OptionalInt a = column(joint, sides.get(0));
        OptionalInt b = column(joint, sides.get(1));
        if (a.isEmpty() || b.isEmpty()) {
            return false;
        }
        int left = Math.min(a.getAsInt(), b.getAsInt());
        int right = Math.max(a.getAsInt(), b.getAsInt()) - joint.table().size();
        if (left >= joint.table().size() || right < 0) {
            return false;
        }
        Field theirs = joint.source().schema().field(right);
        if (!Cells.areComparable(joint.table().field(left).type(), theirs.type())) {
            return false;
        }
        target.add(left);
        source.add(right);
        return true;
    }

    private static OptionalInt column(Joint joint, String name) {
        try {
            return RowFormula.column(name, joint.both().relations());
        } catch (IllegalArgumentException toldWithTheWhole) {
            return OptionalInt.empty();
        }
    }

    /** What holds of every row of the table that may go with one of the source, as far as the table's columns say it. */
    Predicate pruning() {
        Relation table = joint.targetAlone().relations().get(0);
        List<Predicate> all = new ArrayList<>();
        for (Condition other : others) {
            try {
                all.add(RowFormula.implied(other.toString(), table));
            } catch (IllegalArgumentException speaksOfTheSource) {
                // It prunes nothing.
            }
        }
        return all.stream().reduce(Predicate.TRUE, (a, b) -> new Predicate.And(List.of(a, b)));
    }
}
