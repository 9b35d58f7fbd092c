package io.twinlake.server;

import io.twinlake.log.TransactionLog;
import io.twinlake.storage.Environment;
import io.twinlake.storage.Location;
import io.twinlake.storage.Storages;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A lake: a folder whose sub-folders are namespaces, whose sub-folders are tables. Who opens it closes it.
 *
 * @param environment storage and the real clock
 * @param root the lake's folder
 */
record Lake(Environment environment, Location root) implements AutoCloseable {

    /** The table of what pipelines refused. */
    static final String DEAD_LETTERS = "_twinlake.dead_letters";

    static Lake open(String uri) {
        Location root = Location.parse(uri);
        return new Lake(Environment.system(Storages.open(root)), root);
    }

    /** The table that {@code name} means: {@code namespace.table} of this lake, else a path or a URI. */
    TransactionLog table(String name) {
        return TransactionLog.open(environment, locate(name));
    }

    /** Like {@link #table}, and it must be there. */
    TransactionLog existing(String name) {
        TransactionLog log = table(name);
        if (!log.exists()) {
            throw new UsageException("there is no table '" + name + "' (looked at " + log.table() + "); "
                    + nearest(name) + "a table is named namespace.name, or given as a path or URI");
        }
        return log;
    }

    /** The folder of the table that {@code name} means. */
    Location locate(String name) {
        if (isPath(name)) {
            return Location.parse(name);
        }
        int dot = name.indexOf('.');
        if (dot <= 0 || dot == name.length() - 1) {
            throw new UsageException("'" + name + "' is neither namespace.table nor a path; "
                    + "write for example aviation.aircraft_state, ./folder or s3://bucket/folder");
        }
        return root.resolve(name.substring(0, dot)).resolve(name.substring(dot + 1));
    }

    /** The names of all tables, in order. */
    List<String> tables() {
        List<String> names = new ArrayList<>();
        for (String namespace : environment.storage().folders(root)) {
            Location folder = root.resolve(namespace);
            for (String table : environment.storage().folders(folder)) {
                if (TransactionLog.open(environment, folder.resolve(table)).exists()) {
                    names.add(namespace + "." + table);
                }
            }
        }
        return names;
    }

    @Override
    public void close() {
        environment.storage().close();
    }

    private static boolean isPath(String name) {
        return name.contains("/")
                || name.startsWith(".")
                || name.toLowerCase(Locale.ROOT).matches("[a-z][a-z0-9+.-]+:.*");
    }

    private String nearest(String name) {
        List<String> names = tables();
        return names.isEmpty() ? "the lake has no table yet; " : "the lake has " + String.join(", ", names) + "; ";
    }
}
