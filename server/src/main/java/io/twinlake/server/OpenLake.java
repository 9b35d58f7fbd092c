package io.twinlake.server;

import io.twinlake.log.TableNotFoundException;
import io.twinlake.log.TransactionLog;
import io.twinlake.query.Lake;
import io.twinlake.storage.Environment;
import io.twinlake.storage.Location;
import io.twinlake.storage.NotAFileException;
import io.twinlake.storage.StorageOptions;
import io.twinlake.storage.Storages;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** The lake that a command works on, opened for it. Who opens closes. */
record OpenLake(Lake lake, StorageOptions options) implements AutoCloseable {

    /** The table of what pipelines refused; no command lists it among the lake's tables, but its name is known. */
    static final String DEAD_LETTERS = "_twinlake.dead_letters";

    static OpenLake open(String uri) {
        return open(uri, StorageOptions.defaults());
    }

    static OpenLake open(String uri, StorageOptions options) {
        Location root = Location.parse(uri);
        return new OpenLake(Lake.at(Environment.system(Storages.open(root, options)), root), options);
    }

    /** This, with tables that may have their own files only. */
    OpenLake ownFilesOnly() {
        return new OpenLake(lake.ownFilesOnly(), options);
    }

    Environment environment() {
        return lake.environment();
    }

    Location root() {
        return lake.root();
    }

    List<String> tables() {
        return survey().tables();
    }

    Lake.Survey survey() {
        return there().lake.survey();
    }

    /** This, for commands that look at what there is. @throws UsageException if the lake is no folder */
    OpenLake there() {
        if (requireNoFile().isLocal() && !Files.exists(root().toPath())) {
            throw new UsageException(
                    "the lake " + root() + " does not exist; correct --lake (or TWINLAKE_LAKE), or let ingest make it");
        }
        return this;
    }

    /** @throws UsageException if a file is where the lake's folder should be */
    OpenLake requireNoFile() {
        if (isLocal() && isOther(root().toPath())) {
            throw new NotAFileException("the lake " + root()
                    + " is a pipe, a socket or a device; a lake is a folder: correct --lake (or " + "TWINLAKE_LAKE)");
        }
        if (isLocal() && Files.isRegularFile(root().toPath())) {
            throw new UsageException("the lake " + root() + " is a file; a lake is a folder: correct --lake (or "
                    + "TWINLAKE_LAKE), for example to its folder " + root().parent());
        }
        return this;
    }

    private static boolean isOther(Path path) {
        return Files.exists(path) && !Files.isDirectory(path) && !Files.isRegularFile(path);
    }

    private boolean isLocal() {
        return root().scheme().equals("file");
    }

    /** The log at a name's place, whether there is a table or not. */
    TransactionLog log(String name) {
        return lake.log(environment(), lake.locate(name));
    }

    /** The table that a person means: {@code namespace.table} of this lake, else a path or a URI. It must be there. */
    TransactionLog existing(String name) {
        if (!isPath(name)) {
            try {
                return there().lake.table(name);
            } catch (IllegalArgumentException e) {
                throw new UsageException(e.getMessage() + ", or a path or URI such as ./folder or s3://bucket/folder");
            }
        }
        TransactionLog log = lake.log(environmentOf(Location.parse(name)), Location.parse(name));
        if (!log.exists()) {
            throw new TableNotFoundException(
                    "there is no Delta table at " + log.table() + "; a table's folder holds a _delta_log");
        }
        return log;
    }

    /** The log of a table to be made. @throws UsageException if there is a table already */
    TransactionLog requireNew(String name) {
        TransactionLog log;
        try {
            log = isPath(name)
                    ? TransactionLog.open(environmentOf(Location.parse(name)), Location.parse(name))
                    : log(name);
        } catch (IllegalArgumentException e) {
            throw new UsageException(e.getMessage() + ", or a path or URI such as ./folder or s3://bucket/folder");
        }
        if (log.exists()) {
            throw new UsageException(
                    "there is a table at " + log.table() + " already; name another place, or delete that folder");
        }
        return log;
    }

    @Override
    public void close() {
        environment().storage().close();
    }

    /** A path may lie on another store than the lake. */
    private Environment environmentOf(Location place) {
        return place.scheme().equals(root().scheme())
                ? environment()
                : Environment.system(Storages.open(place, options));
    }

    static boolean isPath(String name) {
        return name.contains("/")
                || name.startsWith(".")
                || name.toLowerCase(Locale.ROOT).matches("[a-z][a-z0-9+.-]+:.*");
    }
}
