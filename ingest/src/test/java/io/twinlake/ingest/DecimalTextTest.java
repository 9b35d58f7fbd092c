package io.twinlake.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DecimalTextTest {

    private final DecimalText number = new DecimalText();

    @Test
    void a_double_is_rounded_as_the_jdk_rounds_it() {
        long seed = 7;
        Random random = new Random(seed);
        for (int i = 0; i < 50_000; i++) {
            double value = i % 2 == 0
                    ? Double.longBitsToDouble(random.nextLong())
                    : Math.round(random.nextGaussian() * 1e7) / 1e4;
            String text = Double.toString(value);
            if (Double.isFinite(value)) {
                assertThat(read(text)).as("%s (seed %d)", text, seed).isTrue();
                assertThat(number.asDouble()).as("%s (seed %d)", text, seed).isEqualTo(value);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "-7, -7",
        "2.0, 2",
        "1e3, 1000",
        "1200e-2, 12",
        "9223372036854775807, 9223372036854775807",
        "-9223372036854775808, -9223372036854775808",
        "0.0, 0"
    })
    void a_whole_number_is_one_however_it_is_written(String text, long expected) {
        assertThat(read(text)).isTrue();
        assertThat(number.isWhole(0)).isTrue();
        assertThat(number.whole()).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.5", "1e-1", "9223372036854775808", "1e19", "12345678901234567890123"})
    void a_fraction_or_a_number_too_large_is_not_whole(String text) {
        assertThat(read(text)).isTrue();
        assertThat(number.isWhole(0)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-", "01", "1.", ".5", "1e", "1e+", "+1", "0x10", "NaN", "1 "})
    void what_json_does_not_call_a_number_is_none(String text) {
        assertThat(read(text)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"1357000000.5, 1357000000500000", "1357000000.123456789, 1357000000123456", "-0.0000001, -1"})
    void seconds_become_microseconds_rounded_down(String text, long expected) {
        assertThat(read(text)).isTrue();
        assertThat(number.isWithin(6)).isTrue();
        assertThat(number.whole()).isEqualTo(expected);
    }

    private boolean read(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        return number.read(bytes, 0, bytes.length) == bytes.length;
    }
}
