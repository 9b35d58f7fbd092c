package io.twinlake.query;

import static io.twinlake.format.Predicate.and;
import static io.twinlake.format.Predicate.atLeast;
import static io.twinlake.format.Predicate.atMost;
import static io.twinlake.format.Predicate.equal;
import static io.twinlake.format.Predicate.not;
import static io.twinlake.format.Predicate.or;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinlake.format.Literal;
import io.twinlake.format.Predicate;
import io.twinlake.format.Predicate.Compare;
import io.twinlake.format.Predicate.Operator;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PredicateParserTest {

    @Test
    void columns_are_compared_with_literals_on_either_side() {
        assertThat(PredicateParser.parse("phase = 'in air'")).isEqualTo(equal("phase", "in air"));
        assertThat(PredicateParser.parse("5 < seq")).isEqualTo(new Compare("seq", Operator.GREATER, Literal.of(5)));
        assertThat(PredicateParser.parse("speed <= -1.5"))
                .isEqualTo(new Compare("speed", Operator.AT_MOST, Literal.of(new BigDecimal("-1.5"))));
        assertThat(PredicateParser.parse("speed <> 1e3"))
                .isEqualTo(new Compare("speed", Operator.NOT_EQUAL, Literal.of(1000.0)));
        assertThat(PredicateParser.parse("seq != 7")).isEqualTo(new Compare("seq", Operator.NOT_EQUAL, Literal.of(7)));
    }

    @Test
    void a_quote_in_a_text_is_written_twice() {
        assertThat(PredicateParser.parse("phase = 'it''s'")).isEqualTo(equal("phase", "it's"));
    }

    @Test
    void letters_outside_ascii_are_text_too() {
        assertThat(PredicateParser.parse("phase = 'Zürich ✈'")).isEqualTo(equal("phase", "Zürich ✈"));
    }

    @Test
    void times_are_utc_unless_they_say_otherwise() {
        assertThat(PredicateParser.parse("observed_at >= TIMESTAMP '2013-06-01 12:30:00'"))
                .isEqualTo(atLeast("observed_at", Instant.parse("2013-06-01T12:30:00Z")));
        assertThat(PredicateParser.parse("observed_at >= TIMESTAMP '2013-06-01 12:30:00.25+02:00'"))
                .isEqualTo(atLeast("observed_at", Instant.parse("2013-06-01T10:30:00.25Z")));
        assertThat(PredicateParser.parse("day = DATE '2013-06-01'"))
                .isEqualTo(equal("day", LocalDate.parse("2013-06-01")));
    }

    @Test
    void ranges_lists_prefixes_and_nulls_are_understood() {
        assertThat(PredicateParser.parse("seq BETWEEN 1 AND 5")).isEqualTo(and(atLeast("seq", 1), atMost("seq", 5)));
        assertThat(PredicateParser.parse("seq NOT IN (1, 2)"))
                .isEqualTo(not(new Predicate.In("seq", List.of(Literal.of(1), Literal.of(2)))));
        assertThat(PredicateParser.parse("key LIKE 'N1%'")).isEqualTo(new Predicate.StartsWith("key", "N1"));
        assertThat(PredicateParser.parse("key LIKE 'N1'")).isEqualTo(equal("key", "N1"));
        assertThat(PredicateParser.parse("phase IS NOT NULL")).isEqualTo(not(new Predicate.IsNull("phase")));
    }

    @Test
    void and_binds_closer_than_or() {
        assertThat(PredicateParser.parse("seq = 1 OR seq = 2 AND NOT on_ground"))
                .isEqualTo(or(equal("seq", 1), and(equal("seq", 2), not(equal("on_ground", true)))));
    }

    @Test
    void fields_of_structs_and_names_in_quotes_are_columns() {
        assertThat(PredicateParser.parse("position.lat > 1"))
                .isEqualTo(new Compare("position.lat", Operator.GREATER, Literal.of(1)));
        assertThat(PredicateParser.parse("\"or\" = 1")).isEqualTo(equal("or", 1));
        assertThat(PredicateParser.parse("value = 1")).isEqualTo(equal("value", 1));
        assertThat(PredicateParser.parse("date = 'x'")).isEqualTo(equal("date", "x"));
    }

    @Test
    void quotes_say_where_a_name_begins_and_ends() {
        assertThat(PredicateParser.parse("\"a.b\" = 1")).isEqualTo(equal("`a.b`", 1));
        assertThat(PredicateParser.parse("\"a\".\"b.c\" = 1")).isEqualTo(equal("a.`b.c`", 1));
        assertThat(PredicateParser.parse("\"it`s\" = 1")).isEqualTo(equal("`it``s`", 1));
        assertThat(PredicateParser.parse("\"a IS NULL\"")).isEqualTo(equal("a IS NULL", true));
        assertThat(PredicateParser.parse("\"" + "long".repeat(100) + "\" = 1")).isEqualTo(equal("long".repeat(100), 1));
    }

    @Test
    void a_symmetric_range_takes_its_bounds_in_either_order() {
        assertThat(PredicateParser.parse("seq BETWEEN SYMMETRIC 5 AND 1"))
                .isEqualTo(or(and(atLeast("seq", 5), atMost("seq", 1)), and(atLeast("seq", 1), atMost("seq", 5))));
    }

    @Test
    void a_long_text_is_a_literal_like_any_other() {
        String text = "b''".repeat(100_000);
        assertThat(PredicateParser.parse("a = '" + text + "'")).isEqualTo(equal("a", text.replace("''", "'")));
    }

    @Test
    void what_is_too_deep_for_the_parser_is_told_in_few_words() {
        assertThatThrownBy(() -> PredicateParser.parse("(".repeat(100_000) + "a = 2"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("than the stack holds; write a list as IN (…)")
                .hasMessageContaining("(100005 characters)")
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(1000));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a = b",
                "upper(a) = 'X'",
                "a + 1 > 2",
                "a LIKE '%x'",
                "a LIKE 'x_%'",
                "a IN (SELECT 1)",
                "EXISTS (SELECT 1)",
                "a = CASE WHEN b THEN 1 END"
            })
    void anything_else_is_refused_with_what_is_supported(String text) {
        assertThatThrownBy(() -> PredicateParser.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("in the predicate '" + text + "' is not supported")
                .hasMessageContaining("for anything else use sql");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a =", "= 3", "a = 1; DROP TABLE x", "", "a = 'x"})
    void what_is_no_sql_is_refused(String text) {
        assertThatThrownBy(() -> PredicateParser.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("can't read the predicate '" + text + "': ");
    }

    @Test
    void what_is_refused_is_named_and_not_its_neighbour() {
        assertThatThrownBy(() -> PredicateParser.parse("length(a) = 5")).hasMessageContaining("length");
        assertThatThrownBy(() -> PredicateParser.parse("length(a) = 5"))
                .hasMessageNotContaining("'5' in the predicate");
        assertThatThrownBy(() -> PredicateParser.parse(" ")).hasMessageContaining("it is empty");
    }

    @Test
    void a_time_that_is_none_is_refused_with_an_example() {
        assertThatThrownBy(() -> PredicateParser.parse("t > TIMESTAMP 'yesterday'"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("2013-06-01 12:30:00");
    }
}
