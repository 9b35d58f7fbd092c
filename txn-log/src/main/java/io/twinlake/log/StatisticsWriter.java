package io.twinlake.log;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.twinlake.format.ColumnStatistics;
import io.twinlake.format.DataType;
import io.twinlake.format.Field;
import io.twinlake.format.FileStatistics;
import io.twinlake.format.Literal;
import io.twinlake.format.Schema;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A file's statistics as the JSON text of an add (PROTOCOL.md, "Per-file Statistics"). */
final class StatisticsWriter {

    private static final JsonFactory JSON = new JsonFactory();
    private static final DateTimeFormatter MILLIS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS", Locale.ROOT);
    private static final long MAX_YEAR = 9999;

    /** One of the three parallel structures. */
    private enum Part {
        MIN("minValues"),
        MAX("maxValues"),
        NULLS("nullCount");

        private final String word;

        Part(String word) {
            this.word = word;
        }
    }

    private final FileStatistics statistics;
    private final JsonGenerator json;

    private StatisticsWriter(FileStatistics statistics, JsonGenerator json) {
        this.statistics = statistics;
        this.json = json;
    }

    /** The text; columns come in the order of the schema, and only those that have the statistic. */
    static String write(FileStatistics statistics, Schema schema) {
        var text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            if (statistics.rows().isPresent()) {
                json.writeNumberField("numRecords", statistics.rows().getAsLong());
            }
            if (!statistics.tightBounds()) {
                json.writeBooleanField("tightBounds", false);
            }
            var writer = new StatisticsWriter(statistics, json);
            for (Part part : Part.values()) {
                json.writeObjectFieldStart(part.word);
                writer.fields(part, schema.fields(), "");
                json.writeEndObject();
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return text.toString();
    }

    private void fields(Part part, List<Field> fields, String prefix) throws IOException {
        for (Field field : fields) {
            String path = prefix + field.name();
            if (field.type() instanceof DataType.Struct struct) {
                json.writeObjectFieldStart(field.name());
                fields(part, struct.fields(), path + ".");
                json.writeEndObject();
                continue;
            }
            ColumnStatistics column = statistics.columns().get(path);
            if (column != null) {
                leaf(part, field.name(), column);
            }
        }
    }

    private void leaf(Part part, String name, ColumnStatistics column) throws IOException {
        switch (part) {
            case MIN -> bound(name, column.min(), false);
            case MAX -> bound(name, column.max(), true);
            case NULLS -> {
                if (column.nullCount().isPresent()) {
                    json.writeNumberField(name, column.nullCount().getAsLong());
                }
            }
        }
    }

    private void bound(String name, Optional<Literal> bound, boolean isMax) throws IOException {
        if (bound.isEmpty()) {
            return;
        }
        Object value = bound.get().value();
        if (value instanceof Long number) {
            json.writeNumberField(name, number);
        } else if (value instanceof BigDecimal number) {
            json.writeFieldName(name);
            json.writeNumber(number.toPlainString());
        } else if (value instanceof Double number && !number.isNaN() && !number.isInfinite()) {
            json.writeNumberField(name, number);
        } else if (value instanceof String text) {
            json.writeStringField(name, text);
        } else if (value instanceof LocalDate date && date.getYear() <= MAX_YEAR && date.getYear() > 0) {
            json.writeStringField(name, date.toString());
        } else if (value instanceof Instant instant) {
            time(name, LocalDateTime.ofInstant(instant, ZoneOffset.UTC), isMax, "Z");
        } else if (value instanceof LocalDateTime local) {
            time(name, local, isMax, "");
        }
    }

    /** Milliseconds are all that the format has: a minimum is rounded down, a maximum up. */
    private void time(String name, LocalDateTime time, boolean isMax, String zone) throws IOException {
        LocalDateTime floor = time.truncatedTo(ChronoUnit.MILLIS);
        LocalDateTime rounded = isMax && floor.isBefore(time) ? floor.plus(1, ChronoUnit.MILLIS) : floor;
        if (rounded.getYear() > 0 && rounded.getYear() <= MAX_YEAR) {
            json.writeStringField(name, MILLIS.format(rounded) + zone);
        }
    }
}
