package io.twinlake.spark;

import io.twinlake.log.TransactionLog;
import io.twinlake.storage.Environment;
import io.twinlake.storage.Location;
import io.twinlake.storage.Storage;
import io.twinlake.storage.Storages;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;

/**
 * How a Spark session reaches storage. The log of a local table is read by our own storage; every other one through
 * the Hadoop file system that the session is configured for (S3: {@code fs.s3a.*}), so that Spark and we read with the
 * same endpoint and the same credentials.
 */
final class SessionAccess {

    /** Whether a table whose log names files outside of its folder is refused. */
    static final String OWN_FILES_ONLY = "spark.twinlake.ownFilesOnly";

    private static final String LOCAL = "file";
    private static final ConcurrentMap<Map<String, String>, Storage> STORAGES = new ConcurrentHashMap<>();

    private SessionAccess() {}

    static org.apache.spark.sql.classic.SparkSession session() {
        return (org.apache.spark.sql.classic.SparkSession) SparkSession.active();
    }

    /** The session's Hadoop settings, with Spark's own {@code spark.hadoop.*} in them. */
    static Configuration hadoop() {
        return session().sessionState().newHadoopConf();
    }

    /** The same, with what a read was given for itself. */
    static Configuration hadoop(Map<String, String> ofRead) {
        Configuration settings = hadoop();
        ofRead.forEach(settings::set);
        return settings;
    }

    /** A place as users name it; {@code s3} and {@code s3n} mean Hadoop's {@code s3a}. */
    static Location locate(String path) {
        Location location = Location.parse(path);
        return switch (location.scheme()) {
            case "s3", "s3n" -> new Location("s3a", location.authority(), location.path());
            default -> location;
        };
    }

    /** @param ofRead Hadoop's settings besides those of the session */
    static TransactionLog log(Location table, Map<String, String> ofRead) {
        Configuration settings = isLocal(table) ? new Configuration(false) : hadoop(ofRead);
        return log(Environment.system(storage(table, settings)), table);
    }

    /** Where the session says {@value #OWN_FILES_ONLY}, one that names no file of other folders. */
    static TransactionLog log(Environment environment, Location table) {
        TransactionLog log = TransactionLog.open(environment, table);
        return Boolean.parseBoolean(session().conf().get(OWN_FILES_ONLY, "false")) ? log.ownFilesOnly() : log;
    }

    static Environment environment(Location location) {
        return Environment.system(storage(location, isLocal(location) ? new Configuration(false) : hadoop()));
    }

    private static boolean isLocal(Location location) {
        return location.scheme().equals(LOCAL);
    }

    /** One storage for equal settings, never closed: tables that a session has resolved go on using it. */
    static Storage storage(Location location, Configuration hadoop) {
        if (isLocal(location)) {
            return STORAGES.computeIfAbsent(Map.of(), none -> Storages.open(location));
        }
        Map<String, String> settings = new HashMap<>();
        hadoop.forEach(setting -> settings.put(setting.getKey(), setting.getValue()));
        return STORAGES.computeIfAbsent(settings, ofHadoop -> Storages.hadoop(location, ofHadoop));
    }

    /** A location as Spark's file reading names it: schemes mapped, characters as they are on the store. */
    static Path path(Location location) {
        Location mapped = locate(location.toString());
        return new Path(mapped.scheme(), mapped.authority().isEmpty() ? null : mapped.authority(), mapped.path());
    }
}
