package io.twinlake.query;

import io.twinlake.format.DataType;
import io.twinlake.format.Field;
import io.twinlake.format.FileCalendar;
import io.twinlake.format.FileStatistics;
import io.twinlake.format.Schema;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Which Parquet files count days and times in Spark's old way, which DuckDB takes for everybody's. */
final class OldCalendars {

    private static final LocalDate ALIKE_SINCE = LocalDate.of(1900, 1, 4);

    private OldCalendars() {}

    /**
     * Those among files, by their footers.
     *
     * @param files as DuckDB finds them; a pattern stands for all that match
     */
    static Set<String> among(SqlSession session, List<String> files) {
        if (files.isEmpty()) {
            return Set.of();
        }
        String keys = FileCalendar.KEYS.stream().map(DuckDbTypes::text).collect(Collectors.joining(", "));
        Map<String, Map<String, String>> footers = new HashMap<>();
        // The key and the digits of the value hold no space, whatever the name of the file does.
        for (String entry : session.texts(
                "SELECT key || ' ' || hex(value) || ' ' || file_name FROM (SELECT file_name, CAST(key AS VARCHAR) AS key, value"
                        + " FROM parquet_kv_metadata(" + SqlViews.list(files) + ")) WHERE key IN (" + keys + ")",
                1)) {
            String[] parts = entry.split(" ", 3);
            footers.computeIfAbsent(parts[2], name -> new HashMap<>()).put(parts[0], text(parts[1]));
        }
        return footers.entrySet().stream()
                .filter(footer -> FileCalendar.of(footer.getValue()).isOldForAny())
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    /**
     * Takes no rows of files that have days or times which DuckDB would take for others.
     *
     * @param file as DuckDB finds it; a pattern stands for all that match
     * @throws SqlException that names the first such file
     */
    static void requireNone(SqlSession session, String file) {
        for (String old : new TreeSet<>(among(session, List.of(file)))) {
            String described = "DESCRIBE SELECT * FROM " + SqlViews.files(List.of(old));
            List<String> names = session.texts(described, 1);
            List<String> types = session.texts(described, 2);
            for (int column = 0; column < names.size(); column++) {
                requireAlike(session, old, names.get(column), types.get(column));
            }
        }
    }

    private static void requireAlike(SqlSession session, String file, String column, String type) {
        Field field = Field.nullable(column, DuckDbTypes.parse(type));
        if (!FileCalendar.matters(new Schema(List.of(field)), FileStatistics.NONE)) {
            return;
        }
        String name = DuckDbTypes.quoted(column);
        // What is nested is not looked at one by one.
        String isOld = field.type() instanceof DataType.Primitive
                ? name + " < CAST('" + ALIKE_SINCE + "' AS " + type + ")"
                : name + " IS NOT NULL";
        List<String> found = session.texts(
                "SELECT " + name + " FROM " + SqlViews.files(List.of(file)) + " WHERE " + isOld + " LIMIT 1", 1);
        if (!found.isEmpty()) {
            throw new SqlException(
                    file + " counts old days and times in Spark's old way (org.apache.spark.legacyDateTime or"
                            + " legacyINT96 in its footer, or written by a Spark before 3.1), so that " + found.get(0)
                            + " in column " + name
                            + " may mean another day or time; write the file again with Spark 3.1 or later,"
                            + " which writes the new way by default, or read it as part of a Delta table");
        }
    }

    private static String text(String digits) {
        return new String(HexFormat.of().parseHex(digits), StandardCharsets.UTF_8);
    }
}
