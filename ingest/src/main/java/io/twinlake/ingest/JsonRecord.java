package io.twinlake.ingest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import io.twinlake.ingest.RecordSink.Field;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads any JSON object, and says what is wrong with a record that is none. For one thread. */
final class JsonRecord {

    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .build();
    private static final int SHOWN = 20;

    private final RecordSink sink;
    private final boolean discreet;
    private final DecimalText number = new DecimalText();

    /** @param discreet whether what is wrong must not quote the record, as it may hold what is private */
    JsonRecord(RecordSink sink, boolean discreet) {
        this.sink = sink;
        this.discreet = discreet;
    }

    /** Gives the fields of the record {@code [from, to)} to the sink; what is wrong with it, or nothing. */
    Optional<String> read(byte[] data, int from, int to) {
        int half = JsonEscapes.loneSurrogateAt(data, from, to);
        if (half >= 0) {
            return Optional.of("not JSON text: the escape at column " + (half - from + 1)
                    + " is half of a character (a surrogate without its other half)");
        }
        try (JsonParser parser = JSON.createParser(data, from, to - from)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return Optional.of("the record is no JSON object");
            }
            object(parser, sink.tree());
            return parser.nextToken() == null
                    ? Optional.empty()
                    : Optional.of("more than one JSON value on the line, from column "
                            + parser.currentTokenLocation().getColumnNr());
        } catch (StreamConstraintsException e) {
            return Optional.of("JSON that is nested deeper, or has a number or name longer, than is read");
        } catch (JsonParseException e) {
            return Optional.of(problem(data, from, to, e));
        } catch (IOException e) {
            return Optional.of("not JSON");
        }
    }

    /** Gives the declared fields of the object at hand to the sink. */
    private void object(JsonParser parser, FieldTree fields) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            FieldTree member = fields.member(parser.currentName());
            parser.nextToken();
            value(parser, member);
        }
    }

    private void array(JsonParser parser, FieldTree fields) throws IOException {
        for (int index = 0; parser.nextToken() != JsonToken.END_ARRAY; index++) {
            value(parser, fields.element(index));
        }
    }

    private void value(JsonParser parser, @Nullable FieldTree fields) throws IOException {
        JsonToken value = parser.currentToken();
        Field field = fields == null ? null : fields.field();
        if (field != null) {
            set(field, value, parser);
        }
        if (fields != null && fields.hasInner() && value == JsonToken.START_OBJECT) {
            object(parser, fields);
        } else if (fields != null && fields.hasInner() && value == JsonToken.START_ARRAY) {
            array(parser, fields);
        } else {
            parser.skipChildren();
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

    /** Where it stops to be JSON, and what stands there. */
    private String problem(byte[] data, int from, int to, JsonParseException e) {
        long at = from + Math.max(0, e.getLocation().getByteOffset());
        String column = " at column " + Math.max(1, e.getLocation().getColumnNr());
        if (discreet) {
            return "not JSON" + column;
        }
        int start = (int) Math.max(from, Math.min(at, to) - SHOWN);
        String before = Utf8.shown(data, start, (int) Math.min(at, to));
        return at >= to || e instanceof com.fasterxml.jackson.core.io.JsonEOFException
                ? "not JSON: it ends before its object does" + column
                : "not JSON: it goes wrong" + column + ", behind " + before;
    }
}
