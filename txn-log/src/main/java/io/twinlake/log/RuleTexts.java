package io.twinlake.log;

import java.util.regex.Pattern;

/**
 * Which columns the SQL of a table's rules may speak of. The log does not parse SQL: a word that reads like a column's
 * name is taken for it, which can only refuse too much.
 */
record RuleTexts(ColumnRules rules) {

    /** @throws IllegalArgumentException naming the rule that may speak of the column */
    void requireUnused(String column, String path, String change) {
        Pattern word = Pattern.compile("(?i)(?<![\\p{L}\\p{N}_])" + Pattern.quote(column) + "(?![\\p{L}\\p{N}_])");
        rules.conditions().forEach((name, sql) -> {
            if (word.matcher(sql).find()) {
                throw new IllegalArgumentException("column '" + path + "' can't be " + change + ": constraint '" + name
                        + "' (" + sql + ") speaks of it. Drop the constraint first");
            }
        });
        rules.generated().forEach((generated, sql) -> {
            if (word.matcher(sql).find()) {
                throw new IllegalArgumentException("column '" + path + "' can't be " + change + ": column '" + generated
                        + "' is generated from it (" + sql + ")");
            }
        });
    }
}
