package io.twinlake.spark;

import io.twinlake.format.Nearest;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/**
 * Which options a read may be given. One that nobody knows would be left unheeded without a word, so it is refused. Apart
 * are Hadoop's ({@code fs.*}) and what Spark itself adds (the path, names that begin with two underscores).
 */
final class ReadOptions {

    static final String VERSION = "versionAsOf";
    static final String TIMESTAMP = "timestampAsOf";
    static final String STARTING_VERSION = "startingVersion";
    static final String STARTING_TIMESTAMP = "startingTimestamp";
    static final String MAX_FILES = "maxFilesPerTrigger";
    static final String MAX_BYTES = "maxBytesPerTrigger";
    static final String SKIP_CHANGE_COMMITS = "skipChangeCommits";
    static final String IGNORE_DELETES = "ignoreDeletes";
    static final String IGNORE_CHANGES = "ignoreChanges";

    static final String INITIAL_ORDER = "initialOrder";
    static final String EVENT_TIME_COLUMN = "eventTimeColumn";

    private static final List<String> OF_ALL_READS = List.of(VERSION, TIMESTAMP);
    private static final List<String> OF_STREAMS = List.of(
            STARTING_VERSION,
            STARTING_TIMESTAMP,
            MAX_FILES,
            MAX_BYTES,
            SKIP_CHANGE_COMMITS,
            IGNORE_DELETES,
            IGNORE_CHANGES,
            INITIAL_ORDER,
            EVENT_TIME_COLUMN);
    private static final List<String> ALL =
            Stream.of(OF_ALL_READS, OF_STREAMS).flatMap(List::stream).toList();
    private static final Set<String> SPARKS = Set.of("path", "paths");

    /** Options of Delta's own connector that have no counterpart here, and what to do instead; lower-case names. */
    private static final Map<String, String> DELTAS = Map.of(
            "readchangefeed", "there is no change feed here: leave it out to read rows, which a stream gives once",
            "readchangedata", "there is no change feed here: leave it out to read rows, which a stream gives once",
            "endingversion", "it belongs to a change feed; versionAsOf reads the table at a version",
            "endingtimestamp", "it belongs to a change feed; timestampAsOf reads the table at a time",
            "witheventtimeorder",
                    "a snapshot comes in order of event time: eventTimeColumn says by which column, "
                            + "initialOrder 'files' turns it off",
            "failondataloss", "leave it out: a stream that can't go on without a gap always stops and says why",
            "ignorefiledeletion", "its newer names are ignoreDeletes and ignoreChanges");

    private ReadOptions() {}

    /** @throws IllegalArgumentException that names the nearest option, for one that no read has */
    static void requireKnown(CaseInsensitiveStringMap options) {
        for (String name : options.asCaseSensitiveMap().keySet()) {
            if (!isKnown(name, ALL) && !isSparks(name)) {
                throw new IllegalArgumentException("twinlake has no option '" + name + "': " + remedy(name));
            }
        }
    }

    /** The same for one that only streams have; a default of the whole session is there for them and does no harm. */
    static void requireOfBatch(CaseInsensitiveStringMap options) {
        for (Map.Entry<String, String> option : options.asCaseSensitiveMap().entrySet()) {
            if (isKnown(option.getKey(), OF_STREAMS) && !isDefault(option)) {
                throw new IllegalArgumentException(option.getKey() + " is an option of streams, and this read is none; "
                        + "leave it out, or read with readStream (a version is read by versionAsOf)");
            }
        }
    }

    /** Those of Hadoop's, which hold for the one read. */
    static Map<String, String> hadoop(CaseInsensitiveStringMap options) {
        return options.asCaseSensitiveMap().entrySet().stream()
                .filter(option -> isHadoops(option.getKey()))
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static boolean isHadoops(String name) {
        return name.toLowerCase(Locale.ROOT).startsWith("fs.");
    }

    private static boolean isKnown(String name, Collection<String> names) {
        return names.stream().anyMatch(name::equalsIgnoreCase);
    }

    private static boolean isSparks(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return isHadoops(name) || lower.startsWith("__") || SPARKS.contains(lower);
    }

    private static String remedy(String name) {
        return Optional.ofNullable(DELTAS.get(name.toLowerCase(Locale.ROOT)))
                .or(() -> Nearest.to(name, ALL).map(near -> "did you mean '" + near + "'?"))
                .orElseGet(() ->
                        "reads have " + String.join(", ", OF_ALL_READS) + ", streams " + String.join(", ", OF_STREAMS));
    }

    private static boolean isDefault(Map.Entry<String, String> option) {
        String key = "spark.datasource." + TwinlakeDataSource.NAME + "." + option.getKey();
        var settings = SessionAccess.session().conf().getAll();
        return scala.jdk.javaapi.CollectionConverters.asJava(settings).entrySet().stream()
                .anyMatch(setting -> setting.getKey().equalsIgnoreCase(key)
                        && setting.getValue().equals(option.getValue()));
    }

    /** A yes or no; no where it is not given. */
    static boolean flag(CaseInsensitiveStringMap options, String name) {
        String text = options.get(name);
        if (text == null || text.strip().equalsIgnoreCase("false")) {
            return false;
        }
        if (text.strip().equalsIgnoreCase("true")) {
            return true;
        }
        throw new IllegalArgumentException(name + " is '" + text + "'; expected true or false");
    }
}
