package io.twinlake.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A header that is not what a definition reads is told before anything of the file is taken. */
class CsvHeaderTest {

    private static final String ROW = "L1,2013-01-01T00:00:00Z,5";

    private final Lake lake = new Lake();

    @Test
    void none_of_the_fields_is_an_error_that_names_both_lists() {
        lake.with("a.csv", "lamp,at,lux", ROW)
                .with("b.csv", "L9,2013-01-01T00:00:01Z,50", "L1,2013-01-01T00:00:02Z,50");
        assertThatThrownBy(() -> lake.ingest(Lake.LAMPS, Lake.options()))
                .isInstanceOf(SourceException.class)
                .hasMessageContaining("b.csv: its header has none of the fields that definition lamp reads")
                .hasMessageContaining("the header has 'L9', '2013-01-01T00:00:01Z', '50'")
                .hasMessageContaining("reads 'lamp', 'at', 'lux', 'street'")
                .hasMessageContaining("columns:");

        lake.with("b.csv", "lamp,at,lux", "L9,2013-01-01T00:00:01Z,50", "L1,2013-01-01T00:00:02Z,50");
        assertThat(lake.ingest(Lake.LAMPS, Lake.options()).totals().events()).isEqualTo(3);
    }

    @Test
    void a_header_without_key_or_time_or_with_a_name_twice_is_an_error() {
        assertWrong("id,at,lux", "has no column for lamp, the key or time");
        assertWrong("lamp,when,lux", "has no column for at, the key or time");
        assertWrong("lamp,at,lux,lux", "names 'lux' twice");
        assertWrong("lamp;at;lux", "delimiter: ';'");
        assertWrong("lamp\tat\tlux", "delimiter: 'tab'");
    }

    @Test
    void lines_that_end_in_a_carriage_return_alone_are_told() {
        for (String file : List.of("a.csv", "a.jsonl")) {
            String text = file.endsWith("csv")
                    ? "lamp,at,lux\r" + ROW + "\r"
                    : Lake.reading("L1", 0, 5) + "\r" + Lake.reading("L1", 1, 50) + "\r";
            Lake returns = new Lake().withBytes(file, text.getBytes(StandardCharsets.UTF_8));
            assertThatThrownBy(() -> returns.ingest(Lake.LAMPS, Lake.options()))
                    .isInstanceOf(SourceException.class)
                    .hasMessageContaining("carriage return alone");
        }
    }

    @Test
    void a_header_that_is_no_utf_8_is_told() {
        lake.withBytes("a.csv", "lamp,at,höhe\n".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> lake.ingest(Lake.LAMPS, Lake.options()))
                .isInstanceOf(SourceException.class)
                .hasMessageContaining("encoding: windows-1252");
    }

    @Test
    void a_column_that_is_not_there_is_a_notice_that_names_file_and_header() {
        List<String> notices = new ArrayList<>();
        lake.with("a.csv", "lamp,at,brightness", ROW);
        lake.pipeline(Lake.LAMPS, Lake.options(), Lake.INPUT.toString()).run(new PipelineListener() {
            @Override
            public void committed(PipelineProgress progress) {}

            @Override
            public void notice(String text) {
                notices.add(text);
            }
        });

        assertThat(notices)
                .singleElement()
                .asString()
                .contains("a.csv: its header has no 'lux', 'street', which lamp reads")
                .contains("'lamp', 'at', 'brightness'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?partition=file"})
    void what_the_headers_of_a_folders_files_lack_is_told_once(String suffix) {
        List<String> notices = Collections.synchronizedList(new ArrayList<>());
        for (int i = 1; i <= 40; i++) {
            lake.with("%03d.csv".formatted(i), "lamp,at,lux", ROW);
        }
        lake.pipeline(Lake.LAMPS, Lake.options(), Lake.INPUT + suffix).run(toldTo(notices));

        assertThat(notices)
                .singleElement()
                .asString()
                .contains(".csv (and 39 more files): its header has no 'street', which lamp reads");
    }

    @Test
    void what_the_header_of_a_followed_file_lacks_is_told_at_once_and_how_many_follow_at_the_end() {
        List<String> notices = Collections.synchronizedList(new ArrayList<>());
        lake.with("1.csv", "lamp,at,lux", ROW);
        new FollowedRun(lake)
                .then(() -> assertThat(notices).hasSize(1))
                .then(() -> lake.with("2.csv", "lamp,at,lux", ROW))
                .then(() -> lake.with("3.csv", "lamp,at,lux", ROW))
                .tellingTo(toldTo(notices))
                .run(lake.memory, Lake.LAMPS, FollowTest.OPTIONS, Lake.INPUT.toString());

        assertThat(notices).hasSize(2);
        assertThat(notices.get(0)).startsWith("1.csv: its header has no 'street'");
        assertThat(notices.get(1)).startsWith("1.csv (and 2 more files): its header has no 'street'");
    }

    private static PipelineListener toldTo(List<String> notices) {
        return new PipelineListener() {
            @Override
            public void notice(String text) {
                notices.add(text);
            }
        };
    }

    @Test
    void a_header_that_may_be_data_is_not_shown_where_anything_is_private() {
        String discreet = Lake.LAMPS.replace("properties:", "privacy:\n  street: {action: mask}\nproperties:");
        lake.with("a.csv", "L1,2013-01-01T00:00:00Z,5,Elm");
        assertThatThrownBy(() -> lake.ingest(discreet, Lake.options()))
                .isInstanceOf(SourceException.class)
                .hasMessageContaining("the header has none of them and 4 more")
                .hasMessageNotContaining("Elm");
    }

    @Test
    void a_dialect_has_a_delimiter_a_comma_before_fractions_lines_to_skip_and_words_for_null() {
        String dialect = Lake.LAMPS.replace(
                "stream: readings",
                "stream: readings\n  csv: {delimiter: ';', decimal: ',', skip: 2, null: [NA, '-']}");
        lake.with(
                "a.csv",
                "exported by \"x",
                "",
                "lamp;at;lux;street",
                "L1; 2013-01-01T00:00:00Z ; +5,5 ;a,b",
                "L1;2013-01-01T00:00:01Z;NA;-",
                "L1;2013-01-01T00:00:02Z;1e2;\"c;d\"",
                "L1;2013-01-01T00:00:03Z;1.000,5;x");
        lake.ingest(dialect, Lake.options());

        assertThat(lake.rows("city/lamp_state"))
                .hasSize(2)
                .anyMatch(row -> row.contains("street=a,b") && row.contains("level=dark"))
                .anyMatch(row -> row.contains("street=c;d") && row.contains("level=bright"));
        assertThat(lake.deadLetters()).singleElement().asString().contains("field 'lux' is 1.000,5");
    }

    @Test
    void a_file_without_a_header_has_the_columns_that_its_stream_names() {
        String named = Lake.LAMPS.replace("stream: readings", "stream: readings\n  csv: {columns: [lamp, at, lux]}");
        lake.with("a.csv", ROW, "L1,2013-01-01T00:00:01Z,50");
        assertThat(lake.ingest(named, Lake.options()).totals().events()).isEqualTo(2);
        lake.append("a.csv", "L1,2013-01-01T00:00:02Z,500");
        assertThat(lake.ingest(named, Lake.options()).totals().events()).isEqualTo(3);
    }

    private void assertWrong(String header, String message) {
        lake.with("a.csv", header, ROW);
        assertThatThrownBy(() -> lake.ingest(Lake.LAMPS, Lake.options()))
                .isInstanceOf(SourceException.class)
                .hasMessageContaining("a.csv: its header ")
                .hasMessageContaining(message);
    }
}
