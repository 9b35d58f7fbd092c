package io.twinlake.dml;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.twinlake.dml.SqlToken.Kind;
import io.twinlake.format.DataType;
import io.twinlake.format.Field;
import io.twinlake.format.Nearest;
import io.twinlake.format.Schema;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Columns in Spark's words: {@code id BIGINT NOT NULL COMMENT 'key', v DOUBLE DEFAULT 0, p STRUCT<x: INT, y: ARRAY<STRING>>}.
 */
public final class ColumnDefinitions {

    private static final Map<String, DataType> TYPES = new TreeMap<>(Map.ofEntries(
            Map.entry("BOOLEAN", DataType.Primitive.BOOLEAN),
            Map.entry("TINYINT", DataType.Primitive.BYTE),
            Map.entry("BYTE", DataType.Primitive.BYTE),
            Map.entry("SMALLINT", DataType.Primitive.SHORT),
            Map.entry("SHORT", DataType.Primitive.SHORT),
            Map.entry("INT", DataType.Primitive.INTEGER),
            Map.entry("INTEGER", DataType.Primitive.INTEGER),
            Map.entry("BIGINT", DataType.Primitive.LONG),
            Map.entry("LONG", DataType.Primitive.LONG),
            Map.entry("FLOAT", DataType.Primitive.FLOAT),
            Map.entry("REAL", DataType.Primitive.FLOAT),
            Map.entry("DOUBLE", DataType.Primitive.DOUBLE),
            Map.entry("STRING", DataType.Primitive.STRING),
            Map.entry("BINARY", DataType.Primitive.BINARY),
            Map.entry("DATE", DataType.Primitive.DATE),
            Map.entry("TIMESTAMP", DataType.Primitive.TIMESTAMP),
            Map.entry("TIMESTAMP_LTZ", DataType.Primitive.TIMESTAMP),
            Map.entry("TIMESTAMP_NTZ", DataType.Primitive.TIMESTAMP_NTZ),
            Map.entry("VARIANT", DataType.Primitive.VARIANT)));

    private static final List<String> WITH_PARTS = List.of("ARRAY", "DECIMAL", "MAP", "STRUCT");
    private static final int USUAL_PRECISION = 10;

    private final SqlReader reader;

    private ColumnDefinitions(String ddl) {
        this.reader = new SqlReader(ddl);
    }

    /** @throws StatementException saying where it is not understood */
    public static Schema parse(String ddl) {
        ColumnDefinitions definitions = new ColumnDefinitions(ddl);
        List<Field> columns = new ArrayList<>();
        do {
            columns.add(definitions.column());
        } while (definitions.reader.skip(","));
        definitions.reader.requireEnd("a comma");
        return new Schema(columns);
    }

    /** The type that words say. @throws StatementException saying where they say none */
    public static DataType type(String words) {
        ColumnDefinitions definitions = new ColumnDefinitions(words);
        DataType type = definitions.type();
        definitions.reader.requireEnd("nothing more");
        return type;
    }

    /** The parts of a column's name: {@code a.b} is field b of struct a, a name with a dot stands in backticks. */
    public static List<String> path(String name) {
        ColumnDefinitions definitions = new ColumnDefinitions(name);
        List<String> path = definitions.reader.name("a column").stream()
                .map(SqlToken::value)
                .toList();
        definitions.reader.requireEnd("a dot");
        return path;
    }

    private Field column() {
        SqlToken name = reader.peek();
        if (!name.isName()) {
            throw reader.unexpected("the name of a column");
        }
        reader.next();
        reader.skip(":");
        DataType type = type();
        boolean nullable = true;
        Map<String, String> notes = new HashMap<>();
        while (true) {
            if (reader.skip("NOT", "NULL")) {
                nullable = false;
            } else if (reader.skip("COMMENT")) {
                notes.put("comment", json(text()));
            } else if (reader.skip("DEFAULT")) {
                notes.put("CURRENT_DEFAULT", json(defaultValue()));
            } else if (reader.skip("GENERATED", "ALWAYS", "AS")) {
                notes.put("delta.generationExpression", json(bracketed()));
            } else {
                return new Field(name.value(), type, nullable, notes);
            }
        }
    }

    private static String json(String text) {
        return '"' + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
    }

    private String text() {
        if (!reader.isText()) {
            throw reader.unexpected("a text in quotes");
        }
        return reader.next().value();
    }

    private String defaultValue() {
        return reader.expression(
                        "a value",
                        token -> token.isSign(",")
                                || token.isSign(">")
                                || token.isWord("COMMENT")
                                || token.isWord("NOT"))
                .toString();
    }

    private String bracketed() {
        if (!reader.peek().isSign("(")) {
            throw reader.unexpected("an expression in brackets");
        }
        return reader.bracketed().strip();
    }

    private DataType type() {
        SqlToken word = reader.next();
        String name = word.value().toUpperCase(Locale.ROOT);
        if (word.kind() != Kind.WORD) {
            throw reader.mistake(word, "expected a type, found " + word.shown());
        }
        try {
            return switch (name) {
                case "DECIMAL", "DEC", "NUMERIC" -> decimal();
                case "ARRAY" -> array();
                case "MAP" -> map();
                case "STRUCT" -> struct();
                default -> simple(word, name);
            };
        } catch (StatementException e) {
            throw e;
        } catch (IllegalArgumentException e) {
            throw reader.mistake(word, String.valueOf(e.getMessage()));
        }
    }

    private DataType simple(SqlToken word, String name) {
        return Optional.ofNullable(TYPES.get(name)).orElseThrow(() -> {
            if (name.equals("VARCHAR") || name.equals("CHAR")) {
                return reader.mistake(word, "tables keep texts of any length; write STRING");
            }
            List<String> names = new ArrayList<>(TYPES.keySet());
            names.addAll(WITH_PARTS);
            return reader.mistake(word, "no type " + word.shown() + "; " + Nearest.remedy(name, names));
        });
    }

    private DataType decimal() {
        if (!reader.skip("(")) {
            return new DataType.Decimal(USUAL_PRECISION, 0);
        }
        int precision = number();
        int scale = reader.skip(",") ? number() : 0;
        reader.require(")", " behind the digits of the decimal");
        return new DataType.Decimal(precision, scale);
    }

    private int number() {
        SqlToken token = reader.next();
        if (!token.value().matches("\\d{1,4}")) {
            throw reader.mistake(token, "expected a number of digits, found " + token.shown());
        }
        return Integer.parseInt(token.value());
    }

    private DataType array() {
        reader.require("<", " and the type of the elements");
        DataType element = type();
        reader.require(">", " behind the type of the elements");
        return new DataType.Array(element, true);
    }

    private DataType map() {
        reader.require("<", " and the types of keys and values");
        DataType key = type();
        reader.require(",", " and the type of the values");
        DataType value = type();
        reader.require(">", " behind the type of the values");
        return new DataType.MapOf(key, value, true);
    }

    private DataType struct() {
        reader.require("<", " and the fields");
        List<Field> fields = new ArrayList<>();
        do {
            fields.add(column());
        } while (reader.skip(","));
        reader.require(">", " behind the fields");
        return new DataType.Struct(fields);
    }
}
