package io.twinlake.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinlake.format.LongVector;
import io.twinlake.query.RowBatches;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SheetTest {

    @Test
    void a_time_that_microseconds_cannot_hold_is_null() {
        Sheet sheet = Sheet.columns().time("time").sheet();
        sheet.row(Instant.ofEpochMilli(Long.MAX_VALUE))
                .row(Instant.ofEpochMilli(Long.MIN_VALUE))
                .row(Instant.ofEpochSecond(1, 2_000));

        try (RowBatches rows = sheet.toRows()) {
            LongVector times = (LongVector) rows.next().column(0);
            assertThat(times.isNull(0)).isTrue();
            assertThat(times.isNull(1)).isTrue();
            assertThat(times.get(2)).isEqualTo(1_000_002);
        }
    }
}
