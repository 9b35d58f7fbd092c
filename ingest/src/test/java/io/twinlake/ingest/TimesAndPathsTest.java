package io.twinlake.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Times are what their format says, in a zone or not; fields lie where their path says. */
class TimesAndPathsTest {

    private final Lake lake = new Lake();

    @Test
    void a_time_that_does_not_exist_is_a_dead_letter_under_a_pattern_too() {
        String pattern = withTime("{type: timestamp, format: \"dd.MM.yyyy HH:mm\"}");
        lake.with(
                "a.csv",
                "lamp,at,lux",
                "L1,28.02.2026 23:59,5",
                "L1,30.02.2026 10:00,5",
                "L1,01.03.2026 24:00,5",
                "L1,31.04.2026 10:00,5",
                "L1,01.03.2026 9:00,5");
        lake.ingest(pattern, Lake.options());

        assertThat(times()).containsExactly("2026-02-28T23:59:00Z");
        assertThat(lake.deadLetters())
                .hasSize(4)
                .anyMatch(l -> l.contains(
                        "field 'at' is \"30.02.2026 10:00\", which is no timestamp in the format dd.MM.yyyy HH:mm"));
    }

    @Test
    void a_local_time_that_its_zone_has_twice_is_the_earlier_and_one_that_it_lacks_is_none() {
        for (String format : List.of("iso8601", "\"yyyy-MM-dd HH:mm\"")) {
            Lake zoned = new Lake();
            zoned.with(
                    "a.csv",
                    "lamp,at,lux",
                    "L1,2013-03-31 01:59,5",
                    "L2,2013-03-31 02:30,5",
                    "L3,2013-03-31 03:00,5",
                    "L4,2013-10-27 02:30,5",
                    "L5,2013-10-27 03:00,5");
            zoned.ingest(withTime("{type: timestamp, format: " + format + ", zone: Europe/Berlin}"), Lake.options());

            assertThat(times(zoned))
                    .containsExactly(
                            "2013-03-31T00:59:00Z",
                            "2013-03-31T01:00:00Z",
                            "2013-10-27T00:30:00Z",
                            "2013-10-27T02:00:00Z");
            assertThat(zoned.deadLetters())
                    .singleElement()
                    .asString()
                    .contains("2013-03-31 02:30")
                    .contains("Europe/Berlin");
        }
    }

    @Test
    void an_offset_in_the_text_comes_before_the_zone() {
        lake.with("a.csv", "lamp,at,lux", "L1,2013-07-01T12:00:00+00:00,5");
        lake.ingest(withTime("{type: timestamp, zone: America/New_York}"), Lake.options());
        assertThat(times()).containsExactly("2013-07-01T12:00:00Z");
    }

    @Test
    void epochs_are_numbers_also_in_texts_down_to_nanoseconds() {
        lake.with(
                "a.jsonl",
                "{\"lamp\":\"L1\",\"at\":1356998400123456789,\"lux\":5}",
                "{\"lamp\":\"L2\",\"at\":\"1356998400123456999\",\"lux\":5}",
                "{\"lamp\":\"L3\",\"at\":-1,\"lux\":5}",
                "{\"lamp\":\"L4\",\"at\":\"soon\",\"lux\":5}");
        lake.ingest(
                withTime("{type: timestamp, format: epoch_ns}").replace("lateness: 10s", "lateness: 90000d"),
                Lake.options());

        assertThat(times())
                .containsExactly(
                        "1969-12-31T23:59:59.999999Z", "2013-01-01T00:00:00.123456Z", "2013-01-01T00:00:00.123456Z");
        assertThat(lake.deadLetters())
                .singleElement()
                .asString()
                .contains("\"soon\", which is no timestamp in the format epoch_ns");
    }

