package io.twinlake.format;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;
import java.util.Optional;

/** A bound in the JSON of statistics. Times are to the millisecond there, so upper ones are rounded up. */
final class BoundJson {

    private static final String TYPE_CHANGES = "delta.typeChanges";

    private static final DateTimeFormatter MILLIS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS", Locale.ROOT);

    private static final int LAST_OFFSET_WITH_SECONDS = 1972;

    private static final int DATE_LENGTH = "2000-01-01".length();

    private BoundJson() {}

    static Optional<Object> lower(Literal bound) {
        return json(bound.value(), false);
    }

    static Optional<Object> upper(Literal bound) {
        return json(bound.value(), true);
    }

    private static Optional<Object> json(Object value, boolean up) {
        if (value instanceof Double number) {
            return Double.isFinite(number) ? Optional.of(number) : Optional.empty();
        }
        if (value instanceof Instant instant) {
            return time(LocalDateTime.ofInstant(instant, ZoneOffset.UTC), up).map(text -> text + "Z");
        }
        if (value instanceof LocalDateTime time) {
            return time(time, up).map(text -> text);
        }
        if (value instanceof LocalDate date) {
            return hasFourDigits(date.getYear()) ? Optional.of(date.toString()) : Optional.empty();
        }
        boolean bounded = value instanceof Long || value instanceof BigDecimal || value instanceof String;
        return bounded ? Optional.of(value) : Optional.empty();
    }

    private static Optional<String> time(LocalDateTime exact, boolean up) {
        LocalDateTime down = exact.truncatedTo(ChronoUnit.MILLIS);
        LocalDateTime rounded = up && !down.equals(exact) ? down.plus(1, ChronoUnit.MILLIS) : down;
        return hasFourDigits(rounded.getYear()) ? Optional.of(MILLIS.format(rounded)) : Optional.empty();
    }

    private static boolean hasFourDigits(int year) {
        return year >= 0 && year <= 9999;
    }

    /**
     * A bound as others wrote it; empty if it is absent or not understood. Who wrote it may have known an older type of the
     * column: the text of a float is not that of the same double, so a bound holds for both.
     */
    static Optional<Object> parse(JsonNode node, Field field, boolean upper) {
        Optional<Object> bound = parse(node, field.type());
        if (field.type() == DataType.Primitive.DOUBLE && field.metadata().containsKey(TYPE_CHANGES)) {
            return bound.map(Double.class::cast)
                    .map(exact -> upper
                            ? Math.max(exact, (double) exact.floatValue())
                            : Math.min(exact, (double) exact.floatValue()));
        }
        if (field.type() == DataType.Primitive.TIMESTAMP) {
            return bound.map(OffsetDateTime.class::cast).map(time -> instant(time, upper));
        }
        return upper ? bound.map(BoundJson::raised) : bound;
    }

    /**
     * Older offsets from UTC have seconds, which writers left out beside a time in their own zone; and an upper time may
     * have been cut to the millisecond.
     */
    private static Instant instant(OffsetDateTime time, boolean upper) {
        boolean exact = time.getOffset().equals(ZoneOffset.UTC) || time.getYear() > LAST_OFFSET_WITH_SECONDS;
        Duration slack = exact ? Duration.ZERO : Duration.ofMinutes(1);
        return upper
                ? time.toInstant().plus(slack).plusMillis(1)
                : time.toInstant().minus(slack);
    }

    private static Optional<Object> parse(JsonNode node, DataType type) {
        if (node.isMissingNode() || node.isNull() || node.isContainerNode()) {
            return Optional.empty();
        }
        try {
            return type instanceof DataType.Primitive primitive ? parse(node, primitive) : decimal(node, type);
        } catch (DateTimeException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static Optional<Object> parse(JsonNode node, DataType.Primitive type) {
        return switch (type) {
            case BYTE, SHORT, INTEGER, LONG ->
                node.canConvertToLong() && node.isIntegralNumber() ? Optional.of(node.asLong()) : Optional.empty();
            case FLOAT -> finite(Float.parseFloat(node.asText()));
            case DOUBLE -> finite(Double.parseDouble(node.asText()));
            case STRING -> node.isTextual() ? Optional.of(node.asText()) : Optional.empty();
            case DATE -> Optional.of(LocalDate.parse(node.asText()));
            case TIMESTAMP -> zoned(node.asText());
            case TIMESTAMP_NTZ -> Optional.of(localTime(node.asText()));
            default -> Optional.empty();
        };
    }

    private static Optional<Object> decimal(JsonNode node, DataType type) {
        return type instanceof DataType.Decimal ? Optional.of(new BigDecimal(node.asText())) : Optional.empty();
    }

    private static Optional<Object> finite(double value) {
        return Double.isFinite(value) ? Optional.of(value) : Optional.empty();
    }

    /** A time without zone is of a zone that nobody knows any more: it says nothing. */
    private static Optional<Object> zoned(String text) {
        TemporalAccessor time =
                DateTimeFormatter.ISO_DATE_TIME.parseBest(text, OffsetDateTime::from, LocalDateTime::from);
        return time instanceof OffsetDateTime offset ? Optional.of(offset) : Optional.empty();
    }

    private static LocalDateTime localTime(String text) {
        if (text.length() <= DATE_LENGTH) {
            return LocalDate.parse(text).atStartOfDay(); // the column was one of days
        }
        TemporalAccessor time =
                DateTimeFormatter.ISO_DATE_TIME.parseBest(text, OffsetDateTime::from, LocalDateTime::from);
        return LocalDateTime.from(time);
    }

    /** An upper bound that others may have cut to the millisecond, raised so that it is one. */
    private static Object raised(Object bound) {
        return bound instanceof LocalDateTime time ? time.plus(1, ChronoUnit.MILLIS) : bound;
    }
}
