package io.twinlake.spark;

import io.twinlake.log.TransactionLog;
import io.twinlake.storage.Environment;
import io.twinlake.storage.Location;
import java.util.List;
import java.util.Optional;

/** A lake as names: a table is a folder with a log, every other folder is a namespace. */
final class LakeFolders {

    private static final String LOG = "_delta_log";

    private final Location warehouse;
    private final Environment environment;

    private LakeFolders(Location warehouse, Environment environment) {
        this.warehouse = warehouse;
        this.environment = environment;
    }

    static LakeFolders of(Location warehouse) {
        return new LakeFolders(warehouse, SessionAccess.environment(warehouse));
    }

    /** The folder that a name means; none where a part of it can't be a folder's name. */
    Optional<Location> folder(List<String> name) {
        Location folder = warehouse;
        for (String part : name) {
            if (part.isBlank() || part.contains("/") || part.equals(".") || part.equals("..")) {
                return Optional.empty();
            }
            folder = folder.resolve(part);
        }
        return Optional.of(folder);
    }

    Optional<TransactionLog> log(List<String> name) {
        return folder(name).map(folder -> SessionAccess.log(environment, folder));
    }

    boolean isNamespace(List<String> name) {
        return name.isEmpty()
                || folder(name)
                        .map(folder -> environment.storage().folders(folder))
                        .filter(folders -> !folders.isEmpty() && !folders.contains(LOG))
                        .isPresent();
    }

    List<String> tables(List<String> namespace) {
        return children(namespace).stream()
                .filter(child -> isTable(namespace, child))
                .toList();
    }

    /** Folders whose name starts with an underscore or a dot are not shown: they hold what is the lake's own. */
    List<String> namespaces(List<String> parent) {
        return children(parent).stream()
                .filter(child -> !child.startsWith("_") && !child.startsWith("."))
                .filter(child -> !isTable(parent, child))
                .toList();
    }

    private List<String> children(List<String> parent) {
        return folder(parent)
                .map(folder -> environment.storage().folders(folder))
                .filter(folders -> !folders.contains(LOG))
                .orElse(List.of());
    }

    private boolean isTable(List<String> namespace, String child) {
        return folder(namespace)
                .map(folder -> environment.storage().folders(folder.resolve(child)))
                .orElse(List.of())
                .contains(LOG);
    }
}
