package io.twinlake.server;

import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Durations on the command line, typed and told as definitions write them: {@code 250ms}, {@code 1s}, {@code 10m}, {@code 2h}, {@code 7d}. */
final class Durations implements ITypeConverter<Duration> {

    private static final List<String> UNITS = List.of("d", "h", "m", "s");
    private static final Pattern FORM = Pattern.compile("(\\d{1,12})(ms|s|m|h|d)");

    /** Times are microseconds in 64 bits from 1970, and none is further away. */
    private static final Duration LONGEST = Duration.ofDays(Long.MAX_VALUE / 86_400_000_000L);

    /** For people: the two largest units, for example {@code 2d 3h}, {@code 45s}; below a second {@code 250ms}. */
    static String told(Duration duration) {
        if (duration.compareTo(Duration.ofSeconds(1)) < 0) {
            return duration.toMillis() + "ms";
        }
        long[] amounts = {duration.toDays(), duration.toHoursPart(), duration.toMinutesPart(), duration.toSecondsPart()
        };
        int first = 0;
        while (amounts[first] == 0) {
            first++;
        }
        String larger = amounts[first] + UNITS.get(first);
        int second = first + 1;
        return second == amounts.length || amounts[second] == 0
                ? larger
                : larger + " " + amounts[second] + UNITS.get(second);
    }

    @Override
    public Duration convert(String text) {
        Matcher form = FORM.matcher(text.strip());
        if (!form.matches()) {
            throw new TypeConversionException(
                    "'" + text + "' is not a duration; write for example 250ms, 1s, 10m, 2h or 7d");
        }
        Duration duration = duration(Long.parseLong(form.group(1)), form.group(2));
        if (duration.compareTo(LONGEST) > 0) {
            throw new TypeConversionException("'" + text + "' is longer than " + LONGEST.toDays()
                    + "d, all the time that there is; 36500d is a hundred years");
        }
        return duration;
    }

    private static Duration duration(long amount, String unit) {
        return switch (unit) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            default -> Duration.ofDays(amount);
        };
    }
}
