package io.twinlake.differential;

import java.nio.file.Path;

/** Somebody who opens tables: ourselves, Delta Kernel, Delta Spark. */
interface TableReader {

    /** @param withRows false where data files are missing, of tables that are a log alone */
    TableView read(Path table, long version, boolean withRows);
}
