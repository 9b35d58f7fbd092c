package io.twinlake.storage;

import java.util.List;
import java.util.stream.Collectors;

/**
 * One request to a storage: its verb and the names that it concerns, for example {@code read("_delta_log/1.json")}. A
 * listing has two names, the folder and where it begins.
 */
public record Operation(Verb verb, List<String> names) {

    /** What is asked of the storage; reads at a position of an open object are {@link #READ_RANGE}. */
    public enum Verb {
        READ("read"),
        READ_RANGE("readRange"),
        INFO("info"),
        LIST("list"),
        FOLDERS("folders"),
        PUT("put"),
        PUT_IF_ABSENT("putIfAbsent"),
        DELETE("delete");

        private final String word;

        Verb(String word) {
            this.word = word;
        }
    }

    public Operation {
        names = List.copyOf(names);
    }

    public static Operation read(String name) {
        return new Operation(Verb.READ, List.of(name));
    }

    public static Operation readRange(String name) {
        return new Operation(Verb.READ_RANGE, List.of(name));
    }

    public static Operation info(String name) {
        return new Operation(Verb.INFO, List.of(name));
    }

    public static Operation list(String folder, String after) {
        return new Operation(Verb.LIST, List.of(folder, after));
    }

    public static Operation folders(String folder) {
        return new Operation(Verb.FOLDERS, List.of(folder));
    }

    public static Operation put(String name) {
        return new Operation(Verb.PUT, List.of(name));
    }

    public static Operation putIfAbsent(String name) {
        return new Operation(Verb.PUT_IF_ABSENT, List.of(name));
    }

    public static Operation delete(String... names) {
        return new Operation(Verb.DELETE, List.of(names));
    }

    /** Whether {@code actual} is this request, its names being the same or ending in {@code /} and these. */
    public boolean matches(Operation actual) {
        if (verb != actual.verb || names.size() != actual.names.size()) {
            return false;
        }
        for (int i = 0; i < names.size(); i++) {
            String name = actual.names.get(i);
            if (!name.equals(names.get(i)) && !name.endsWith("/" + names.get(i))) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return verb.word + names.stream().collect(Collectors.joining("\", \"", "(\"", "\")"));
    }
}
