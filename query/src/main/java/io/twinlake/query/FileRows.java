package io.twinlake.query;

import io.twinlake.format.Field;
import io.twinlake.format.Schema;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Rows of CSV, JSON and Parquet files that belong to no table, as DuckDB reads them; texts may be compressed ({@code .gz},
 * {@code .zst}). The first line of a CSV file names its columns, and a field without characters is null. A Parquet file that
 * has days or times as Spark counted them of old ({@link io.twinlake.format.FileCalendar}) is refused, as DuckDB would take
 * them for others.
 */
public final class FileRows {

    /** How a file is written. */
    public enum Format {
        CSV(".*\\.(csv|tsv)"),
        /** Objects, one a line or in an array. */
        JSON(".*\\.(json|jsonl|ndjson)"),
        PARQUET(".*\\.parquet");

        private final String names;

        Format(String names) {
            this.names = names;
        }

        /** That of a file's name; empty if its ending says none. */
        public static Optional<Format> of(String name) {
            String plain = name.toLowerCase(Locale.ROOT).replaceAll("\\.(gz|zst)$", "");
            return List.of(values()).stream()
                    .filter(format -> plain.matches("(?s)" + format.names))
                    .findFirst();
        }
    }

    private final Path file;
    private final Format format;

    private FileRows(Path file, Format format) {
        this.file = file;
        this.format = format;
    }

    /** The rows of a file with all of its columns, in the types that its values seem to have. Who opens closes. */
    public static RowBatches of(Path file, Format format) {
        return of(file, format, new Schema(List.of()));
    }

    /**
     * The rows of a file whose columns have the types of those of {@code wanted} that are called alike, as far as texts are
     * concerned: Parquet knows its own. Who opens closes.
     *
     * @throws SqlException if the file can't be read so; the message says why
     */
    public static RowBatches of(Path file, Format format, Schema wanted) {
        return new FileRows(file, format).rows(wanted);
    }

    /**
     * The columns of a file, in the types that its values seem to have; all may be null.
     *
     * @throws SqlException if the file can't be read so; the message says why
     */
    public static Schema schema(Path file, Format format) {
        FileRows rows = new FileRows(file, format);
        try (SqlSession session = SqlSession.open()) {
            String described = "DESCRIBE SELECT * FROM "
                    + (format == Format.PARQUET ? rows.parquet() : rows.typed(session, new Schema(List.of())));
            List<String> names = session.texts(described, 1);
            List<String> types = session.texts(described, 2);
            return new Schema(IntStream.range(0, names.size())
                    .mapToObj(i -> Field.nullable(names.get(i), DuckDbTypes.parse(types.get(i))))
                    .toList());
        }
    }

    private RowBatches rows(Schema wanted) {
        SqlSession session = SqlSession.open();
        try {
            if (format == Format.PARQUET) {
                OldCalendars.requireNone(session, file.toString());
            }
            return session.query("SELECT * FROM " + (format == Format.PARQUET ? parquet() : typed(session, wanted)));
        } catch (RuntimeException e) {
            session.close();
            throw e;
        }
    }

    private String parquet() {
        return "read_parquet(" + path() + ")";
    }

    private String path() {
        return DuckDbTypes.text(file.toString());
    }

    private String typed(SqlSession session, Schema wanted) {
        String seen = format == Format.CSV
                ? "read_csv(" + path() + ", header = true, allow_quoted_nulls = false, sample_size = -1"
                : "read_json(" + path() + ", sample_size = -1";
        String described = "DESCRIBE SELECT * FROM " + seen + ")";
        List<String> names = session.texts(described, 1);
        List<String> types = session.texts(described, 2);
        String columns = IntStream.range(0, names.size())
                .mapToObj(i -> DuckDbTypes.text(names.get(i)) + ": "
                        + DuckDbTypes.text(named(names.get(i), wanted).orElse(types.get(i))))
                .collect(Collectors.joining(", ", "{", "}"));
        return seen + (format == Format.CSV ? ", types = " : ", columns = ") + columns + ")";
    }

    private static Optional<String> named(String column, Schema wanted) {
        OptionalInt at = wanted.indexOf(column);
        return at.isEmpty()
                ? Optional.empty()
                : Optional.of(wanted.field(at.getAsInt())).map(Field::type).map(DuckDbTypes::name);
    }
}
