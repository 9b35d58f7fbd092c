package io.twinlake.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is not read is refused by its name, and only at the versions that need it. */
class FeatureRefusalTest {

    private final Tables tables = new Tables();
    private final ForeignLog log = new ForeignLog(tables);

    @Test
    void the_protocol_of_the_version_that_is_asked_for_decides() {
        log.commit(0, plain(), log.metadata(Tables.SCHEMA, List.of(), Map.of()));
        log.commit(1, log.protocol("geospatial"));
        log.commit(2, plain());

        assertThat(tables.log().at(Version.of(0)).version().number()).isZero();
        assertThat(tables.log().latest().version().number()).isEqualTo(2);
        assertThatThrownBy(() -> tables.log().at(Version.of(1)))
                .isInstanceOf(UnsupportedTableException.class)
                .hasMessageContaining("geospatial");
    }

    @ParameterizedTest
    @ValueSource(strings = {"catalogManaged", "geospatial", "quaternions"})
    void features_that_are_not_read_are_named(String feature) {
        log.commit(0, log.protocol("deletionVectors", feature), log.metadata(Tables.SCHEMA, List.of(), Map.of()));

        assertThatThrownBy(() -> tables.log().latest())
                .isInstanceOf(UnsupportedTableException.class)
                .hasMessageContaining(feature)
                .message()
                .doesNotContain("deletionVectors");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "columnMapping",
                "deletionVectors",
                "timestampNtz",
                "v2Checkpoint",
                "vacuumProtocolCheck",
                "typeWidening",
                "typeWidening-preview",
                "variantType",
                "variantType-preview",
                "variantShredding",
                "variantShredding-preview",
                "DELETIONVECTORS"
            })
    void features_of_readers_are_read(String feature) {
        log.commit(0, log.protocol(feature), log.metadata(Tables.SCHEMA, List.of(), Map.of()));

        assertThat(tables.log().latest().files()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"columnMapping", "timestampNtz"})
    void an_unknown_mapping_mode_is_refused_by_name_and_value_whatever_the_protocol(String feature) {
        log.commit(
                0,
                log.protocol(feature),
                log.metadata(Tables.SCHEMA, List.of(), Map.of("delta.columnMapping.mode", "rank")));

        assertThatThrownBy(() -> tables.log().latest())
                .isInstanceOf(UnsupportedTableException.class)
                .hasMessageContainingAll("delta.columnMapping.mode", "'rank'", "expected none, name or id");
    }

    @Test
    void a_mapping_mode_without_the_feature_does_not_come_into_force_with_another_change() {
        log.commit(
                0,
                plain(),
                log.metadata(Tables.SCHEMA, List.of(), Map.of("delta.columnMapping.mode", "name", "mine", "1")));
        Snapshot snapshot = tables.log().latest();
        Transaction change = snapshot.transaction(IsolationLevel.SERIALIZABLE, "SET TBLPROPERTIES")
                .metadata(
                        snapshot.metadata().withConfiguration(Map.of("delta.columnMapping.mode", "name", "mine", "2")));

        assertThatThrownBy(change::commit)
                .isInstanceOf(UnsupportedTableException.class)
                .hasMessageContaining("delta.columnMapping.mode=name and a protocol without column mapping");
        assertThat(tables.log().latest().version()).isEqualTo(Version.of(0));
    }

    private static Action.Protocol plain() {
        return new Action.Protocol(1, 2, Set.of(), Set.of());
    }
}
