package io.twinlake.format;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.function.ToLongFunction;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.LogicalTypeAnnotation.DateLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/**
 * The days or times of a Parquet column, by the calendar of its file (Parquet's LogicalTypes.md, "Temporal Types"). A time
 * that microseconds in 64 bits cannot tell is refused with an {@link ArithmeticException} that tells it.
 */
record StoredTimes(PrimitiveType stored, FileCalendar calendar) {

    private static final long JULIAN_DAY_OF_1970 = 2_440_588;

    /** Empty where the column has no days. */
    Optional<Conversion> toDate() {
        if (!isDate()) {
            return Optional.empty();
        }
        return Optional.of(calendar.of(stored)
                .<Conversion>map(old -> (from, to) -> ((IntVector) to).append(old.day(from.getInteger())))
                .orElse((from, to) -> ((IntVector) to).append(from.getInteger())));
    }

    /** Empty where the column has no times. */
    Optional<Conversion> toTimestamp() {
        Optional<OldCalendar> old = calendar.of(stored);
        return old.isEmpty()
                ? asCounted()
                : micros().map(micros -> appending(from -> old.get().micros(micros.applyAsLong(from))));
    }

    /** As times of no zone, which are never counted in the old way; a day is its midnight. Empty where the column has neither. */
    Optional<Conversion> toTimestampNtz() {
        if (!isDate()) {
            return asCounted();
        }
        return Optional.of(calendar.of(stored)
                .map(old -> appending(from -> midnight(old.day(from.getInteger()))))
                .orElse(appending(from -> midnight(from.getInteger()))));
    }

    /** Days and times by the calendar of everybody, in the unit in which they are stored; empty where that is how they are. */
    Optional<Conversion> inStoredUnit() {
        if (!calendar.isOld()) {
            return Optional.empty();
        }
        boolean isInMicros = stored.getLogicalTypeAnnotation() instanceof TimestampLogicalTypeAnnotation time
                && time.isAdjustedToUTC()
                && time.getUnit() == TimeUnit.MICROS;
        return isInMicros ? toTimestamp() : toDate();
    }

    private boolean isDate() {
        return stored.getPrimitiveTypeName() == PrimitiveTypeName.INT32
                && stored.getLogicalTypeAnnotation() instanceof DateLogicalTypeAnnotation;
    }

    private Optional<Conversion> asCounted() {
        boolean isInMicros = stored.getLogicalTypeAnnotation() instanceof TimestampLogicalTypeAnnotation annotation
                && annotation.getUnit() == TimeUnit.MICROS;
        return isInMicros
                ? Optional.of((from, to) -> ((LongVector) to).append(from.getLong()))
                : micros().map(StoredTimes::appending);
    }

    private static Conversion appending(ToLongFunction<ColumnReader> micros) {
        return (from, to) -> ((LongVector) to).append(micros.applyAsLong(from));
    }

    /** What a column's times are in microseconds, whatever the calendar. */
    private Optional<ToLongFunction<ColumnReader>> micros() {
        if (stored.getPrimitiveTypeName() == PrimitiveTypeName.INT96) {
            return Optional.of(from -> julian(from.getBinary()));
        }
        if (!(stored.getLogicalTypeAnnotation() instanceof TimestampLogicalTypeAnnotation annotation)) {
            return Optional.empty();
        }
        return Optional.of(
                switch (annotation.getUnit()) {
                    case MILLIS -> from -> fromMillis(from.getLong());
                    case MICROS -> ColumnReader::getLong;
                    case NANOS -> from -> Math.floorDiv(from.getLong(), 1000L);
                });
    }

    private static long midnight(int day) {
        try {
            return Math.multiplyExact(day, Micros.PER_DAY);
        } catch (ArithmeticException e) {
            throw tooFar("the day " + day + " after 1970-01-01", e);
        }
    }

    private static long fromMillis(long millis) {
        try {
            return Math.multiplyExact(millis, 1000L);
        } catch (ArithmeticException e) {
            throw tooFar(millis + " milliseconds from 1970", e);
        }
    }

    /** Nanoseconds of the day, then the Julian day, both little-endian. */
    private static long julian(Binary value) {
        ByteBuffer bytes = value.toByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
        long nanos = bytes.getLong(bytes.position());
        long day = bytes.getInt(bytes.position() + Long.BYTES);
        try {
            return Micros.exactly(day - JULIAN_DAY_OF_1970, Math.floorDiv(nanos, 1000L));
        } catch (ArithmeticException e) {
            throw tooFar("the Julian day " + day + " and " + nanos + " nanoseconds", e);
        }
    }

    private static ArithmeticException tooFar(String time, ArithmeticException cause) {
        var tooFar = new ArithmeticException(time + " is beyond the times that microseconds in 64 bits can tell");
        tooFar.initCause(cause);
        return tooFar;
    }
}
