package io.twinlake.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinlake.storage.Location;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ActionCodecTest {

    @Test
    void every_action_is_read_as_it_was_written() {
        var vector = new Action.DeletionVectorDescriptor("u", "ab^-aqEH.-t@S}K{vb[*k^", OptionalLong.of(4), 40, 6);
        Map<String, Optional<String>> partition = Map.of("day", Optional.of("2013-01-01"), "hour", Optional.empty());
        List<Action> actions = List.of(
                new Action.CommitInfo(
                        OptionalLong.of(5),
                        OptionalLong.of(4),
                        Optional.of("WRITE"),
                        Optional.of("txn-1"),
                        Map.of("operationParameters", "{\"a\":\"b\"}", "isBlindAppend", "true")),
                new Action.Protocol(3, 7, Set.of("timestampNtz"), Set.of("timestampNtz", "nobodyKnows")),
                Tables.metadata(Tables.SCHEMA, Map.of("delta.appendOnly", "false", "unknown.key", "ü \" \n")),
                new Action.SetTransaction("pipeline", 3, OptionalLong.of(9)),
                new Action.DomainMetadata("twinlake.definition", "twin: x\n", false),
                removed(partition, vector),
                new Action.AddFile(
                        "c.parquet",
                        partition,
                        12,
                        11,
                        true,
                        Optional.of("{\"numRecords\":1}"),
                        Map.of("hint", "x"),
                        Optional.of(vector),
                        OptionalLong.of(1),
                        OptionalLong.of(2),
                        Optional.of("liquid")),
                new Action.AddChangeFile("_change_data/d.parquet", partition, 3));
        assertThat(ActionReader.actions(ActionWriter.bytes(actions), "test")).isEqualTo(actions);
    }

    private static Action removed(Map<String, Optional<String>> partition, Action.DeletionVectorDescriptor vector) {
        return new Action.RemoveFile(
                "a%20b.parquet",
                OptionalLong.of(8),
                false,
                partition,
                OptionalLong.of(7),
                Optional.of("{\"numRecords\":2}"),
                Map.of("tag", "y"),
                Optional.of(vector),
                OptionalLong.of(3),
                OptionalLong.of(4));
    }

    @Test
    void what_is_not_known_is_ignored() {
        assertThat(read("{\"somethingNew\":{\"a\":[1,{\"b\":2}]}}\n"
                        + "{\"txn\":{\"appId\":\"p\",\"more\":{\"x\":[]},\"version\":3,\"lastUpdated\":null}}\n\n"))
                .containsExactly(new Action.SetTransaction("p", 3, OptionalLong.empty()));
    }

    @Test
    void null_and_empty_partition_values_are_null() {
        Action.AddFile add = (Action.AddFile) read("{\"add\":{\"path\":\"a\",\"size\":1,\"modificationTime\":1,"
                        + "\"dataChange\":true,\"partitionValues\":{\"a\":null,\"b\":\"\",\"c\":\"null\"}}}")
                .get(0);

        assertThat(add.partitionValues())
                .isEqualTo(Map.of("a", Optional.empty(), "b", Optional.empty(), "c", Optional.of("null")));
    }

    @Test
    void a_commit_that_is_cut_short_is_corrupt_and_the_line_is_named() {
        assertThatThrownBy(() -> read("{\"txn\":{\"appId\":\"p\",\"version\":3}}\n{\"add\":{\"path\":\"a"))
                .isInstanceOf(CorruptLogException.class)
                .hasMessageContaining("test can't be read at line 2");
    }

    @Test
    void an_add_without_a_path_is_corrupt() {
        assertThatThrownBy(() -> read("{\"add\":{\"size\":1}}")).hasMessageContaining("add.path is missing");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"protocol\":{\"minReaderVersion\":3,\"readerFeatures\":7,\"minWriterVersion\":7}}",
                "{\"protocol\":{\"minReaderVersion\":3,\"readerFeatures\":[[]],\"minWriterVersion\":7}}",
                "{\"metaData\":{\"id\":\"i\",\"configuration\":\"x\"}}",
                "{\"metaData\":{\"id\":\"i\",\"configuration\":{\"x\":{}}}}",
                "{\"add\":{\"path\":\"a\",\"partitionValues\":1}}",
                "{\"add\":{\"path\":\"a\",\"partitionValues\":{\"x\":[]}}}",
            })
    void a_value_of_another_shape_is_corrupt(String line) {
        assertThatThrownBy(() -> read(line))
                .isInstanceOf(CorruptLogException.class)
                .hasMessageContaining("expected")
                .hasMessageContaining("found");
    }

    @Test
    void a_path_is_decoded_once() {
        var paths = new DataPath(Location.parse("s3://bucket/table"));

        assertThat(paths.locate("x=a%253Ab/f%20g.parquet"))
                .isEqualTo(new Location("s3", "bucket", "/table/x=a%3Ab/f g.parquet"));
        assertThat(paths.of(new Location("s3", "bucket", "/table/x=a%3Ab/f g:ü.parquet")))
                .isEqualTo("x=a%253Ab/f%20g%3A%C3%BC.parquet");
        assertThat(paths.locate("s3a://other/a%20b")).isEqualTo(new Location("s3a", "other", "/a b"));
        assertThat(paths.locate("/elsewhere/f")).isEqualTo(new Location("s3", "bucket", "/elsewhere/f"));
    }

    @Test
    void one_file_has_one_key_however_its_path_is_written() {
        var paths = new DataPath(Location.parse("file:///lake/table"));

        assertThat(List.of("file:/lake/table/f%20g", "file:///lake/table/f g", "/lake/table/f%20g", "f%20g"))
                .allSatisfy(path -> assertThat(paths.canonical(path)).isEqualTo("f g"));
        assertThat(paths.canonical("file:/x/f")).isEqualTo(paths.canonical("/x/f"));
        assertThat(new DataPath(Location.parse("s3://b/t")).canonical("s3a://b/t/f"))
                .isEqualTo("f");
    }

    @Test
    void a_commit_without_a_byte_is_corrupt_and_says_what_can_be_done() {
        assertThatThrownBy(() -> read(""))
                .isInstanceOf(CorruptLogException.class)
                .hasMessageContaining("test is empty")
                .hasMessageContaining("restore the object");
    }

    private static List<Action> read(String text) {
        return ActionReader.actions(text.getBytes(StandardCharsets.UTF_8), "test");
    }

    @Test
    void what_a_commit_says_of_itself_may_be_any_json() {
        assertThat(info("\"a text\""))
                .isEqualTo(info("[1, {\"timestamp\": 3}]"))
                .isEqualTo(info("{}"));
        assertThat(info("{\"timestamp\": \"now\", \"operation\": {\"name\": \"x\"}, \"txnId\": 5, \"extra\": [null]}"))
                .isEqualTo(new Action.CommitInfo(
                        OptionalLong.empty(),
                        OptionalLong.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Map.of(
                                "timestamp", "\"now\"",
                                "operation", "{\"name\":\"x\"}",
                                "txnId", "5",
                                "extra", "[null]")));
        assertThat(info("{\"timestamp\": 1.5, \"inCommitTimestamp\": 99999999999999999999}")
                        .timestamp())
                .isEmpty();
    }

    @Test
    void what_a_commit_says_of_itself_may_be_long_and_deep() {
        String text = "x".repeat(21_000_000);
        assertThat(info("{\"operationParameters\": {\"predicate\": \"" + text + "\"}}")
                        .values()
                        .get("operationParameters"))
                .hasSize("{'predicate':''}".length() + text.length());
        String deep = "[".repeat(5000) + "]".repeat(5000);
        assertThat(info("{\"plan\": " + deep + "}").values()).containsExactly(Map.entry("plan", deep));
        assertThat(info("{\"digits\": " + "9".repeat(5000) + ", \"" + "n".repeat(60_000) + "\": 1}")
                        .values())
                .hasSize(2);
    }

    private static Action.CommitInfo info(String json) {
        byte[] line = ("{\"commitInfo\": " + json + "}\n").getBytes(StandardCharsets.UTF_8);
        return (Action.CommitInfo) ActionReader.actions(line, "test").get(0);
    }
}
