package io.twinlake.query;

import io.twinlake.storage.Location;
import io.twinlake.storage.S3Access;
import io.twinlake.storage.Storage;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Whether the engine of a session reads S3 by itself, with DuckDB's extension {@code httpfs}: only the parts of files
 * that a statement needs, without copies. The extension is loaded where it is on this machine, and never fetched.
 */
final class DirectReads {

    private static final Set<String> SCHEMES = Set.of("s3", "s3a");

    private final Optional<String> hindrance;

    private DirectReads(Optional<String> hindrance) {
        this.hindrance = hindrance;
    }

    /** Prepares a session that has read nothing yet to read all that a storage of S3 can, as the same user. */
    static DirectReads open(SqlSession session, Optional<String> httpfs, Storage storage) {
        if (httpfs.isEmpty()) {
            return hindered("DuckDB's httpfs is switched off");
        }
        Optional<S3Access> access = S3Access.of(storage);
        if (access.isEmpty()) {
            return hindered("DuckDB's httpfs can't use what this storage reads S3 by");
        }
        Optional<String> unfit = unfit(access.get());
        if (unfit.isPresent()) {
            return hindered(unfit.get());
        }
        try {
            load(session, httpfs.get());
            introduce(session, access.get());
        } catch (SqlException e) {
            String reason = String.valueOf(e.getMessage()).lines().findFirst().orElse("no reason given");
            return hindered("DuckDB's httpfs can't be loaded (" + reason + ")");
        }
        return new DirectReads(Optional.empty());
    }

    private static DirectReads hindered(String why) {
        return new DirectReads(Optional.of(why));
    }

    /** Why the engine does not read S3 by itself; empty where it does. */
    Optional<String> hindrance() {
        return hindrance;
    }

    /** Whether the engine reads this object by itself. */
    boolean cover(Location location) {
        return hindrance.isEmpty() && areFor(location) && !FileCache.isPattern(location);
    }

    /** Whether an object is on S3. */
    static boolean areFor(Location location) {
        return SCHEMES.contains(location.scheme());
    }

    /** How the engine names an object. */
    static String url(Location location) {
        return "s3://" + location.authority() + location.path();
    }

    private static Optional<String> unfit(S3Access access) {
        if (access.region().isEmpty()) {
            return Optional.of("DuckDB's httpfs needs the bucket's region: set AWS_REGION");
        }
        return access.endpoint()
                .filter(endpoint -> !Set.of("", "/")
                        .contains(Optional.ofNullable(endpoint.getPath()).orElse("")))
                .map(endpoint -> "DuckDB's httpfs takes no endpoint with a path (" + endpoint + ")");
    }

    /** Data files never change, so that nothing about them is asked twice. */
    private static void load(SqlSession session, String extension) {
        session.execute("SET allow_persistent_secrets = false");
        session.execute("LOAD " + (extension.equals(SqlOptions.HTTPFS) ? extension : DuckDbTypes.text(extension)));
        session.execute("SET enable_http_metadata_cache = true");
        session.execute("SET parquet_metadata_cache = true");
        session.execute("SET validate_external_file_cache = 'NO_VALIDATION'");
        // The extension takes these from the environment, where any statement could show them.
        session.execute("SET s3_access_key_id = ''");
        session.execute("SET s3_secret_access_key = ''");
        session.execute("SET s3_session_token = ''");
    }

    /** @throws SqlException without a word of the engine's, which may quote the statement */
    static void introduce(SqlSession session, S3Access access) {
        session.executeSecret(
                "CREATE SECRET twinlake (" + String.join(", ", secret(access)) + ")", "it does not take " + access);
    }

    private static List<String> secret(S3Access access) {
        List<String> settings = new ArrayList<>(List.of(
                "TYPE s3",
                "PROVIDER config",
                "KEY_ID " + DuckDbTypes.text(access.credentials().accessKeyId()),
                "SECRET " + DuckDbTypes.text(access.credentials().secretAccessKey()),
                "SESSION_TOKEN "
                        + DuckDbTypes.text(access.credentials().sessionToken().orElse("")),
                "URL_STYLE " + (access.byPath() ? "'path'" : "'vhost'"),
                "USE_SSL " + !access.endpoint().map(URI::getScheme).equals(Optional.of("http"))));
        access.region().ifPresent(region -> settings.add("REGION " + DuckDbTypes.text(region)));
        access.endpoint().ifPresent(endpoint -> settings.add("ENDPOINT " + DuckDbTypes.text(server(endpoint))));
        return settings;
    }

    private static String server(URI endpoint) {
        return endpoint.getHost() + (endpoint.getPort() < 0 ? "" : ":" + endpoint.getPort());
    }
}
