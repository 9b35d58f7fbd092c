package io.twinlake.ingest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.twinlake.ingest.RecordSink.Field;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Reads any JSON line, and says what is wrong with one that is none. For one thread. */
final class JsonRecord {

    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .build();

    private final RecordSink sink;
    private final boolean discreet;
    private final DecimalText number = new DecimalText();

    /** @param discreet whether what is wrong must not quote the line, as it may hold what is private */
    JsonRecord(RecordSink sink, boolean discreet) {
        this.sink = sink;
        this.discreet = discreet;
    }

    /** Gives the fields of the line {@code [from, to)} to the sink; what is wrong with it, or nothing. */
    Optional<String> read(byte[] data, int from, int to) {
        try (JsonParser parser = JSON.createParser(data, from, to - from)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return Optional.of("the line is no JSON object");
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                Field field = sink.find(parser.currentName());
                JsonToken value = parser.nextToken();
                if (field != null) {
                    set(field, value, parser);
                }
                parser.skipChildren();
            }
            return parser.nextToken() == null
                    ? Optional.empty()
                    : Optional.of("more than one JSON value on the line, from column "
                            + parser.currentTokenLocation().getColumnNr());
        } catch (JsonParseException e) {
            String what = discreet ? "" : ": " + e.getOriginalMessage().replaceFirst(" \\(start marker at .*", "");
            return Optional.of(
                    "not JSON" + what + " at column " + e.getLocation().getColumnNr());
        } catch (IOException e) {
            return Optional.of(discreet ? "not JSON" : "not JSON: " + e.getMessage());
        }
    }

    private void set(Field field, JsonToken value, JsonParser parser) throws IOException {
        switch (value) {
            case VALUE_NULL -> sink.setNull(field);
            case VALUE_TRUE -> sink.setBoolean(field, true);
            case VALUE_FALSE -> sink.setBoolean(field, false);
            case VALUE_STRING -> {
                byte[] text = parser.getText().getBytes(StandardCharsets.UTF_8);
                sink.setText(field, text, 0, text.length);
            }
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> {
                byte[] text = parser.getText().getBytes(StandardCharsets.US_ASCII);
                number.read(text, 0, text.length);
                sink.setNumber(field, number);
            }
            default -> sink.setNested(field);
        }
    }
}
