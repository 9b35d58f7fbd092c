package io.twinlake.dml;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a statement reads or changes, as it names it.
 *
 * @param kind what stands there
 * @param text a table's name or path, a file's path, or the query
 * @param format of a file, where the statement says it: {@code csv}, {@code json} or {@code parquet}
 * @param version as of which a table is meant
 * @param timestamp as of which a table is meant
 * @param alias by which columns are qualified
 */
public record TableReference(
        Kind kind,
        String text,
        Optional<String> format,
        OptionalLong version,
        Optional<String> timestamp,
        Optional<String> alias) {

    /** What stands there. */
    public enum Kind {
        /** The name of a table, which may be the path of one as well. */
        TABLE,
        /** A path of a table or a file. */
        PATH,
        /** A {@code SELECT}. */
        QUERY
    }

    /** What may stand before the names of its columns. */
    List<String> qualifiers() {
        if (alias.isPresent()) {
            return List.of(alias.get());
        }
        List<String> names = new ArrayList<>();
        if (kind == Kind.TABLE) {
            for (int at = text.length(); at >= 0; at = text.lastIndexOf('.', at - 1)) {
                names.add(0, at == text.length() ? text : text.substring(at + 1));
            }
        }
        return names;
    }

    @Override
    public String toString() {
        return kind == Kind.QUERY ? "(" + text + ")" : text;
    }
}
