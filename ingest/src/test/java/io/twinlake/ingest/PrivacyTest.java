package io.twinlake.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What of private fields, and of fields that nobody declared, is left in dead letters. */
class PrivacyTest {

    private final Lake lake = new Lake();

    private static String with(String privacy) {
        return Lake.LAMPS.replace("properties:", "privacy: {" + privacy + "}\nproperties:");
    }

    private List<String> letters(String definition) {
        lake.ingest(definition, Lake.options());
        return lake.deadLetters().stream()
                .map(letter -> letter.replaceAll(".* bytes=", ""))
                .toList();
    }

    @Test
    void a_private_field_is_private_however_it_is_spelled_and_wherever_it_lies() {
        lake.with(
                "a.jsonl",
                "{\"lamp\":\"L1\",\"STREET\":\"Elm\",\"at\":1}",
                "{\"lamp\":\"L1\",\"street \":\"Elm\",\"at\":2}",
                "{\"lamp\":\"L1\",\"\uFEFFStreet\":\"Elm\",\"at\":3}",
                "{\"lamp\":\"L1\",\"owner\":{\"homes\":[{\"street\":\"Elm\",\"no\":4}]},\"at\":4}",
                "{\"lamp\":\"L1\",\"street\":[\"Elm\",{\"x\":\"Elm\"}],\"at\":5}");

        assertThat(letters(with("street: {action: mask}")))
                .hasSize(5)
                .noneMatch(letter -> letter.contains("Elm"))
                .anyMatch(letter -> letter.contains("{\"lamp\":\"L1\",\"STREET\":\"***\",\"at\":1}"))
                .anyMatch(letter -> letter.contains("{\"homes\":[{\"street\":\"***\",\"no\":4}]}"));
    }

    @Test
    void a_column_that_is_spelled_otherwise_is_private_too() {
        lake.with("a.csv", "lamp,at,lux,street,Street ", "L1,never,5,Elm,Elm");

        assertThat(letters(with("' STREET': {action: drop}")))
                .singleElement()
                .asString()
                .contains("L1,never,5,,")
                .doesNotContain("Elm");
    }

    @Test
    void fields_that_nobody_declared_are_left_out_where_unknown_ones_are_dropped() {
        lake.with(
                "a.jsonl",
                "{\"lamp\":\"L1\",\"phone\":\"555\",\"LUX\":\"555\",\"at\":\"never\",\"more\":{\"lux\":\"555\"},\"lux\":[\"555\"]}",
                "{\"phone\":\"555\"");

        assertThat(letters(with("unknown: drop")))
                .hasSize(2)
                .noneMatch(letter -> letter.contains("555"))
                .anyMatch(letter -> letter.contains("{\"lamp\":\"L1\",\"at\":\"never\",\"lux\":[null]}"))
                .anyMatch(letter -> letter.contains("14 bytes"));
    }

    @Test
    void columns_that_nobody_declared_are_empty_where_unknown_ones_are_dropped() {
        lake.with("a.csv", "lamp,phone,at,lux,street", "L1,555,never,5,Elm");

        assertThat(letters(with("unknown: drop, street: {action: mask}")))
                .singleElement()
                .asString()
                .contains("L1,,never,5,***");
    }

    @Test
    void a_field_within_others_is_known_and_private_by_its_path() {
        String nested = with("unknown: drop, street: {action: mask}")
                .replace("street: {type: string}", "street: {type: string, path: 'home.ways[1]'}");
        lake.with(
                "a.jsonl",
                "{\"lamp\":\"L1\",\"at\":\"never\",\"Home\":{\"ways\":[\"x\",\"Elm\"]},\"home\":{\"ways\":[\"x\",\"Elm\",\"y\"],\"no\":1}}");

        assertThat(letters(nested))
                .singleElement()
                .asString()
                .contains("\"home\":{\"ways\":[null,\"***\",null]}")
                .doesNotContain("Elm")
                .doesNotContain("Home");
    }
}
