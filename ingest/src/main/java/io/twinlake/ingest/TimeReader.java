package io.twinlake.ingest;

import io.twinlake.twin.Telemetry.TimeFormat;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.List;

/**
 * Reads times in one format to microseconds from 1970 UTC, {@link IsoTime#INVALID} where they are none. A local time
 * that its zone has twice is the earlier one; one that it does not have is none. For one thread.
 */
final class TimeReader implements TimeFormat.Cases<TimeReader.Kind> {

    private static final LocalDateTime EPOCH = LocalDateTime.ofEpochSecond(0, 0, ZoneOffset.UTC);

    /** Reads a time in ASCII or UTF-8. */
    interface Kind {
        long micros(byte[] data, int from, int to);
    }

    private static final int DATE_LENGTH = 10;

    private final Kind kind;
    private final DecimalText number = new DecimalText();
    private int shift;
    private String format = "";
    private boolean isEpoch;

    TimeReader(TimeFormat format) {
        this.kind = format.match(this);
    }

    /** Whether times are numbers. */
    boolean isEpoch() {
        return isEpoch;
    }

    /** What is expected, for messages. */
    String format() {
        return format;
    }

    long micros(byte[] data, int from, int to) {
        return kind.micros(data, from, to);
    }

    /** Of a number, where times are numbers. */
    long micros(DecimalText value) {
        return value.isWithin(shift) ? value.whole() : IsoTime.INVALID;
    }

    @Override
    public Kind iso8601(TimeFormat.Iso8601 iso) {
        format = "iso8601, such as 2013-01-01T10:17:00Z";
        ZoneId zone = iso.zone();
        if (zone.equals(ZoneOffset.UTC)) {
            return TimeReader::isoMicros;
        }
        format = "iso8601, such as 2013-01-01T10:17:00, in " + zone;
        return (data, from, to) -> {
            long micros = isoMicros(data, from, to);
            return micros == IsoTime.INVALID || IsoTime.hasOffset(data, from, to) ? micros : inZone(micros, zone);
        };
    }

    @Override
    public Kind epoch(TimeFormat.Epoch epoch) {
        format = epoch.word();
        shift = epoch.shift();
        isEpoch = true;
        return (data, from, to) -> number.readSloppy(data, from, to, '.') ? micros(number) : IsoTime.INVALID;
    }

    @Override
    public Kind pattern(TimeFormat.Pattern pattern) {
        DateTimeFormatter formatter = pattern.formatter();
        boolean isUtc = pattern.zone().equals(ZoneOffset.UTC);
        format = pattern.pattern() + (isUtc ? "" : ", in " + pattern.zone());
        return (data, from, to) -> {
            try {
                TemporalAccessor time = formatter.parse(new String(data, from, to - from, StandardCharsets.UTF_8));
                return micros(time, pattern.zone());
            } catch (DateTimeException | ArithmeticException noTime) {
                return IsoTime.INVALID;
            }
        };
    }

    private static long isoMicros(byte[] data, int from, int to) {
        return to - from < DATE_LENGTH ? IsoTime.INVALID : IsoTime.micros(data, from, to);
    }

    private static long micros(TemporalAccessor time, ZoneId otherwise) {
        LocalDate date = LocalDate.from(time);
        LocalTime clock = time.query(TemporalQueries.localTime());
        LocalDateTime local = clock == null ? date.atStartOfDay() : date.atTime(clock);
        ZoneId offset = time.query(TemporalQueries.offset());
        ZoneId zone = offset == null ? time.query(TemporalQueries.zone()) : offset;
        long micros = ChronoUnit.MICROS.between(EPOCH, local);
        return inZone(micros, zone == null ? otherwise : zone);
    }

    /** The instant of a local time, which is counted as if it were UTC. */
    private static long inZone(long localMicros, ZoneId zone) {
        if (zone instanceof ZoneOffset fixed) {
            return localMicros - fixed.getTotalSeconds() * 1_000_000L;
        }
        LocalDateTime local = LocalDateTime.ofEpochSecond(Math.floorDiv(localMicros, 1_000_000L), 0, ZoneOffset.UTC);
        List<ZoneOffset> offsets = zone.getRules().getValidOffsets(local);
        return offsets.isEmpty()
                ? IsoTime.INVALID
                : localMicros - offsets.get(0).getTotalSeconds() * 1_000_000L;
    }
}
