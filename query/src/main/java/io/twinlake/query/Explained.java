package io.twinlake.query;

import io.twinlake.format.BytesVector;
import io.twinlake.format.DataType.Primitive;
import io.twinlake.format.Field;
import io.twinlake.format.RowBatch;
import io.twinlake.format.Schema;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A statement, or {@code EXPLAIN} of one.
 *
 * @param word {@code EXPLAIN} or {@code EXPLAIN ANALYZE}; empty for a statement itself
 * @param inner the statement
 */
record Explained(String word, String inner) {

    private static final Pattern FORM =
            Pattern.compile("\\s*(EXPLAIN(?:\\s+ANALYZE)?)\\s+(.*)", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private static final Schema SCHEMA = new Schema(List.of(Field.nullable("plan", Primitive.STRING)));

    static Explained of(String sql) {
        Matcher form = FORM.matcher(sql);
        return form.matches() ? new Explained(form.group(1), form.group(2)) : new Explained("", sql);
    }

    boolean isExplained() {
        return !word.isEmpty();
    }

    /** The engine's plan, a row a line. */
    RowBatches plan(SqlSession session) {
        BytesVector lines = new BytesVector(Primitive.STRING);
        session.texts(word + " " + inner, 2).stream().flatMap(String::lines).forEach(lines::append);
        return RowBatches.of(RowBatch.of(SCHEMA, List.of(lines)));
    }
}
