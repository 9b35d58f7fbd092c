package io.twinlake.twin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DefinitionMistakesTest {

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
                x: {type: double}
                n: {type: int}
                open: {type: boolean}
            key: {expr: id}
            time: {event_time: at}
            """;

    private static List<String> mistakes(String yaml) {
        var e = catchThrowableOfType(InvalidDefinitionException.class, () -> TwinDefinition.parse("thing.yaml", yaml));
        assertThat(e).as("a mistake is found").isNotNull();
        return e.problems().stream().map(DefinitionProblem::toString).toList();
    }

    private static List<String> mistakesOf(String properties) {
        return mistakes(HEAD + "properties:\n" + properties.indent(2));
    }

    @Test
    void all_mistakes_of_a_file_are_told_at_once_with_their_places() {
        assertThat(mistakesOf("""
                        a: {type: double, last: xx}
                        b: {type: doubl, last: x}
                        c: {type: string, band: {of: x, edges: {low: 5, high: 1}}}
                        """))
                .containsExactly(
                        "thing.yaml:16:27: property 'a': unknown name 'xx'; did you mean 'x'?",
                        "thing.yaml:17:13: type 'doubl' is unknown; did you mean 'double'?",
                        "thing.yaml:18:57: edges do not ascend: high from 1.0 stands after low from 5.0;"
                                + " order them by their lower bounds");
    }

    @Test
    void an_unknown_word_names_the_nearest() {
        assertThat(mistakes(HEAD.replace("namespace:", "namespce:")))
                .containsExactly(
                        "thing.yaml:1:1: namespace is missing in the definition; add namespace: plant",
                        "thing.yaml:3:1: unknown word 'namespce' in the definition; did you mean 'namespace'?");
    }

    @Test
    void a_formula_that_lost_its_quotes_is_known_as_one() {
        assertThat(mistakesOf("a: {type: double, formula: coalesce(x, 0)}\n"))
                .anyMatch(m -> m.endsWith("inside { } put a formula with a comma or a bracket in quotes"));
    }

    @Test
    void what_comes_later_is_refused_by_name() {
        assertThat(mistakes(HEAD + """
                        relationships: {near: {kind: proximity}}
                        properties:
                          p: {type: double, rate: {of: x}}
                          w:
                            window: {type: hopping, size: 1h}
                            aggregate: {a: avg(x)}
                        """))
                .allMatch(m -> m.contains("not supported yet: "))
                .extracting(m -> m.substring(m.indexOf("yet: ") + 5, m.indexOf(';')))
                .containsExactly("relationships", "rate", "hopping");
    }

    @Test
    void a_formula_that_names_what_is_refused_is_not_told_again() {
        assertThat(mistakesOf("""
                        p: {type: double, rate: {of: x}}
                        q: {type: boolean, formula: p > 3}
                        """)).hasSize(1);
    }

    @Test
    void properties_that_read_each_other_name_the_circle() {
        assertThat(mistakesOf("""
                        a: {type: double, formula: state.b + 1}
                        b: {type: double, formula: state.a + 1}
                        """))
                .containsExactly("thing.yaml:16:3: properties read each other in a circle: a -> b -> a;"
                        + " read one of them as it was before the event, by prev(…)");
    }

    @Test
    void a_property_may_read_itself_as_it_was() {
        var definition = TwinDefinition.parse(
                "thing.yaml", HEAD + "properties:\n  a: {type: double, formula: 'coalesce(prev(a), 0) + x'}\n");
        assertThat(definition).hasSize(1);
    }

    @Test
    void two_reducers_and_none_are_mistakes() {
        assertThat(mistakesOf("""
                        a: {type: double, last: x, min: x}
                        b: {type: double}
                        """))
                .satisfiesExactly(
                        m -> assertThat(m).contains("'a' has several reducers: last, min"),
                        m -> assertThat(m).contains("'b' has no reducer"));
    }

    @Test
    void a_formula_of_the_wrong_type_names_the_cast() {
        assertThat(mistakesOf("a: {type: int, last: x}\n"))
                .containsExactly("thing.yaml:16:24: property 'a': the formula is of type double, expected int;"
                        + " write CAST(… AS INT)");
    }

    @Test
    void a_column_of_every_state_table_is_no_name_of_a_property() {
        assertThat(mistakesOf("Seq: {type: double, last: x}\n"))
                .containsExactly("thing.yaml:16:3: the column 'Seq' is one that every state table has; rename 'Seq'");
    }

    @Test
    void the_column_since_of_a_property_that_settles_clashes_too() {
        assertThat(mistakesOf("""
                        a: {type: double, last: x, settle: 5s}
                        A_since: {type: double, last: x}
                        """)).singleElement().asString().contains("'A_since' is one of 'a' too");
    }

    @Test
    void a_doubled_key_is_a_mistake() {
        assertThat(mistakesOf("a: {type: double, last: x, last: n}\n"))
                .containsExactly("thing.yaml:16:30: 'last' is twice in a; take one away");
    }

    @Test
    void the_place_in_a_formula_of_several_lines_is_that_in_the_file() {
        assertThat(mistakesOf("""
                        a:
                          type: string
                          last: |-
                            CASE WHEN x > 3 THEN 'a'
                                 WHEN y > 4 THEN 'b' END
                        """))
                .containsExactly(
                        "thing.yaml:20:17: property 'a': unknown name 'y';" + " expected one of a, at, id, n, open, x");
    }

    @Test
    void a_formula_that_does_not_parse_says_where() {
        assertThat(mistakesOf("a: {type: double, last: x + }\n"))
                .singleElement()
                .asString()
                .startsWith("thing.yaml:16:")
                .contains("property 'a': the formula does not parse");
    }

    @Test
    void an_aggregate_function_stands_only_in_a_window() {
        assertThat(mistakesOf("a: {type: double, last: avg(x)}\n"))
                .singleElement()
                .asString()
                .contains("the aggregate function avg stands outside a window");
    }

    @Test
    void a_window_reads_its_inputs_inside_aggregate_functions() {
        assertThat(mistakesOf("""
                        w:
                          window: {type: tumbling, size: 1h}
                          aggregate: {a: x + 1}
                        """)).singleElement().asString().contains("'x' stands outside an aggregate function");
    }

    @Test
    void a_file_that_is_not_yaml_says_where() {
        assertThat(mistakes("twinlake: [v1alpha1\nkind: TwinType\n"))
                .singleElement()
                .asString()
                .startsWith("thing.yaml:2:")
                .contains("the file is not YAML");
    }

    @Test
    void private_fields_that_are_no_text_can_only_be_dropped() {
        assertThat(mistakes(HEAD + "privacy: {x: {action: mask}, y: {action: drop}}\n"))
                .satisfiesExactly(
                        m -> assertThat(m).contains("'x' is no string: it can only be dropped"),
                        m -> assertThat(m).contains("no field 'y' to keep private"));
    }

    @Test
    void times_are_durations_and_event_time_is_a_timestamp() {
        assertThat(mistakes(HEAD.replace("{event_time: at}", "{event_time: x, lateness: 5 min}")))
                .satisfiesExactly(
                        m -> assertThat(m).contains("the field 'x' is not of type timestamp"),
                        m -> assertThat(m).contains("lateness '5 min' is not a duration"));
    }

    @Test
    void fields_that_are_not_declared_can_only_be_dropped() {
        assertThat(mistakes(HEAD + "privacy: {unknown: mask}\n"))
                .containsExactly(
                        "thing.yaml:15:20: fields that are not declared can only be dropped; write unknown: drop");
        assertThat(mistakes(HEAD + "privacy: {unknown: {action: drop}}\n"))
                .containsExactly("thing.yaml:15:11: no field 'unknown' to keep private;"
                        + " write unknown: drop, for all fields that are not declared");
    }

    @Test
    void max_silence_is_refused_beside_emit_never() {
        assertThat(mistakesOf("a: {type: double, last: x, max_silence: 10s, emit: never}"))
                .singleElement()
                .asString()
                .contains("max_silence can't stand beside emit: never, which writes no row; take max_silence away");
    }

    @Test
    void a_definition_that_an_older_release_ran_is_what_it_was() {
        String yaml = HEAD + "properties:\n  a: {type: double, last: x, max_silence: 10s, emit: never}\n";

        assertThat(TwinDefinition.recorded("thing.yaml", yaml).properties()).hasSize(1);
    }

    @Test
    void names_that_are_no_folder_of_a_lake_are_refused() {
        String properties = "properties:\n  a: {type: double, last: x}\n";
        for (String table : List.of("_delta_log.x", "test._delta_log", "_twinlake.dead_letters", "x.con", "COM1.x")) {
            assertThat(mistakes(HEAD + properties + "table: {name: " + table + "}\n"))
                    .singleElement()
                    .asString()
                    .startsWith("thing.yaml:17:15: '")
                    .contains("can't be a name in a lake");
        }
        assertThat(mistakes(HEAD.replace("namespace: test", "namespace: _twinlake") + properties))
                .singleElement()
                .asString()
                .startsWith("thing.yaml:3:12: '_twinlake' can't be a name in a lake");
        assertThat(mistakes(HEAD.replace("name: thing", "name: " + "x".repeat(300)) + properties))
                .singleElement()
                .asString()
                .startsWith("thing.yaml:4:7: 'xxxxxxxxxxxxxxxxxxxx…' can't be a name in a lake: it has 306 bytes");
    }

    @Test
    void a_duration_beyond_all_time_is_refused() {
        assertThat(mistakes(HEAD.replace("event_time: at", "event_time: at, lateness: 106751992d")
                        + "properties:\n  a: {type: double, last: x}\n"))
                .singleElement()
                .asString()
                .contains("lateness '106751992d' is longer than 106751991d, all the time that there is");
    }

    @Test
    void a_file_beyond_a_mebibyte_is_refused_before_it_is_read() {
        assertThat(mistakes(HEAD + "# " + "x".repeat(1 << 20)))
                .singleElement()
                .asString()
                .contains("bytes, and a definition has at most 1048576 (1 MiB)");
    }

    @Test
    void a_file_that_is_no_text_is_told_with_the_place_of_what_is_none() {
        assertThat(mistakes(HEAD + "properties:\n  a\0: {type: double, last: x}\n"))
                .containsExactly("thing.yaml:16:4: the character U+0000 has no place in a definition;"
                        + " take it away; if there are more, the file is no text");
    }

    @Test
    void maps_within_maps_without_end_are_refused() {
        assertThat(mistakes(HEAD + "properties: " + "{a: ".repeat(5_000) + "1" + "}".repeat(5_000)))
                .singleElement()
                .asString()
                .contains("the file has more than the 50 levels");
    }

    @Test
    void aliases_that_multiply_are_refused() {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 9; i++) {
            bomb.append("a%d: &a%d [%s]\n".formatted(i, i, ("*a" + (i - 1) + ", ").repeat(8) + "*a" + (i - 1)));
        }
        assertThat(mistakes(HEAD + bomb))
                .singleElement()
                .asString()
                .contains("or 50 aliases that a definition may have");
    }

    @Test
    void formulas_within_formulas_without_end_are_refused() {
        String deep = "thing.yaml:16:28: property 'a': the formula has more than 2000 levels of brackets and operators";
        for (String formula : List.of(
                "(".repeat(4_000) + "x" + ")".repeat(4_000), "x + ".repeat(2_400) + "x", "- ".repeat(4_000) + "x")) {
            assertThat(mistakesOf("a: {type: double, last: \"" + formula + "\"}"))
                    .as(formula.substring(0, 20))
                    .singleElement()
                    .asString()
                    .startsWith(deep);
        }
        assertThat(mistakesOf("a: {type: double, last: \"" + "x + ".repeat(20_000) + "x\"}"))
                .containsExactly("thing.yaml:16:27: last is a formula of 80001 characters, and one has at most 10000;"
                        + " make properties of its parts");
    }

    @Test
    void a_window_without_aggregates_is_told() {
        assertThat(mistakesOf("""
                        a: {type: double, last: x}
                        w:
                          window: {type: tumbling, size: 1h}
                          aggregate: {}
                        """)).singleElement().asString().contains("aggregate is empty; add events: count(*)");
    }

    private static List<String> reducers() {
        return PropertyDraft.REDUCERS;
    }

    @ParameterizedTest
    @MethodSource("reducers")
    void no_property_goes_without_a_word(String reducer) {
        for (String value :
                List.of("{}", "[]", "null", "''", "{of: x}", "{of: {}}", "{of: x, edges: {}}", "{states: {}}")) {
            for (String more : List.of("", ", type: double", ", aggregate: {}", ", type: double, when: {}")) {
                String property = "p: {" + reducer + ": " + value + more + "}\n";
                try {
                    TwinDefinition definition = TwinDefinition.parse("thing.yaml", HEAD + "properties:\n  " + property)
                            .get(0);
                    assertThat(definition.properties()).as(property).hasSize(1);
                } catch (InvalidDefinitionException told) {
                    assertThat(told.problems()).as(property).isNotEmpty();
                }
            }
        }
    }
}
