package io.twinlake.twin;

import io.twinlake.format.Nearest;
import io.twinlake.twin.Telemetry.TimeFormat;
import io.twinlake.twin.Telemetry.WireType;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Reads {@code format} and {@code zone}: how a time is written. */
final class TimeFormatParser {

    private static final Map<String, TimeFormat.Epoch> EPOCHS = Map.of(
            "epoch_s", new TimeFormat.Epoch("epoch_s", 6),
            "epoch_ms", new TimeFormat.Epoch("epoch_ms", 3),
            "epoch_us", new TimeFormat.Epoch("epoch_us", 0),
            "epoch_ns", new TimeFormat.Epoch("epoch_ns", -3));

    /** A time whose parts all differ, on a day of the year that two digits do not hold. */
    private static final ZonedDateTime SAMPLE = ZonedDateTime.of(2013, 11, 25, 16, 37, 48, 0, ZoneOffset.UTC);

    private TimeFormatParser() {}

    static TimeFormat ofField(YamlParts parts, WireType type) {
        Optional<YamlValue> format = parts.get("format");
        Optional<YamlValue> zone = parts.get("zone");
        boolean isTime = type == WireType.TIMESTAMP || type == WireType.DATE;
        if (!isTime) {
            String word = "a " + type.name().toLowerCase(Locale.ROOT);
            format.ifPresent(value -> value.problem(word + " has no format", "take format away"));
            zone.ifPresent(value -> value.problem(word + " has no zone", "take zone away"));
            return TimeFormat.USUAL;
        }
        if (type == WireType.DATE) {
            zone.ifPresent(value -> value.problem("a date has no zone", "take zone away"));
            format.filter(value -> EPOCHS.containsKey(value.scalar()))
                    .ifPresent(value ->
                            value.problem("a date is not written as " + value.scalar(), "make it a timestamp"));
        }
        return read(format, zone, type == WireType.TIMESTAMP);
    }

    /** @param clock whether the time has one, so that a pattern must not read a part of it for nothing */
    static TimeFormat read(Optional<YamlValue> format, Optional<YamlValue> zone, boolean clock) {
        ZoneId in = zone.flatMap(TimeFormatParser::zone).orElse(ZoneOffset.UTC);
        Optional<String> word = format.flatMap(YamlValue::text);
        if (word.isEmpty() || word.get().equals("iso8601")) {
            return new TimeFormat.Iso8601(in);
        }
        TimeFormat.Epoch epoch = EPOCHS.get(word.get());
        if (epoch == null) {
            return pattern(format.get(), new TimeFormat.Pattern(word.get(), in), clock);
        }
        zone.ifPresent(value ->
                value.problem("a time in the format " + epoch.word() + " is in UTC and has no zone", "take zone away"));
        return epoch;
    }

    private static Optional<ZoneId> zone(YamlValue value) {
        return value.text().flatMap(text -> {
            try {
                return Optional.of(ZoneId.of(text));
            } catch (DateTimeException unknown) {
                value.problem(
                        "there is no zone '" + text + "'",
                        Nearest.remedy(text, ZoneId.getAvailableZoneIds()) + "; write Europe/Berlin, UTC or +02:00");
                return Optional.empty();
            }
        });
    }

    private static TimeFormat pattern(YamlValue value, TimeFormat.Pattern format, boolean clock) {
        String problem = problemOf(format, clock);
        if (!problem.isEmpty()) {
            value.problem(
                    "'" + format.pattern() + "' is neither a format nor a pattern of a time: " + problem,
                    "write iso8601, epoch_s, epoch_ms, epoch_us, epoch_ns or a pattern as yyyy-MM-dd HH:mm:ss");
        }
        return format;
    }

    /** Writes a time by the pattern and reads it again: what is wrong with what comes back, or nothing. */
    private static String problemOf(TimeFormat.Pattern format, boolean clock) {
        try {
            DateTimeFormatter formatter = format.formatter();
            TemporalAccessor read = formatter.parse(SAMPLE.format(formatter));
            LocalDate date = read.query(TemporalQueries.localDate());
            LocalTime time = read.query(TemporalQueries.localTime());
            if (date == null || date.getMonthValue() != SAMPLE.getMonthValue()) {
                return "it does not read year, month and day";
            }
            String letters = format.pattern().replaceAll("'[^']*'", "");
            if (letters.matches(".*[ML].*") && letters.contains("D")) {
                return "it reads the day of the year beside a month (days of the month are dd)";
            }
            boolean hasClock = letters.matches(".*[HhKkmsSAnNaB].*");
            if (clock && hasClock && (time == null || time.getHour() != SAMPLE.getHour())) {
                return "it reads a part of a clock that says no time (hours of 24 are HH, minutes mm; hh needs a)";
            }
            return "";
        } catch (IllegalArgumentException unknown) {
            return "it has a letter that stands for nothing, or an open quote";
        } catch (DateTimeException contradiction) {
            return "a time that it writes it can't read (days of the month are dd, years yyyy)";
        }
    }
}
