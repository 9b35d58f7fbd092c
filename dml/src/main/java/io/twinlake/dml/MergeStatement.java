package io.twinlake.dml;

import io.twinlake.dml.StatementScope.Setting;
import io.twinlake.format.Field;
import io.twinlake.format.RowBatch;
import io.twinlake.format.Schema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code MERGE INTO t USING s ON … WHEN …}. */
final class MergeStatement extends DmlStatement {

    private final SqlText on;
    private final List<When> clauses;

    MergeStatement(String sql, TableReference target, TableReference source, SqlText on, List<When> clauses) {
        super(sql, target, Optional.of(source));
        this.on = on;
        this.clauses = List.copyOf(clauses);
    }

    /**
     * A clause.
     *
     * @param kind what becomes of the rows
     * @param settings columns and their values; empty where each column takes that of the source, or none is needed
     * @param star where its {@code *} stands, if it has one
     */
    record When(
            Clause.Rows rows,
            Optional<SqlText> condition,
            Clause.Kind kind,
            List<Setting> settings,
            Optional<SqlToken> star) {}

    @Override
    public RowChange over(Schema table, RowBatch rows) {
        List<String> ours = names(target(), Joint.TARGET);
        List<String> theirs = names(source().orElseThrow(), Joint.SOURCE);
        Joint joint = new Joint(table, ours, rows, theirs);
        StatementScope scope = new StatementScope(toString(), table);
        Merge merge = Merge.on(rows, scope.condition(on, joint.both())).called(ours, theirs);
        for (When when : clauses) {
            merge = merge.when(when.rows(), clause(when, scope, joint, ours));
        }
        return merge;
    }

    /** What has no alias may be called as the Java API calls it, unless the other is called so. */
    private List<String> names(TableReference reference, String usual) {
        List<String> names = new ArrayList<>(reference.qualifiers());
        boolean isTaken = List.of(target(), source().orElseThrow()).stream()
                .flatMap(each -> each.qualifiers().stream())
                .anyMatch(usual::equalsIgnoreCase);
        if (reference.alias().isEmpty()) {
            names.add(isTaken ? "the " + usual : usual);
        }
        return names;
    }

    private Clause clause(When when, StatementScope scope, Joint joint, List<String> ours) {
        Sight sight = switch (when.rows()) {
            case MATCHED -> joint.both();
            case NOT_MATCHED -> joint.sourceAlone();
            case NOT_MATCHED_BY_SOURCE -> joint.targetAlone();
        };
        Optional<Condition> condition = when.condition().map(text -> scope.condition(text, sight));
        Map<String, Assignment> assignments = when.star().isPresent()
                ? all(when.star().get(), joint, names(source().orElseThrow(), Joint.SOURCE))
                : scope.assignments(when.settings(), ours, sight, false);
        return new Clause(when.kind(), condition, assignments);
    }

    /** Every column of the table from that of the source. */
    private Map<String, Assignment> all(SqlToken star, Joint joint, List<String> theirs) {
        Map<String, Assignment> all = new LinkedHashMap<>();
        Schema source = joint.source().schema();
        for (Field field : joint.table().fields()) {
            if (source.indexOf(field.name()).isEmpty()) {
                throw mistake(
                        star.begin(),
                        "the source has no column '" + field.name() + "' for *; its columns are "
                                + source.fields().stream().map(Field::name).toList()
                                + "; name the columns instead: " + field.name() + " = …");
            }
            String name = SqlText.quoted(theirs.get(0)) + "." + SqlText.quoted(field.name());
            all.put(field.name(), Assignment.sql(name));
        }
        return all;
    }
}