    @Test
    void the_event_time_is_a_formula_over_fields() {
        String twoColumns = Lake.LAMPS
                .replace("at: {type: timestamp}", "day: {type: string}\n    clock: {type: string}")
                .replace(
                        "event_time: at",
                        "event_time: \"day || ' ' || clock\", format: dd.MM.yyyy HH:mm, zone: Europe/Berlin");
        lake.with("a.csv", "lamp,day,clock,lux", "L1,01.07.2013,14:00,5", "L1,01.07.2013,,5", "L1,31.06.2013,14:00,5");
        lake.ingest(twoColumns, Lake.options());

        assertThat(times()).containsExactly("2013-07-01T12:00:00Z");
        assertThat(lake.deadLetters())
                .hasSize(2)
                .allMatch(l -> l.contains("reason=time"))
                .anyMatch(l -> l.contains("the event time 'day || ' ' || clock' is missing"))
                .anyMatch(l ->
                        l.contains("is \"31.06.2013 14:00\", which is no timestamp in the format dd.MM.yyyy HH:mm"));
    }

    @Test
    void a_number_in_a_field_of_type_string_is_its_text() {
        lake.with(
                "a.jsonl",
                "{\"lamp\":4711,\"at\":\"2013-01-01T00:00:00Z\",\"lux\":5,\"street\":1.50}",
                "{\"lamp\":true,\"at\":\"2013-01-01T00:00:00Z\",\"lux\":5}");
        lake.ingest(Lake.LAMPS, Lake.options());

        assertThat(lake.rows("city/lamp_state"))
                .singleElement()
                .asString()
                .contains("key=4711")
                .contains("street=1.50");
        assertThat(lake.deadLetters()).singleElement().asString().contains("field 'lamp' is true, which is no string");
    }

    @Test
    void fields_lie_where_their_paths_say() {
        String nested = Lake.LAMPS
                .replace("lux: {type: double", "lux: {path: \"data.readings[1].v\", type: double")
                .replace("street: {type: string}", "street: {type: string, path: '\"a.b\".street'}");
        lake.with(
                "a.jsonl",
                "{\"lamp\":\"L1\",\"at\":\"2013-01-01T00:00:00Z\",\"data\":{\"x\":{},\"readings\":[{\"v\":5},{\"v\":500}]},\"a.b\":{\"street\":\"é\"}}",
                "{\"lamp\":\"L2\",\"at\":\"2013-01-01T00:00:00Z\",\"data\":{\"readings\":[{\"v\":5}]},\"lux\":5}",
                "{\"lamp\":\"L3\",\"at\":\"2013-01-01T00:00:00Z\",\"data\":{\"readings\":[1,{\"v\":[5]}]}}");
        lake.ingest(nested, Lake.options());

        assertThat(lake.rows("city/lamp_state"))
                .anyMatch(row -> row.contains("key=L1") && row.contains("level=bright") && row.contains("street=é"))
                .noneMatch(row -> row.contains("level=dark"));
        assertThat(lake.deadLetters())
                .singleElement()
                .asString()
                .contains("field 'data.readings[1].v' is an object or an array");
    }

    @Test
    void a_private_field_is_gone_wherever_it_lies() {
        String nested = Lake.LAMPS
                .replace("street: {type: string}", "street: {type: string, path: 'who[0].street'}")
                .replace("properties:", "privacy:\n  street: {action: mask}\nproperties:");
        lake.with(
                "a.jsonl",
                "{\"lamp\":\"L1\",\"at\":\"2013-01-01T00:00:00Z\",\"who\":[{\"street\":\"Elm\",\"n\":7}],\"lux\":5}",
                "{\"lamp\":\"L1\",\"who\":[{\"street\":\"Elm\",\"n\":7},{\"m\":[1]}],\"lux\":5}");
        lake.ingest(nested, Lake.options());

        assertThat(lake.rows("city/lamp_state")).singleElement().asString().contains("street=***");
        assertThat(lake.deadLetters())
                .singleElement()
                .asString()
                .contains("{\"lamp\":\"L1\",\"who\":[{\"street\":\"***\",\"n\":7},{\"m\":[1]}],\"lux\":5}");
    }

    private static String withTime(String field) {
        return Lake.LAMPS.replace("at: {type: timestamp}", "at: " + field);
    }

    private List<String> times() {
        return times(lake);
    }

    private static List<String> times(Lake lake) {
        return lake.rows("city/lamp_state").stream()
                .map(row -> row.replaceAll(".*observed_at=(\\S+) .*", "$1"))
                .sorted()
                .toList();
    }
}
