package io.twinlake.format;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/**
 * By which calendar the days and times of a Parquet file are counted, as its footer tells. Everybody counts by the Gregorian
 * calendar, extended to all days before it was introduced, but Spark before 3.0 (for INT96 before 3.1), and later where {@code
 * datetimeRebaseModeInWrite} or {@code int96RebaseModeInWrite} is {@code LEGACY}: they count as {@code java.util} does, by the
 * Julian calendar before 1582-10-15, and by the time of day of the first zone that Java knows for a place before 1900. What
 * such a file means is the same date, and the same time of day in its zone.
 *
 * <p>Times of no zone ({@code timestamp_ntz}) are younger than the old way and never counted by it.
 *
 * @param isOld whether days, and times in 64 bits, are counted in the old way
 * @param isOldForInt96 whether times in 96 bits are
 * @param zone of the writer, as {@link java.util.TimeZone#getTimeZone(String)} takes it; UTC where the footer tells none
 */
public record FileCalendar(boolean isOld, boolean isOldForInt96, String zone) {

    static final FileCalendar GREGORIAN = new FileCalendar(false, false, "UTC");

    private static final String VERSION = "org.apache.spark.version";
    private static final String ZONE = "org.apache.spark.timeZone";
    private static final String OLD = "org.apache.spark.legacyDateTime";
    private static final String OLD_INT96 = "org.apache.spark.legacyINT96";

    /** What a footer tells a calendar by. */
    public static final Set<String> KEYS = Set.of(VERSION, ZONE, OLD, OLD_INT96);

    private static final Pattern RELEASE = Pattern.compile("(\\d{1,9})\\.(\\d{1,9}).*", Pattern.DOTALL);

    /** By the key-value metadata of a footer; other keys than {@link #KEYS} do not matter. */
    public static FileCalendar of(Map<String, String> metadata) {
        String version = metadata.get(VERSION);
        if (version == null) {
            return GREGORIAN;
        }
        boolean isOld = metadata.containsKey(OLD) || isBefore(version, 3, 0);
        boolean isOldForInt96 = metadata.containsKey(OLD_INT96) || isBefore(version, 3, 1);
        return isOld || isOldForInt96
                ? new FileCalendar(isOld, isOldForInt96, metadata.getOrDefault(ZONE, GREGORIAN.zone))
                : GREGORIAN;
    }

    /** Whether a file may have days or times of these columns that are not counted alike in both ways, by its statistics. */
    public static boolean matters(Schema columns, FileStatistics statistics) {
        return TimeSearch.anyIn(columns.fields(), statistics);
    }

    private static boolean isBefore(String version, int major, int minor) {
        Matcher release = RELEASE.matcher(version);
        if (!release.matches()) {
            return false;
        }
        int itsMajor = Integer.parseInt(release.group(1));
        return itsMajor < major || (itsMajor == major && Integer.parseInt(release.group(2)) < minor);
    }

    /** Whether any days or times may be counted in the old way. */
    public boolean isOldForAny() {
        return isOld || isOldForInt96;
    }

    /** How a column is counted if it is in the old way; whoever asks has it for one thread. */
    Optional<OldCalendar> of(PrimitiveType stored) {
        boolean old = stored.getPrimitiveTypeName() == PrimitiveTypeName.INT96 ? isOldForInt96 : isOld;
        return old ? Optional.of(new OldCalendar(zone)) : Optional.empty();
    }
}
