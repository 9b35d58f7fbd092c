package io.twinlake.twin;

import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads how a stream's text is written: {@code encoding}, {@code max_record_bytes}, {@code csv}. */
final class StreamTextParser {

    /** Encodings in which a newline, a quote and a delimiter are one unit each that nothing else contains. */
    private static final List<String> ENCODINGS = Stream.of(
                    "UTF-8",
                    "US-ASCII",
                    "UTF-16LE",
                    "UTF-16BE",
                    "ISO-8859-1",
                    "ISO-8859-2",
                    "ISO-8859-5",
                    "ISO-8859-7",
                    "ISO-8859-9",
                    "ISO-8859-13",
                    "ISO-8859-15",
                    "windows-1250",
                    "windows-1251",
                    "windows-1252",
                    "windows-1253",
                    "windows-1254",
                    "windows-1257",
                    "KOI8-R",
                    "IBM437",
                    "IBM850")
            .filter(Charset::isSupported)
            .toList();

    private static final int MAX_RECORD_BYTES = 1 << 28;
    private static final Pattern DELIMITER = Pattern.compile("[\t\\x20-\\x7E&&[^\"A-Za-z0-9.+-]]");

    private StreamTextParser() {}

    static StreamText read(YamlParts source) {
        StreamText usual = StreamText.USUAL;
        return new StreamText(
                source.get("encoding").flatMap(StreamTextParser::encoding).orElse(usual.encoding()),
                source.get("max_record_bytes")
                        .flatMap(value -> count(value, 1, MAX_RECORD_BYTES))
                        .orElse(usual.maxRecordBytes()),
                source.get("csv").map(StreamTextParser::csv).orElse(usual.csv()));
    }

    private static Optional<Charset> encoding(YamlValue value) {
        return value.text().flatMap(name -> {
            Optional<Charset> known = charset(name).filter(set -> ENCODINGS.contains(set.name()));
            if (known.isEmpty()) {
                value.problem(
                        "text in '" + name + "' can't be cut into records", "use " + String.join(", ", ENCODINGS));
            }
            return known;
        });
    }

    private static Optional<Charset> charset(String name) {
        try {
            return Charset.isSupported(name) ? Optional.of(Charset.forName(name)) : Optional.empty();
        } catch (IllegalCharsetNameException noName) {
            return Optional.empty();
        }
    }

    private static StreamText.Csv csv(YamlValue value) {
        YamlParts parts = value.parts(YamlWords.CSV);
        StreamText.Csv usual = StreamText.Csv.USUAL;
        char decimal = parts.get("decimal").flatMap(StreamTextParser::decimal).orElse(usual.decimal());
        char delimiter =
                parts.get("delimiter").flatMap(StreamTextParser::delimiter).orElse(usual.delimiter());
        if (decimal == delimiter) {
            value.problem(
                    "'" + decimal + "' is both delimiter and decimal of " + value.what(),
                    "write delimiter: ';' beside decimal: ','");
        }
        return new StreamText.Csv(
                delimiter,
                decimal,
                parts.get("skip").flatMap(skip -> count(skip, 0, 1_000_000)).orElse(usual.skip()),
                parts.get("null").map(StreamTextParser::texts).orElse(usual.nulls()),
                parts.get("columns").map(StreamTextParser::columns).orElse(usual.columns()));
    }

    private static Optional<Character> delimiter(YamlValue value) {
        String text = value.scalar().equals("tab") ? "\t" : value.scalar();
        if (DELIMITER.matcher(text).matches()) {
            return Optional.of(text.charAt(0));
        }
        value.problem(
                "'" + text + "' can't be the delimiter of CSV",
                "write one character that is no letter, digit, quote, point or sign: ';', '|' or tab");
        return Optional.empty();
    }

    private static Optional<Character> decimal(YamlValue value) {
        String text = value.scalar();
        if (text.equals(",") || text.equals(".")) {
            return Optional.of(text.charAt(0));
        }
        value.problem("'" + text + "' does not stand before a fraction", "write decimal: ',' or decimal: '.'");
        return Optional.empty();
    }

    private static List<String> texts(YamlValue value) {
        return value.isScalar()
                ? List.of(value.scalar())
                : value.list().stream().map(YamlValue::scalar).toList();
    }

    private static List<String> columns(YamlValue value) {
        List<String> names =
                value.list().stream().flatMap(name -> name.text().stream()).toList();
        if (names.stream().distinct().count() < names.size()) {
            value.problem("a column is named twice in " + names, "give each column a name of its own");
        }
        return names;
    }

    private static Optional<Integer> count(YamlValue value, int least, int most) {
        return value.wholeNumber().filter(number -> {
            boolean within = number >= least && number <= most;
            if (!within) {
                value.problem(value.what() + " is " + number, "write a whole number from " + least + " to " + most);
            }
            return within;
        });
    }
}
