package io.twinlake.query;

import io.twinlake.format.FolderName;
import io.twinlake.format.Nearest;
import io.twinlake.log.TableNotFoundException;
import io.twinlake.log.TransactionLog;
import io.twinlake.storage.Environment;
import io.twinlake.storage.Location;
import io.twinlake.storage.StorageException;
import io.twinlake.storage.Storages;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A folder of tables: a table named {@code ns.name} lies at {@code <lake>/ns/name}. */
public final class Lake {

    private static final String LOG_FOLDER = "_delta_log";
    private static final int DEEPEST = 4;

    private final Environment environment;
    private final Location root;
    private final boolean ownFilesOnly;

    private Lake(Environment environment, Location root, boolean ownFilesOnly) {
        this.environment = environment.withStorage(environment.storage().confinedTo(root));
        this.root = root;
        this.ownFilesOnly = ownFilesOnly;
    }

    /** Costs no request. */
    public static Lake at(Environment environment, Location root) {
        return new Lake(environment, root, false);
    }

    /** This lake, with tables that may have their own files only ({@link TransactionLog#ownFilesOnly}). */
    public Lake ownFilesOnly() {
        return new Lake(environment, root, true);
    }

    /** The log at a place, of this lake or not, with what this lake allows; whether there is a table or not. */
    public TransactionLog log(Environment surroundings, Location table) {
        TransactionLog log = TransactionLog.open(surroundings, table);
        return ownFilesOnly ? log.ownFilesOnly() : log;
    }

    public Location root() {
        return root;
    }

    public Environment environment() {
        return environment;
    }

    /** Where the table of a name lies, or would lie. */
    public Location locate(String name) {
        if (name.isEmpty()
                || name.contains("/")
                || List.of(name.split("\\.", -1)).contains("")) {
            throw new IllegalArgumentException("'" + name + "' is not the name of a table; expected ns.name");
        }
        return root.resolve(name.replace('.', '/'));
    }

    /**
     * Where a table that is to be made will lie.
     *
     * @throws IllegalArgumentException if a part of the name is reserved, or not taken by every store
     */
    public Location place(String name) {
        Location place = locate(name);
        for (String part : name.split("\\.", -1)) {
            FolderName.objection(part).ifPresent(objection -> {
                throw new IllegalArgumentException(objection.problem() + "; " + objection.remedy());
            });
        }
        return place;
    }

    /** Whether a text names a table by its place, a path or a URI, and not by a name of this lake. */
    public static boolean isPath(String text) {
        return text.contains("/") || text.startsWith(".") || text.matches("[a-zA-Z][a-zA-Z0-9+.-]+:.*");
    }

    /** The log of the table at a place, of this lake or not. @throws TableNotFoundException if there is none */
    public TransactionLog at(Location table) {
        boolean isSameStore = table.scheme().equals(root.scheme());
        TransactionLog log = log(isSameStore ? environment : environment.withStorage(Storages.open(table)), table);
        if (!log.exists()) {
            throw new TableNotFoundException(
                    "there is no Delta table at " + table + "; a table's folder holds a _delta_log");
        }
        return log;
    }

    /** The log of the table of that name. @throws TableNotFoundException if there is none; the message names the nearest */
    public TransactionLog table(String name) {
        TransactionLog log = log(environment, locate(name));
        if (log.exists()) {
            return log;
        }
        List<String> names = tables();
        throw new TableNotFoundException("no table '" + name + "' in the lake " + root
                + nearest(name, names)
                        .map(near -> "; did you mean '" + near + "'?")
                        .orElse(".")
                + (names.isEmpty() ? " The lake has no table" : " The tables are " + String.join(", ", names)));
    }

    /** A table may be misspelled, or named without its namespace. */
    private static Optional<String> nearest(String name, List<String> names) {
        return names.stream()
                .filter(each -> each.endsWith("." + name))
                .findFirst()
                .or(() -> Nearest.to(name, names));
    }

    /** Whether there is a table of that name. */
    boolean has(String name) {
        return TransactionLog.open(environment, locate(name)).exists();
    }

    /** The names of all tables, in order; what can't be looked into is left out. */
    public List<String> tables() {
        return survey().tables();
    }

    /**
     * What a lake holds, as far as it can be looked into.
     *
     * @param tables their names, in order; of one in a folder whose name no name of a table can spell, its location
     * @param troubles folders that can't be looked into, and why
     */
    public record Survey(List<String> tables, Map<Location, StorageException> troubles) {

        public Survey {
            tables = List.copyOf(tables);
            troubles = Collections.unmodifiableMap(new LinkedHashMap<>(troubles));
        }
    }

    /**
     * Looks for all tables. Folders whose names begin with an underscore or a dot are not looked into; a table's folder may
     * be a symbolic link, one between the lake and a table may not.
     *
     * @throws StorageException if the lake itself can't be listed
     */
    public Survey survey() {
        List<String> names = new ArrayList<>();
        Map<Location, StorageException> troubles = new LinkedHashMap<>();
        collect(root, environment.storage().folders(root), names, troubles);
        return new Survey(names, troubles);
    }

    private void collect(
            Location folder, List<String> children, List<String> names, Map<Location, StorageException> troubles) {
        for (String child : children) {
            if (child.startsWith("_") || child.startsWith(".")) {
                continue;
            }
            Location location = folder.resolve(child);
            try {
                List<String> below = environment.storage().confinedTo(location).folders(location);
                if (below.contains(LOG_FOLDER)) {
                    names.add(nameOf(location));
                } else if (location.relativeTo(root).split("/", -1).length < DEEPEST) {
                    collect(location, environment.storage().folders(location), names, troubles);
                }
            } catch (StorageException e) {
                troubles.put(location, e);
            }
        }
    }

    private String nameOf(Location table) {
        String relative = table.relativeTo(root);
        return relative.contains(".") ? table.toString() : relative.replace('/', '.');
    }
}
