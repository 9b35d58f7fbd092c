package io.twinlake.dml;

import io.twinlake.dml.TableReference.Kind;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads the names of tables and files: {@code ns.t}, {@code 'path'}, {@code csv.`path`}, {@code ./path}, {@code s3://bucket/path}. */
final class TableParser {

    private static final Set<String> FORMATS = Set.of("csv", "json", "parquet", "delta");

    private final SqlReader reader;
    private final Set<String> behindTables;

    /** Takes the words that are no alias where they follow a table. */
    TableParser(SqlReader reader, Set<String> behindTables) {
        this.reader = reader;
        this.behindTables = Set.copyOf(behindTables);
    }

    static TableReference query(String text) {
        return new TableReference(
                Kind.QUERY, text, Optional.empty(), OptionalLong.empty(), Optional.empty(), Optional.empty());
    }

    /** What changes: the newest version of a table. */
    TableReference target() {
        return withAlias(place());
    }

    /** Without an alias: brackets that follow are columns. */
    TableReference targetOfInsert() {
        return place();
    }

    /** What is read. */
    TableReference source() {
        if (reader.peek().isSign("(")) {
            return withAlias(query(reader.bracketed().strip()));
        }
        return withAlias(travelled(place()));
    }

    private TableReference place() {
        SqlToken first = reader.peek();
        Optional<String> path = reader.path();
        if (path.isPresent()) {
            return named(Kind.PATH, path.get(), Optional.empty());
        }
        if (reader.isText()) {
            return named(Kind.PATH, reader.next().value(), Optional.empty());
        }
        List<SqlToken> parts = reader.name("a table: ns.table, or a path in quotes");
        boolean hasFormat = parts.size() == 2
                && first.kind() == SqlToken.Kind.WORD
                && parts.get(1).kind() == SqlToken.Kind.NAME
                && FORMATS.contains(first.value().toLowerCase(Locale.ROOT));
        if (hasFormat) {
            return named(
                    Kind.PATH, parts.get(1).value(), Optional.of(first.value().toLowerCase(Locale.ROOT)));
        }
        boolean isQuotedPath = parts.size() == 1 && first.value().contains("/");
        String name = parts.stream().map(SqlToken::value).collect(Collectors.joining("."));
        return named(isQuotedPath ? Kind.PATH : Kind.TABLE, name, Optional.empty());
    }

    private static TableReference named(Kind kind, String text, Optional<String> format) {
        return new TableReference(kind, text, format, OptionalLong.empty(), Optional.empty(), Optional.empty());
    }

    /** {@code [FOR] VERSION AS OF n} and {@code TIMESTAMP AS OF '…'}. */
    private TableReference travelled(TableReference table) {
        reader.skip("FOR");
        if (reader.skip("VERSION", "AS", "OF")) {
            SqlToken number = reader.next();
            if (!number.value().matches("\\d{1,18}")) {
                throw reader.mistake(number, "expected the number of a version, found " + number.shown());
            }
            return new TableReference(
                    table.kind(),
                    table.text(),
                    table.format(),
                    OptionalLong.of(Long.parseLong(number.value())),
                    Optional.empty(),
                    Optional.empty());
        }
        if (reader.skip("TIMESTAMP", "AS", "OF")) {
            SqlToken time = reader.next();
            if (time.kind() != SqlToken.Kind.TEXT) {
                throw reader.mistake(time, "expected a time in quotes, found " + time.shown());
            }
            return new TableReference(
                    table.kind(),
                    table.text(),
                    table.format(),
                    OptionalLong.empty(),
                    Optional.of(time.value()),
                    Optional.empty());
        }
        return table;
    }

    private TableReference withAlias(TableReference table) {
        boolean named = reader.skip("AS");
        boolean isAlias = reader.peek().isName() && (named || !reader.isOneOf(behindTables));
        if (named && !isAlias) {
            throw reader.unexpected("a name behind AS");
        }
        return isAlias
                ? new TableReference(
                        table.kind(),
                        table.text(),
                        table.format(),
                        table.version(),
                        table.timestamp(),
                        Optional.of(reader.next().value()))
                : table;
    }
}
