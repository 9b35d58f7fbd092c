package io.twinlake.twin;

import io.twinlake.format.Nearest;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.time.temporal.IsoFields;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongUnaryOperator;
import java.util.function.ToLongFunction;

/** Times, in UTC, to the microsecond. */
final class TimeFunctions {

    /** Parts of a time, by their names in {@code EXTRACT} and as functions. */
    private static final Map<String, ToLongFunction<LocalDateTime>> PARTS = Map.ofEntries(
            Map.entry("year", t -> t.getYear()),
            Map.entry("quarter", t -> t.get(IsoFields.QUARTER_OF_YEAR)),
            Map.entry("month", t -> t.getMonthValue()),
            Map.entry("week", t -> t.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR)),
            Map.entry("day", t -> t.getDayOfMonth()),
            Map.entry("doy", t -> t.getDayOfYear()),
            Map.entry("dow", t -> t.getDayOfWeek().getValue() % 7 + 1),
            Map.entry("hour", t -> t.getHour()),
            Map.entry("minute", t -> t.getMinute()));

    private TimeFunctions() {}

    static void addTo(FunctionTable.Builder table) {
        table.section("Times");
        for (String part : List.of("year", "quarter", "month", "day", "hour", "minute")) {
            table.add(
                    part + "(time)",
                    "the " + part + " as int, as EXTRACT(" + part + " FROM time)",
                    1,
                    1,
                    a -> part(named(part), a));
        }
        table.add("second(time)", "the whole second as int", 1, 1, a -> part(t -> t.getSecond(), a));
        table.add("dayofweek(time)", "1 = Sunday … 7 = Saturday", 1, 1, a -> part(named("dow"), a));
        table.add("dayofmonth(time)", "as day", 1, 1, a -> part(named("day"), a));
        table.add("dayofyear(time)", "from 1", 1, 1, a -> part(named("doy"), a));
        table.add("weekofyear(time)", "week of ISO 8601", 1, 1, a -> part(named("week"), a));
        table.add("date_trunc(unit, time)", "the start of the 'year' … 'microsecond'", 2, 2, TimeFunctions::truncated);
        table.add("to_timestamp(text)", "as CAST(text AS TIMESTAMP)", 1, 1, a -> cast(a, ValueType.TIMESTAMP));
        table.add("to_date(text)", "as CAST(text AS DATE)", 1, 1, a -> cast(a, ValueType.DATE));
        table.add(
                "datediff(to, from)",
                "days between two dates, as int",
                2,
                2,
                a -> Arithmetic.longs(ValueType.INT, date(a, 0), date(a, 1), (to, from) -> to - from));
        table.add(
                "date_add(date, days)",
                "so many days later",
                2,
                2,
                a -> Arithmetic.longs(
                        ValueType.DATE,
                        date(a, 0),
                        a.whole(1),
                        (date, days) -> Arithmetic.toInt(Math.addExact(date, days))));
        epochs(table);
    }

    private static ToLongFunction<LocalDateTime> named(String part) {
        return Optional.ofNullable(PARTS.get(part)).orElseThrow();
    }

    private static void epochs(FunctionTable.Builder table) {
        table.add("unix_seconds(time)", "seconds from 1970, as bigint", 1, 1, a -> since(a, Times.SECOND));
        table.add("unix_millis(time)", "milliseconds from 1970, as bigint", 1, 1, a -> since(a, 1000));
        table.add("unix_micros(time)", "microseconds from 1970, as bigint", 1, 1, a -> since(a, 1));
        table.add("timestamp_seconds(n)", "seconds from 1970 as a time", 1, 1, TimeFunctions::ofSeconds);
        table.add("timestamp_millis(n)", "milliseconds from 1970 as a time", 1, 1, a -> of(a, 1000));
        table.add("timestamp_micros(n)", "microseconds from 1970 as a time", 1, 1, a -> of(a, 1));
        table.add("seconds(interval)", "its length in seconds, as double", 1, 1, a -> {
            Expression interval = a.as(0, ValueType.INTERVAL);
            return Nodes.ofDouble(at -> interval.evalLong(at) / (double) Times.SECOND);
        });
        table.add("event_time()", "the twin's time: that of the event, or when the timer is due", 0, 0, a -> {
            throw new FormulaMistake(a.offset(), "event_time() can't stand here", "take it away");
        });
        table.add("elapsed()", "the interval since the twin's previous event; null at the first", 0, 0, a -> {
            throw new FormulaMistake(a.offset(), "elapsed() can't stand here", "take it away");
        });
    }

    /** {@code EXTRACT(unit FROM time)}; of an interval its days, hours, minutes, seconds. */
    static Expression extract(String unit, Arguments a) throws FormulaMistake {
        if (unit.equals("second")) {
            Expression time = a.as(0, ValueType.TIMESTAMP);
            return Nodes.ofDouble(at -> Math.floorMod(time.evalLong(at), Times.MINUTE) / (double) Times.SECOND);
        }
        String name = switch (unit) {
            case "dayofweek" -> "dow";
            case "dayofyear" -> "doy";
            default -> unit;
        };
        ToLongFunction<LocalDateTime> part = PARTS.get(name);
        if (part == null) {
            throw new FormulaMistake(
                    a.offset(), "no part '" + unit + "' of a time", Nearest.remedy(unit, PARTS.keySet()));
        }
        return part(part, a);
    }

    private static Expression part(ToLongFunction<LocalDateTime> part, Arguments a) throws FormulaMistake {
        Expression time = a.as(0, ValueType.TIMESTAMP);
        return Nodes.ofLong(ValueType.INT, at -> {
            long micros = time.evalLong(at);
            return at.wasNull() ? 0 : part.applyAsLong(Times.utc(micros));
        });
    }

    private static Expression truncated(Arguments a) throws FormulaMistake {
        Expression time = a.as(1, ValueType.TIMESTAMP);
        LongUnaryOperator start = start(a.literal(0).toLowerCase(Locale.ROOT), a);
        return Nodes.ofLong(ValueType.TIMESTAMP, at -> {
            long micros = time.evalLong(at);
            return at.wasNull() ? 0 : start.applyAsLong(micros);
        });
    }

    private static LongUnaryOperator start(String unit, Arguments a) throws FormulaMistake {
        return switch (unit) {
            case "microsecond" -> micros -> micros;
            case "millisecond" -> multiple(1000);
            case "second" -> multiple(Times.SECOND);
            case "minute" -> multiple(Times.MINUTE);
            case "hour" -> multiple(Times.HOUR);
            case "day", "dd" -> multiple(Times.DAY);
            case "week" -> days(d -> d.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY)));
            case "month", "mon", "mm" -> days(d -> d.withDayOfMonth(1));
            case "quarter" -> days(d -> d.withDayOfMonth(1).minus((d.getMonthValue() - 1) % 3, ChronoUnit.MONTHS));
            case "year", "yyyy", "yy" -> days(d -> d.with(ChronoField.DAY_OF_YEAR, 1));
            default ->
                throw a.mistake(
                        0,
                        "no unit '" + unit + "' to truncate to",
                        "expected year, quarter, month, week, day, hour, minute, second, millisecond or microsecond");
        };
    }

    private static LongUnaryOperator multiple(long unit) {
        return micros -> Math.floorDiv(micros, unit) * unit;
    }

    private interface DateAdjuster {
        LocalDate of(LocalDate date);
    }

    private static LongUnaryOperator days(DateAdjuster adjuster) {
        return micros -> adjuster.of(Times.utc(micros).toLocalDate()).toEpochDay() * Times.DAY;
    }

    private static Expression cast(Arguments a, ValueType to) throws FormulaMistake {
        if (!Casts.isPossible(a.get(0).type(), to)) {
            throw a.mistake(
                    0, "can't make a " + to.word() + " of " + a.get(0).type().word(), "give a text");
        }
        return Casts.cast(a.get(0), to);
    }

    private static Expression date(Arguments a, int i) throws FormulaMistake {
        return a.get(i).type() == ValueType.TIMESTAMP ? Casts.cast(a.get(i), ValueType.DATE) : a.as(i, ValueType.DATE);
    }

    private static Expression since(Arguments a, long unit) throws FormulaMistake {
        Expression time = a.as(0, ValueType.TIMESTAMP);
        return Nodes.ofLong(ValueType.LONG, at -> Math.floorDiv(time.evalLong(at), unit));
    }

    private static Expression of(Arguments a, long unit) throws FormulaMistake {
        Expression number = a.whole(0);
        return Nodes.ofLong(ValueType.TIMESTAMP, at -> Math.multiplyExact(number.evalLong(at), unit));
    }

    private static Expression ofSeconds(Arguments a) throws FormulaMistake {
        a.number(0);
        return Casts.cast(a.get(0), ValueType.TIMESTAMP);
    }
}
