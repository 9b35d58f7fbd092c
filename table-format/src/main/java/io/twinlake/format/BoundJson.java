package io.twinlake.format;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.DateTimeException;
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

    private static final DateTimeFormatter MILLIS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS", Locale.ROOT);

    private static final int MOST_DIGITS = 1_100;

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

    /** A bound as it is written, before anybody asked how far it is to be believed; empty if it is absent or not understood. */
    static Optional<Object> parse(JsonNode node, DataType type) {
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
        return type instanceof DataType.Decimal
                ? Optional.of(new BigDecimal(node.asText()))
                        .filter(BoundJson::isOfReasonableLength)
                        .map(number -> number)
                : Optional.empty();
    }

    /** Numbers with exponents like 999999999 are no decimals of a table, and slow to reckon with. */
    private static boolean isOfReasonableLength(BigDecimal number) {
        return Math.abs((long) number.scale()) <= MOST_DIGITS && number.precision() <= MOST_DIGITS;
    }

    private static Optional<Object> finite(double value) {
        return Double.isFinite(value) ? Optional.of(value) : Optional.empty();
    }

    /** A time without zone is of a zone that nobody knows any more: it says nothing. */
    private static Optional<Object> zoned(String text) {
        TemporalAccessor time =
                DateTimeFormatter.ISO_DATE_TIME.parseBest(text, OffsetDateTime::from, LocalDateTime::from);
        return time instanceof OffsetDateTime offset ? Optional.of(offset.toInstant()) : Optional.empty();
    }

    private static LocalDateTime localTime(String text) {
        if (text.length() <= DATE_LENGTH) {
            return LocalDate.parse(text).atStartOfDay(); // the column was one of days
        }
        TemporalAccessor time =
                DateTimeFormatter.ISO_DATE_TIME.parseBest(text, OffsetDateTime::from, LocalDateTime::from);
        return LocalDateTime.from(time);
    }
}
