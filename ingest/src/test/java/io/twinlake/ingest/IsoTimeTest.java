package io.twinlake.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IsoTimeTest {

    @ParameterizedTest
    @CsvSource({
        "2013-01-01T10:17:00Z, 2013-01-01T10:17:00Z",
        "2013-01-01T10:17:00.5Z, 2013-01-01T10:17:00.500Z",
        "2013-01-01T10:17:00.123456789Z, 2013-01-01T10:17:00.123456Z",
        "2013-01-01T10:17:00+02:00, 2013-01-01T08:17:00Z",
        "2013-01-01T10:17:00-0530, 2013-01-01T15:47:00Z",
        "2013-01-01T10:17:00+02, 2013-01-01T08:17:00Z",
        "2013-01-01 10:17:00, 2013-01-01T10:17:00Z",
        "2013-01-01T10:17, 2013-01-01T10:17:00Z",
        "2013-01-01, 2013-01-01T00:00:00Z",
        "2000-02-29T23:59:59Z, 2000-02-29T23:59:59Z",
        "0001-01-01T00:00:00Z, 0001-01-01T00:00:00Z",
    })
    void a_time_is_read_to_the_microsecond(String text, Instant expected) {
        assertThat(micros(text)).isEqualTo(Clocks.micros(expected));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2013-02-29T00:00:00Z",
                "1900-02-29T00:00:00Z",
                "2013-13-01T00:00:00Z",
                "2013-00-01T00:00:00Z",
                "2013-01-32T00:00:00Z",
                "2013-01-01T24:00:00Z",
                "2013-01-01T10:60:00Z",
                "2013-01-01T10:17:60Z",
                "2013-01-01T10:17:00.Z",
                "2013-01-01T10:17:00ZZ",
                "2013-01-01T10:17:00+25:00",
                "2013-01-01T1:17:00Z",
                "2013/01/01T10:17:00Z",
                "yesterday at noon",
                "2013-01-0",
            })
    void what_is_no_time_is_told(String text) {
        assertThat(micros(text)).isEqualTo(IsoTime.INVALID);
    }

    @Test
    void any_instant_is_read_as_the_jdk_reads_it() {
        long seed = 20130101;
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            long micros = random.nextLong(-62_135_596_800_000_000L, 253_402_300_800_000_000L);
            String text = Instant.EPOCH.plus(micros, ChronoUnit.MICROS).toString();
            assertThat(micros(text)).as("%s (seed %d)", text, seed).isEqualTo(micros);
        }
    }

    private static long micros(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return bytes.length < 10 ? IsoTime.INVALID : IsoTime.micros(bytes, 0, bytes.length);
    }
}
