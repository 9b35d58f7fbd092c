package io.twinlake.twin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FormulaTest {

    private static final String DEFINITION = """
            twinlake: v1alpha1
            kind: TwinType
            namespace: test
            name: thing
            source:
              stream: events
              telemetry:
                at: {type: timestamp}
                x: {type: double}
                n: {type: int}
                s: {type: string}
                position: {type: double}
                timestamp: {type: timestamp}
            key: s
            time: {event_time: at}
            properties:
              y: {type: %s, formula: "%s"}
            """;

    @Test
    void places_beyond_those_of_any_number_cost_nothing() {
        assertThat(value("double", "round(x, 2000000000)")).isEqualTo("2.5");
        assertThat(value("double", "round(x, -2000000000)")).isEqualTo("0.0");
        assertThat(value("int", "round(n, -2000000000)")).isEqualTo("0");
    }

    /** The value of a formula on one event, as text; null for null. */
    private static @Nullable String value(String type, String formula) {
        var definition = TwinDefinition.parse("t.yaml", DEFINITION.formatted(type, formula))
                .get(0);
        var reducer = (Reducer.Computed) definition.properties().get(0).reducer();
        Layout layout = definition.streams().get(0).layout();
        Slots event = layout.newSlots();
        event.setDecimal(layout.slot("x").at(), 2.5);
        event.setWord(layout.slot("n").at(), 7);
        event.setText(layout.slot("s").at(), "Ab c");
        event.setDecimal(layout.slot("position").at(), 1);
        event.setWord(layout.slot("at").at(), Times.timestamp("2013-01-01T10:17:00.123456Z"));
        var at = new Evaluation().event(0, event).time(Times.timestamp("2013-01-01T10:17:00Z"));
        Slots result = definition.stateLayout().newSlots();
        Layout.Slot slot = definition.stateLayout().slot("y");
        reducer.formula().evalInto(at, result, slot);
        if (result.isNull(slot)) {
            return null;
        }
        return switch (slot.type()) {
            case STRING -> result.text(0);
            case DOUBLE -> String.valueOf(result.decimal(0));
            case BOOLEAN -> String.valueOf(result.flag(0));
            default -> String.valueOf(result.word(0));
        };
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '"',
            nullValues = "NULL",
            value = {
                "double    ; n / 2                                        ; 3.5",
                "int       ; n % 4                                        ; 3",
                "long      ; n * 1000000000000                            ; 7000000000000",
                "boolean   ; x > 2 AND NULL                               ; NULL",
                "boolean   ; x < 2 AND NULL                               ; false",
                "boolean   ; NOT (n IN (1, NULL))                         ; NULL",
                "boolean   ; n BETWEEN 7 AND 8                            ; true",
                "boolean   ; n BETWEEN 8 AND 7                            ; false",
                "boolean   ; n BETWEEN SYMMETRIC 8 AND 7                  ; true",
                "boolean   ; n NOT BETWEEN SYMMETRIC 8 AND 6              ; false",
                "boolean   ; n BETWEEN SYMMETRIC 9 AND 8                  ; false",
                "boolean   ; n BETWEEN SYMMETRIC NULL AND 7               ; NULL",
                "boolean   ; n <=> 7                                      ; true",
                "boolean   ; NOT s <=> NULL                               ; true",
                "boolean   ; s || '<=>' <=> 'Ab c<=>' AND x <=> 2.5       ; true",
                "int       ; IN.n + In.n                                  ; 14",
                "boolean   ; 'a😀b' LIKE '_😀_'                       ; true",
                "boolean   ; '😀' LIKE '_'                                ; true",
                "boolean   ; 'x😀Y' ILIKE '%😀y'                      ; true",
                "boolean   ; '𐐀' ILIKE '𐐨'                               ; true",
                "boolean   ; '😀' LIKE '😁'                               ; false",
                "string    ; CASE WHEN x > 3 THEN 'a' WHEN n = 7 THEN 'b' END ; b",
                "string    ; CASE n WHEN 1 THEN 'one' ELSE 'many' END     ; many",
                "string    ; lower(trim(s)) || '!'                        ; ab c!",
                "boolean   ; s LIKE 'A_ %'                                ; true",
                "boolean   ; s RLIKE '^[A-Z]b'                            ; true",
                "boolean   ; s IS NOT DISTINCT FROM NULL                  ; false",
                "int       ; nullif(n, 7)                                 ; NULL",
                "double    ; round(x)                                     ; 3.0",
                "double    ; coalesce(NULL, n, x)                         ; 7.0",
                "string    ; iff(n = 7, s, 'z')                           ; Ab c",
                "int       ; hour(at)                                     ; 10",
                "int       ; EXTRACT(MINUTE FROM at)                      ; 17",
                "long      ; unix_millis(at)                              ; 1357035420123",
                "timestamp ; date_trunc('hour', at)                       ; 1357034400000000",
                "timestamp ; at + INTERVAL '1:30' HOUR TO MINUTE          ; 1357040820123456",
                "interval  ; at - TIMESTAMP '2013-01-01 10:00:00'         ; 1020123456",
                "interval  ; INTERVAL '0.000001' SECOND                   ; 1",
                "double    ; seconds(INTERVAL '1.5' SECOND)               ; 1.5",
                "int       ; CAST(x AS INT)                               ; 2",
                "int       ; TRY_CAST(s AS INT)                           ; NULL",
                "string    ; CAST(at AS STRING)                           ; 2013-01-01 10:17:00.123456",
                "date      ; CAST(at AS DATE)                             ; 15706",
                "string    ; substring(s, -1)                             ; c",
                "string    ; split_part(s, ' ', 2)                        ; c",
                "int       ; length('ä😀')                                 ; 2",
                "double    ; position                                     ; 1.0",
                "timestamp ; timestamp                                    ; NULL",
                "boolean   ; event_time() < TIMESTAMP '2013-01-01T10:17:00.1Z' ; true",
                "interval  ; elapsed()                                    ; NULL",
                "double    ; in.x                                         ; 2.5",
                "double    ; ln(x - 2.5)                                  ; NULL",
                "double    ; greatest(x, NULL, n)                         ; 7.0",
                "int       ; -2147483648                                  ; -2147483648",
            })
    void a_formula_has_the_value_that_spark_gives(String type, String formula, @Nullable String expected) {
        assertThat(value(type.strip(), formula.strip())).isEqualTo(expected);
    }

    @Test
    void overflow_and_division_by_zero_are_errors_that_name_the_property_and_the_values() {
        assertThatThrownBy(() -> value("int", "n * 2147483647"))
                .isInstanceOf(ExpressionException.class)
                .hasMessage("property 'y': overflow: 7 * 2147483647 does not fit into int in n * 2147483647");
        assertThatThrownBy(() -> value("double", "x / (n - 7)"))
                .isInstanceOf(ExpressionException.class)
                .hasMessage("property 'y': division by zero in x / (n - 7)");
        assertThatThrownBy(() -> value("int", "CAST(s AS INT)"))
                .hasMessage("property 'y': 'Ab c' is not a whole number in CAST(s AS INT)");
    }

    @Test
    void great_circles_are_measured_on_the_mean_sphere() {
        double degree = GeoFunctions.haversineMetres(0, 0, 0, 1);
        assertThat(degree).isCloseTo(6_371_008.8 * Math.PI / 180, within(1e-6));
        assertThat(GeoFunctions.haversineMetres(40.6, -73.8, 40.6, -73.8)).isZero();
    }
}
