package io.twinlake.query;

import io.twinlake.format.FolderName;
import io.twinlake.format.Nearest;
import io.twinlake.log.TableNotFoundException;
import io.twinlake.log.TransactionLog;
import io.twinlake.storage.Environment;
import io.twinlake.storage.Location;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A folder of tables: a table named {@code ns.name} lies at {@code <lake>/ns/name}. */
public final class Lake {

    private static final String LOG_FOLDER = "_delta_log";
    private static final int DEEPEST = 4;

    private final Environment environment;
    private final Location root;

    private Lake(Environment environment, Location root) {
        this.environment = environment;
        this.root = root;
    }

    /** Costs no request. */
    public static Lake at(Environment environment, Location root) {
        return new Lake(environment, root);
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

    /** The log of the table of that name. @throws TableNotFoundException if there is none; the message names the nearest */
    public TransactionLog table(String name) {
        TransactionLog log = TransactionLog.open(environment, locate(name));
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

    /** The names of all tables, in order; folders whose names begin with an underscore or a dot are not looked into. */
    public List<String> tables() {
        List<String> names = new ArrayList<>();
        collect(root, "", 1, names);
        return names;
    }

    private void collect(Location folder, String prefix, int depth, List<String> names) {
        for (String child : environment.storage().folders(folder)) {
            if (child.startsWith("_") || child.startsWith(".")) {
                continue;
            }
            Location location = folder.resolve(child);
            if (environment.storage().folders(location).contains(LOG_FOLDER)) {
                names.add(prefix + child);
            } else if (depth < DEEPEST) {
                collect(location, prefix + child + ".", depth + 1, names);
            }
        }
    }
}
