package io.twinlake.server;

import io.twinlake.dml.TableReference;
import io.twinlake.format.RowBatch;
import io.twinlake.format.RowPicks;
import io.twinlake.format.Schema;
import io.twinlake.log.Snapshot;
import io.twinlake.query.FileRows;
import io.twinlake.query.LocalSql;
import io.twinlake.query.RowBatches;
import io.twinlake.query.ScanPlan;
import io.twinlake.query.SqlException;
import io.twinlake.query.SqlOptions;
import io.twinlake.query.TimeTravel;
import io.twinlake.storage.Location;
import io.twinlake.storage.ObjectNotFoundException;
import io.twinlake.storage.Storage;
import io.twinlake.storage.Storages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Reads what a statement names as its source, whole, into memory: a table, a file, or a query. */
record StatementSource(OpenLake lake) {

    /** The rows of a source, texts of files in the types of a table's columns where these are called alike. */
    RowBatch read(TableReference source, Schema table) {
        if (source.kind() == TableReference.Kind.QUERY) {
            return query(source.text());
        }
        Optional<FileRows.Format> format = format(source);
        if (format.isPresent()) {
            if (source.version().isPresent() || source.timestamp().isPresent()) {
                throw new UsageException("the file " + source + " has no versions; leave VERSION and TIMESTAMP out");
            }
            return file(source.text(), format.get(), table);
        }
        return all(ScanPlan.over(snapshot(source)).rows());
    }

    private Snapshot snapshot(TableReference source) {
        var log = lake.existing(source.text());
        if (source.version().isPresent()) {
            return TimeTravel.version(source.version().getAsLong()).snapshot(log);
        }
        return source.timestamp()
                .map(time -> TimeTravel.timestamp(Times.parse("TIMESTAMP AS OF", time)))
                .orElseGet(TimeTravel::latest)
                .snapshot(log);
    }

    /** What a file is; empty for a table. */
    private static Optional<FileRows.Format> format(TableReference source) {
        return source.format().isPresent()
                ? source.format()
                        .filter(format -> !format.equals("delta"))
                        .map(format -> FileRows.Format.valueOf(format.toUpperCase(Locale.ROOT)))
                : format(source.text(), source.kind() == TableReference.Kind.PATH);
    }

    /** What a name that a person typed is the file of; empty for a table's. */
    static Optional<FileRows.Format> format(String name, boolean isPath) {
        return FileRows.Format.of(name).filter(format -> isPath || Files.exists(Path.of(name)));
    }

    /** The rows of a file here or in a store. */
    RowBatch file(String name, FileRows.Format format, Schema table) {
        return withLocal(name, path -> {
            try {
                return all(FileRows.of(path, format, table));
            } catch (SqlException e) {
                throw new InputException(
                        "cannot read " + name + ": "
                                + String.valueOf(e.getMessage()).strip(),
                        e);
            }
        });
    }

    private static <T> T withLocal(String name, Function<Path, T> use) {
        Location at = Location.parse(name);
        if (at.scheme().equals("file")) {
            if (!name.contains("*") && !Files.isReadable(at.toPath())) {
                throw new UsageException(
                        "there is no file " + name + " that can be read; name a table, or a file that is there");
            }
            return use.apply(name.contains("*") ? Path.of(name) : at.toPath());
        }
        Storage storage = Storages.open(at);
        try {
            Path copy = Files.createTempFile("twinlake-source", null);
            try {
                Files.write(copy, storage.read(at));
                return use.apply(copy);
            } finally {
                Files.deleteIfExists(copy);
            }
        } catch (ObjectNotFoundException e) {
            throw new UsageException("there is no object " + at + "; name a table, or a file that is there");
        } catch (IOException e) {
            throw new InputException("cannot copy " + at + " to a local file: " + e.getMessage(), e);
        } finally {
            storage.close();
        }
    }

    private RowBatch query(String sql) {
        try {
            Path cache = Files.createTempDirectory("twinlake-sql");
            try (LocalSql engine = LocalSql.over(lake.lake(), SqlOptions.defaults(cache))) {
                return all(engine.query(sql));
            } catch (SqlException e) {
                throw new UsageException(e.getMessage());
            } finally {
                Files.deleteIfExists(cache);
            }
        } catch (IOException e) {
            throw new InputException("a folder for the query can't be made: " + e.getMessage(), e);
        }
    }

    private static RowBatch all(RowBatches rows) {
        try (rows) {
            RowBatch all = RowBatch.empty(rows.schema());
            while (rows.hasNext()) {
                RowBatch next = rows.next();
                int count = next.rows();
                all.appendAll(
                        List.of(next), RowPicks.of(IntStream.range(0, count).toArray()), 0, count);
            }
            return all;
        }
    }
}
