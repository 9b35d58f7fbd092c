package io.twinlake.query;

import io.twinlake.format.DataType;
import io.twinlake.format.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Our types in DuckDB's words, and DuckDB's in ours; types that only DuckDB has come out as text. */
final class DuckDbTypes implements DataType.Cases<String> {

    private static final DuckDbTypes NAMES = new DuckDbTypes();

    private DuckDbTypes() {}

    /** How DuckDB names a type. */
    static String name(DataType type) {
        return type.match(NAMES);
    }

    /** A name in double quotes. */
    static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    /** A text in single quotes. */
    static String text(String value) {
        return '\'' + value.replace("'", "''") + '\'';
    }

    @Override
    public String primitive(DataType.Primitive type) {
        return switch (type) {
            case BOOLEAN -> "BOOLEAN";
            case BYTE -> "TINYINT";
            case SHORT -> "SMALLINT";
            case INTEGER, VOID -> "INTEGER";
            case LONG -> "BIGINT";
            case FLOAT -> "FLOAT";
            case DOUBLE -> "DOUBLE";
            case STRING -> "VARCHAR";
            case BINARY -> "BLOB";
            case DATE -> "DATE";
            case TIMESTAMP -> "TIMESTAMPTZ";
            case TIMESTAMP_NTZ -> "TIMESTAMP";
            case VARIANT -> "STRUCT(\"metadata\" BLOB, \"value\" BLOB)";
        };
    }

    @Override
    public String decimal(DataType.Decimal type) {
        return "DECIMAL(" + type.precision() + "," + type.scale() + ")";
    }

    @Override
    public String struct(DataType.Struct type) {
        return type.fields().stream()
                .map(field -> quoted(field.name()) + " " + name(field.type()))
                .collect(Collectors.joining(", ", "STRUCT(", ")"));
    }

    @Override
    public String array(DataType.Array type) {
        return name(type.element()) + "[]";
    }

    @Override
    public String map(DataType.MapOf type) {
        return "MAP(" + name(type.key()) + ", " + name(type.value()) + ")";
    }

    /** The type that a result of DuckDB's type is given as. */
    static DataType parse(String name) {
        if (name.endsWith("[]")) {
            return new DataType.Array(parse(name.substring(0, name.length() - 2)), true);
        }
        if (name.startsWith("STRUCT(") && name.endsWith(")")) {
            return struct(arguments(name));
        }
        if (name.startsWith("MAP(") && name.endsWith(")")) {
            List<String> arguments = arguments(name);
            return new DataType.MapOf(parse(arguments.get(0)), parse(arguments.get(1)), true);
        }
        if (name.startsWith("DECIMAL(") && name.endsWith(")")) {
            List<String> arguments = arguments(name);
            return new DataType.Decimal(Integer.parseInt(arguments.get(0)), Integer.parseInt(arguments.get(1)));
        }
        return switch (name.toUpperCase(Locale.ROOT)) {
            case "BOOLEAN" -> DataType.Primitive.BOOLEAN;
            case "TINYINT" -> DataType.Primitive.BYTE;
            case "SMALLINT", "UTINYINT" -> DataType.Primitive.SHORT;
            case "INTEGER", "USMALLINT" -> DataType.Primitive.INTEGER;
            case "BIGINT", "UINTEGER" -> DataType.Primitive.LONG;
            case "HUGEINT", "UHUGEINT", "UBIGINT" -> new DataType.Decimal(38, 0);
            case "FLOAT" -> DataType.Primitive.FLOAT;
            case "DOUBLE" -> DataType.Primitive.DOUBLE;
            case "BLOB" -> DataType.Primitive.BINARY;
            case "DATE" -> DataType.Primitive.DATE;
            case "TIMESTAMP WITH TIME ZONE" -> DataType.Primitive.TIMESTAMP;
            case "TIMESTAMP", "TIMESTAMP_NS", "TIMESTAMP_MS", "TIMESTAMP_S" -> DataType.Primitive.TIMESTAMP_NTZ;
            default -> DataType.Primitive.STRING;
        };
    }

    private static DataType struct(List<String> members) {
        List<Field> fields = new ArrayList<>();
        for (String member : members) {
            int end = member.startsWith("\"") ? closingQuote(member) + 1 : member.indexOf(' ');
            String name = member.substring(0, end);
            String plain =
                    name.startsWith("\"") ? name.substring(1, name.length() - 1).replace("\"\"", "\"") : name;
            fields.add(Field.nullable(plain, parse(member.substring(end).strip())));
        }
        return new DataType.Struct(fields);
    }

    private static int closingQuote(String text) {
        int at = 1;
        while (at < text.length()) {
            if (text.charAt(at) == '"') {
                if (at + 1 == text.length() || text.charAt(at + 1) != '"') {
                    return at;
                }
                at++;
            }
            at++;
        }
        throw new IllegalArgumentException("no closing quote in " + text);
    }

    /** What is between the outermost brackets, cut at the commas that are in no other brackets or quotes. */
    private static List<String> arguments(String name) {
        String inner = name.substring(name.indexOf('(') + 1, name.length() - 1);
        List<String> arguments = new ArrayList<>();
        int depth = 0;
        boolean inQuotes = false;
        int from = 0;
        for (int at = 0; at < inner.length(); at++) {
            char c = inner.charAt(at);
            if (c == '"') {
                inQuotes = !inQuotes;
            } else if (!inQuotes && (c == '(' || c == ')')) {
                depth += c == '(' ? 1 : -1;
            } else if (!inQuotes && depth == 0 && c == ',') {
                arguments.add(inner.substring(from, at).strip());
                from = at + 1;
            }
        }
        arguments.add(inner.substring(from).strip());
        return arguments;
    }
}
