package io.twinlake.twin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The JSON Schema for editors and the page of the language have the words that the parser has. */
class DefinitionSchemaTest {

    private static final Map<String, YamlWords> PARTS = new TreeMap<>(Map.ofEntries(
            Map.entry("source", YamlWords.SOURCE),
            Map.entry("sourcesEntry", YamlWords.SOURCES_ENTRY),
            Map.entry("csv", YamlWords.CSV),
            Map.entry("field", YamlWords.TELEMETRY),
            Map.entry("keyMap", YamlWords.KEY),
            Map.entry("time", YamlWords.TIME),
            Map.entry("attribute", YamlWords.ATTRIBUTE),
            Map.entry("property", PropertyDraft.WORDS),
            Map.entry("privacy", YamlWords.PRIVACY),
            Map.entry("expiry", YamlWords.EXPIRY),
            Map.entry("onError", YamlWords.ON_ERROR),
            Map.entry("stopIf", YamlWords.STOP_IF),
            Map.entry("table", YamlWords.TABLE),
            Map.entry("value", ReducerParser.VALUE),
            Map.entry("count", ReducerParser.COUNT),
            Map.entry("band", ReducerParser.BAND),
            Map.entry("deadband", ReducerParser.DEADBAND),
            Map.entry("stateMachine", ReducerParser.STATE_MACHINE),
            Map.entry("dwell", ReducerParser.DWELL),
            Map.entry("ewma", ReducerParser.EWMA),
            Map.entry("window", ReducerParser.WINDOW),
            Map.entry("emitMap", EmitParser.WORDS)));

    @Test
    void the_schema_knows_the_words_of_the_parser_and_no_others() throws IOException {
        JsonNode schema = schema();
        assertThat(words(schema)).containsExactlyInAnyOrderElementsOf(YamlWords.DEFINITION.known());
        PARTS.forEach((part, words) -> {
            JsonNode map = schema.get("$defs").get(part);
            assertThat(words(map)).as(part).containsExactlyInAnyOrderElementsOf(words.known());
            assertThat(map.get("additionalProperties").asBoolean(true)).as(part).isFalse();
        });
    }

    @Test
    void the_page_has_a_row_for_each_word_of_the_parser() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "language.md"));
        List<YamlWords> all = new ArrayList<>(PARTS.values());
        all.add(YamlWords.DEFINITION);
        all.remove(EmitParser.WORDS);
        for (YamlWords words : all) {
            words.known().forEach(word -> assertThat(page).contains("\n| `" + word + "` | "));
        }
    }

    private static List<String> words(JsonNode map) {
        List<String> words = new ArrayList<>();
        map.get("properties").fieldNames().forEachRemaining(words::add);
        return words;
    }

    private static JsonNode schema() throws IOException {
        try (InputStream schema = DefinitionSchemaTest.class.getResourceAsStream("/twinlake-definition.schema.json")) {
            return new ObjectMapper().readTree(schema);
        }
    }
}
