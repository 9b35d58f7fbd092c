package io.twinlake.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PipelineTest {

    private final Lake lake = new Lake();

    @Test
    void events_become_rows_where_what_they_mean_changes() {
        lake.with(
                "a.jsonl",
                "{\"lamp\":\"L1\",\"at\":\"2013-01-01T00:00:00Z\",\"lux\":5,\"street\":\"Elm\"}",
                "{\"lamp\":\"L1\",\"at\":\"2013-01-01T00:00:01Z\",\"lux\":6,\"street\":\"Elm\"}",
                "{\"lamp\":\"L2\",\"at\":\"2013-01-01T00:00:01Z\",\"lux\":150.5,\"street\":\"Oak\"}",
                "{\"lamp\":\"L1\",\"at\":\"2013-01-01T00:00:02Z\",\"lux\":50,\"street\":\"Elm\"}");

        PipelineProgress done = lake.ingest(Lake.LAMPS, Lake.options());

        assertThat(lake.rows("city/lamp_state"))
                .containsExactly(
                        "key=L1 observed_at=2013-01-01T00:00:00Z born_at=2013-01-01T00:00:00Z seq=1 cause=change"
                                + " changed=[street, level, readings] street=Elm level=dark readings=1"
                                + " definition_version=1 source_partition=readings=memory://input/ source_offset=0",
                        "key=L1 observed_at=2013-01-01T00:00:02Z born_at=2013-01-01T00:00:00Z seq=2 cause=change"
                                + " changed=[level, readings] street=Elm level=dim readings=3"
                                + " definition_version=1 source_partition=readings=memory://input/ source_offset=3",
                        "key=L2 observed_at=2013-01-01T00:00:01Z born_at=2013-01-01T00:00:01Z seq=1 cause=change"
                                + " changed=[street, level, readings] street=Oak level=bright readings=1"
                                + " definition_version=1 source_partition=readings=memory://input/ source_offset=2");
        assertThat(done.totals()).isEqualTo(new Epoch.Totals(4, 3, 0, 0));
    }
}
