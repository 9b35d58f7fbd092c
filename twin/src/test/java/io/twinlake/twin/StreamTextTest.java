package io.twinlake.twin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How a definition says what its events look like, and how a mistake in that is told. */
class StreamTextTest {

    private static final String HEAD = """
            twinlake: v1alpha1
            kind: TwinType
            namespace: test
            name: thing
            source:
              stream: events
              telemetry:
                id: {type: string}
                at: {type: timestamp}
                n: {type: long}
            key: {expr: id}
            time: {event_time: at}
            properties: {n: {type: long, last: n}}
            """;

    @Test
    void a_stream_says_encoding_dialect_and_length() {
        StreamText text = stream(HEAD.replace(
                        "stream: events",
                        "stream: events\n  encoding: latin1\n  max_record_bytes: 77\n"
                                + "  csv: {delimiter: tab, decimal: ',', skip: 3, null: [NA, ''], columns: [a, b]}"))
                .text();

        assertThat(text)
                .isEqualTo(new StreamText(
                        StandardCharsets.ISO_8859_1,
                        77,
                        new StreamText.Csv('\t', ',', 3, List.of("NA", ""), List.of("a", "b"))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "encoding: Shift_JIS|text in 'Shift_JIS' can't be cut into records; use UTF-8,",
                "encoding: utf-16|text in 'utf-16' can't be cut",
                "encoding: no such|text in 'no such' can't be cut",
                "max_record_bytes: 0|max_record_bytes is 0; write a whole number from 1 to",
                "csv: {delimiter: ab}|'ab' can't be the delimiter of CSV",
                "csv: {delimiter: '\"'}|can't be the delimiter of CSV",
                "csv: {decimal: ','}|',' is both delimiter and decimal",
                "csv: {decimal: x}|'x' does not stand before a fraction",
                "csv: {skip: -1}|skip is -1",
                "csv: {quote: x}|unknown word 'quote' in csv",
                "csv: {columns: [a, a]}|a column is named twice"
            })
    void a_mistake_in_it_names_its_place_and_the_remedy(String words, String problem) {
        assertThat(mistakes(HEAD.replace("stream: events", "stream: events\n  " + words)))
                .singleElement()
                .asString()
                .startsWith("thing.yaml:7:")
                .contains(problem);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "yyyy-MM-dd hh:mm:ss",
                "yyyy-MM-DD HH:mm",
                "YYYY-MM-dd HH:mm",
                "HH:mm:ss",
                "yyyy-MM",
                "bogus",
                "yyyy'"
            })
    void a_pattern_that_reads_no_time_is_refused(String pattern) {
        assertThat(mistakes(
                        HEAD.replace("at: {type: timestamp}", "at: {type: timestamp, format: \"" + pattern + "\"}")))
                .singleElement()
                .asString()
                .contains("is neither a format nor a pattern of a time: ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "yyyy-MM-dd HH:mm:ss",
                "uuuu-MM-dd'T'HH:mm:ss.SSSXXX",
                "dd/MMM/yyyy:HH:mm:ss Z",
                "MM/dd/yy hh:mm a",
                "yyyyMMdd",
                "d.M.yyyy H:mm",
                "MMMM d, yyyy HH:mm",
                "yyyy-DDD HH"
            })
    void patterns_of_everyday_are_taken(String pattern) {
        stream(HEAD.replace("at: {type: timestamp}", "at: {type: timestamp, format: \"" + pattern + "\"}"));
    }

    @Test
    void paths_are_names_and_indexes() {
        for (String path : List.of("a", "a.b", "a[0]", "a[0][12].b.c", "\"a.b\".c", "ä b.c")) {
            assertThat(FieldPath.parse(path)).as(path).map(FieldPath::toString).contains(path);
        }
        for (String path : List.of("", ".a", "a.", "a..b", "[0]", "a[", "a[x]", "a[-1]", "a\"b\"", "\"a", "a[0]b")) {
            assertThat(FieldPath.parse(path)).as(path).isEmpty();
        }
        assertThat(mistakes(HEAD.replace("n: {type: long}", "n: {type: long, path: 'a..b'}")))
                .containsExactly(
                        "thing.yaml:10:27: 'a..b' is no path to a field; write names and indexes as data.temp or"
                                + " readings[0].v; a name with a point or bracket in double quotes: '\"a.b\".c'");
    }

    @Test
    void an_event_time_is_a_field_or_a_formula_with_a_format() {
        assertThat(stream(HEAD.replace("event_time: at", "event_time: n, format: epoch_ns"))
                        .time()
                        .eventTime()
                        .format())
                .isEqualTo(new Telemetry.TimeFormat.Epoch("epoch_ns", -3));
        assertThat(mistakes(HEAD.replace("event_time: at", "event_time: n, format: iso8601")))
                .singleElement()
                .asString()
                .contains("the event time n is a number; write format: epoch_s");
        assertThat(mistakes(HEAD.replace("event_time: at", "event_time: at, format: epoch_s")))
                .singleElement()
                .asString()
                .contains("at is a timestamp already");
        assertThat(mistakes(HEAD.replace("event_time: at", "event_time: \"id || m\", zone: UTC")))
                .singleElement()
                .asString()
                .contains("thing.yaml:12:27: event_time of events: unknown name 'm'");
        assertThat(mistakes(HEAD.replace("at: {type: timestamp}", "at: {type: timestamp, zone: Europe/Berln}")))
                .singleElement()
                .asString()
                .contains("there is no zone 'Europe/Berln'; did you mean 'Europe/Berlin'?");
        assertThat(mistakes(HEAD.replace("id: {type: string}", "id: {type: string, zone: UTC}")))
                .singleElement()
                .asString()
                .contains("a string has no zone");
    }

    private static StreamDefinition stream(String yaml) {
        return TwinDefinition.parse("thing.yaml", yaml).get(0).streams().get(0);
    }

    private static List<String> mistakes(String yaml) {
        var e = catchThrowableOfType(InvalidDefinitionException.class, () -> TwinDefinition.parse("thing.yaml", yaml));
        assertThat(e).as("a mistake is found").isNotNull();
        return e.problems().stream().map(DefinitionProblem::toString).toList();
    }
}
