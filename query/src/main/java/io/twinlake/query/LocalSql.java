package io.twinlake.query;

import com.fasterxml.jackson.databind.JsonNode;
import io.twinlake.format.CorruptDataFileException;
import io.twinlake.format.FileCalendar;
import io.twinlake.format.Predicate;
import io.twinlake.log.Action.AddFile;
import io.twinlake.log.Snapshot;
import io.twinlake.log.TransactionLog;
import io.twinlake.storage.Location;
import io.twinlake.storage.ObjectInfo;
import io.twinlake.storage.Storage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * SQL over the tables of a lake, run in this process by DuckDB: {@code SELECT … FROM ns.table}, {@code ns.table.current}
 * (the state of its twins now), {@code ns.table.history} (their states with {@code valid_from}, {@code valid_to}). A table
 * anywhere is named by its place: {@code FROM '/folder/table'}, {@code FROM "s3://bucket/table".current}. With {@code
 * EXPLAIN} before it a statement's plan is its result, a line a row.
 *
 * <p>Every statement reads one snapshot of each table that it names. Which files are read the log decides, by the
 * filters that DuckDB's own plan pushes down to each scan. A statement only reads, and only those files.
 */
public final class LocalSql implements AutoCloseable {

    private final Lake lake;
    private final SqlOptions options;
    private final DataPlaces data;
    private Consumer<String> notes = note -> {};
    private boolean pruning = true;
    private volatile boolean stopped;
    private volatile @Nullable SqlSession running;

    private LocalSql(Lake lake, SqlOptions options) {
        this.lake = lake;
        this.options = options;
        this.data = new DataPlaces(options);
    }

    /** Who opens closes: that deletes the local copies of remote files. */
    public static LocalSql over(Lake lake, SqlOptions options) {
        return new LocalSql(lake, options);
    }

    /** Tells in a line, before it starts, why a statement copies files of S3 where it could read them in place. */
    public LocalSql noting(Consumer<String> listener) {
        notes = listener;
        return this;
    }

    /** Reads every file of a snapshot, whatever the statement asks for: what pruning is tested against. */
    LocalSql withoutPruning() {
        pruning = false;
        return this;
    }

    /** The rows of a statement over the newest versions. Who opens closes, before the next query. */
    public RowBatches query(String sql) {
        return query(sql, TimeTravel.latest());
    }

    /**
     * The rows of a statement over those versions of all its tables. Who opens closes, before the next query.
     *
     * @throws SqlException if it is not one SELECT, names what is not there, or reads more than the cache may hold
     * @throws io.twinlake.log.TableNotFoundException if there is no table of a name; the message names the nearest
     */
    public RowBatches query(String sql, TimeTravel time) {
        Explained statement = Explained.of(sql);
        List<SqlSource> sources = sources(tables(statement.inner()), time);
        Map<Integer, Predicate> needed = pruning ? SqlPruning.of(statement.inner(), sources) : Map.of();
        SqlSession session = SqlSession.open();
        running = session;
        try {
            prepare(session, sources, needed);
            requireNotStopped();
            if (statement.isExplained()) {
                RowBatches plan = statement.plan(session);
                session.close();
                return plan;
            }
            return session.query(sql);
        } catch (RuntimeException e) {
            session.close();
            throw e;
        }
    }

    /**
     * Makes the statement that runs now, or is run next, fail soon with an {@link SqlException}; its rows too, where they
     * are still being read. By any thread; to be repeated until it has, as what is between two steps can't be stopped.
     */
    public void stop() {
        stopped = true;
        SqlSession session = running;
        if (session != null) {
            session.interrupt();
        }
    }

    private void requireNotStopped() {
        if (stopped) {
            throw new SqlException("the statement was stopped");
        }
    }

    /** Whether a statement is to be explained and not run. */
    public static boolean isExplained(String sql) {
        return Explained.of(sql).isExplained();
    }

    /** Whether a statement names tables and all of them by their places, so that it needs no lake. */
    public static boolean readsPathsOnly(String sql) {
        List<SqlTables.Reference> tables = tables(Explained.of(sql).inner());
        return !tables.isEmpty() && tables.stream().allMatch(SqlTables.Reference::isPath);
    }

    @Override
    public void close() {
        data.close();
    }

    private static List<SqlTables.Reference> tables(String sql) {
        try (SqlSession session = SqlSession.open()) {
            JsonNode statement = session.parse(sql);
            return SqlTables.in(statement);
        }
    }

    /** What a name in a statement stands for. */
    private record Target(String table, boolean isPath, TwinView view) {}

    private List<SqlSource> sources(List<SqlTables.Reference> references, TimeTravel time) {
        Map<Target, Map<SqlTables.Reference, TwinView>> views = new LinkedHashMap<>();
        for (SqlTables.Reference reference : references) {
            Target target = target(reference);
            views.computeIfAbsent(
                            new Target(target.table(), target.isPath(), TwinView.ROWS), name -> new LinkedHashMap<>())
                    .put(reference, target.view());
        }
        List<SqlSource> sources = new ArrayList<>();
        views.forEach((table, named) -> {
            requireNotStopped();
            TransactionLog log = table.isPath() ? lake.at(Location.parse(table.table())) : lake.table(table.table());
            Snapshot snapshot = time.snapshot(log);
            if (named.values().stream().anyMatch(view -> view != TwinView.ROWS)) {
                TwinColumns.of(snapshot.schema());
            }
            sources.add(new SqlSource(sources.size(), snapshot, named));
        });
        return sources;
    }

    /** A table that is really called {@code current} goes before the view. */
    private Target target(SqlTables.Reference reference) {
        List<String> parts = reference.parts();
        Optional<TwinView> view = parts.size() == 1 ? Optional.empty() : TwinView.of(parts.get(parts.size() - 1));
        if (reference.isPath()) {
            if (parts.size() == 2 && view.isEmpty()) {
                throw new SqlException("'" + parts.get(1) + "' is no view of the table '" + parts.get(0)
                        + "'; its views are current and history");
            }
            return new Target(parts.get(0), true, view.orElse(TwinView.ROWS));
        }
        return view.isPresent() && !lake.has(reference.name())
                ? new Target(String.join(".", parts.subList(0, parts.size() - 1)), false, view.get())
                : new Target(reference.name(), false, TwinView.ROWS);
    }

    private void prepare(SqlSession session, List<SqlSource> sources, Map<Integer, Predicate> needed) {
        Map<SqlSource, List<AddFile>> asTheyAre = new LinkedHashMap<>();
        Map<SqlSource, List<AddFile>> others = new LinkedHashMap<>();
        for (SqlSource source : sources) {
            Map<Boolean, List<AddFile>> files = files(source.snapshot(), predicate(source, needed));
            asTheyAre.put(source, new ArrayList<>(files.getOrDefault(false, List.of())));
            others.put(source, new ArrayList<>(files.getOrDefault(true, List.of())));
        }
        Map<Location, String> places = places(session, asTheyAre);
        asTheyAre.forEach((source, live) -> {
            Set<AddFile> old = inOldCalendars(session, source.snapshot(), live, places);
            live.removeAll(old);
            others.computeIfAbsent(source, any -> new ArrayList<>()).addAll(old);
        });
        Map<SqlSource, Path> rendered = new LinkedHashMap<>();
        others.forEach((source, files) ->
                rendered(source, files, predicate(source, needed)).ifPresent(file -> rendered.put(source, file)));
        limit(session);
        asTheyAre.forEach((source, live) -> {
            List<SqlViews.FileGroup> groups = new ArrayList<>(groups(session, source, live, places));
            Optional.ofNullable(rendered.get(source)).ifPresent(file -> groups.add(group(session, file)));
            session.execute(
                    SqlViews.table(source.relation(), source.snapshot().schema(), source.partitionColumns(), groups));
        });
        session.name(sources);
        rendered.values().forEach(file -> places.put(Location.of(file), file.toString()));
        lock(session, places);
        session.reads(places);
    }

    private static Predicate predicate(SqlSource source, Map<Integer, Predicate> needed) {
        return needed.getOrDefault(source.position(), Predicate.TRUE);
    }

    private Optional<Path> rendered(SqlSource source, List<AddFile> files, Predicate needed) {
        return files.isEmpty()
                ? Optional.empty()
                : Optional.of(new RenderedRows(data.folder(), options.cacheBytes())
                        .write(source.snapshot(), files, needed, source.position()));
    }

    /** Only files with old days or times, or of which no statistics tell that they have none, are asked. */
    private static Set<AddFile> inOldCalendars(
            SqlSession session, Snapshot snapshot, List<AddFile> files, Map<Location, String> places) {
        Map<String, AddFile> asked = new LinkedHashMap<>();
        files.stream()
                .filter(file -> FileCalendar.matters(snapshot.schema(), snapshot.statistics(file)))
                .forEach(file -> asked.put(String.valueOf(places.get(snapshot.locate(file.path()))), file));
        List<String> names = List.copyOf(asked.keySet());
        return told(session, names, places, () -> OldCalendars.among(session, names)).stream()
                .map(name -> Objects.requireNonNull(asked.get(name)))
                .collect(Collectors.toSet());
    }

    /** Live files that a statement can need, by whether they have to be rendered. */
    private static Map<Boolean, List<AddFile>> files(Snapshot snapshot, Predicate predicate) {
        try (Stream<AddFile> files = snapshot.files(predicate)) {
            return files.collect(Collectors.groupingBy(file -> RenderedRows.isNeeded(snapshot, file)));
        }
    }

    private Map<Location, String> places(SqlSession session, Map<SqlSource, List<AddFile>> files) {
        Map<ObjectInfo, Storage> objects = new LinkedHashMap<>();
        files.forEach((source, live) -> {
            Storage storage = source.snapshot().environment().storage();
            live.forEach(file -> objects.put(source.snapshot().object(file), storage));
        });
        objects.forEach((object, storage) -> storage.admit(object.location()));
        requireNotStopped();
        return data.of(objects, session, notes);
    }

    private static SqlViews.FileGroup group(SqlSession session, Path rendered) {
        List<String> paths = List.of(rendered.toString());
        return SqlViews.FileGroup.complete(paths, columns(session, paths));
    }

    private static List<SqlViews.FileGroup> groups(
            SqlSession session, SqlSource source, List<AddFile> files, Map<Location, String> places) {
        Map<Map<String, Optional<String>>, List<String>> paths = new LinkedHashMap<>();
        for (AddFile file : files) {
            String place = places.get(source.snapshot().locate(file.path()));
            paths.computeIfAbsent(file.partitionValues(), values -> new ArrayList<>())
                    .add(String.valueOf(place));
        }
        List<SqlViews.FileGroup> groups = new ArrayList<>();
        paths.forEach((values, group) -> groups.add(
                SqlViews.FileGroup.of(group, values, told(session, group, places, () -> columns(session, group)))));
        return groups;
    }

    /** A statement of ours: where it fails, it is the files. */
    private static <T> T told(
            SqlSession session, List<String> files, Map<Location, String> places, Supplier<T> statement) {
        try {
            return statement.get();
        } catch (SqlException e) {
            for (String file : files) {
                requireReadable(session, file, places);
            }
            throw new CorruptDataFileException(
                    "data files of a table can't be read together: "
                            + String.valueOf(e.getMessage()).lines().findFirst().orElse(""),
                    e);
        }
    }

    private static List<String> columns(SqlSession session, List<String> files) {
        return session.texts("DESCRIBE SELECT * FROM " + SqlViews.files(files), 1);
    }

    private static void requireReadable(SqlSession session, String file, Map<Location, String> places) {
        try {
            columns(session, List.of(file));
        } catch (SqlException e) {
            Location at = places.entrySet().stream()
                    .filter(place -> place.getValue().equals(file))
                    .map(Map.Entry::getKey)
                    .findFirst()
                    .orElseThrow();
            throw SqlSession.damaged(at, e);
        }
    }

    private void limit(SqlSession session) {
        session.execute("SET memory_limit = '" + options.memoryBytes() / 1024 + "KiB'");
        session.execute("SET threads = " + options.threads());
        session.execute("SET temp_directory = " + DuckDbTypes.text(data.folder().toString()));
    }

    /** From here on the engine opens no file but these, loads no extension and takes no other setting. */
    private static void lock(SqlSession session, Map<Location, String> places) {
        session.execute("SET allowed_paths = " + SqlViews.list(List.copyOf(places.values())));
        session.execute("SET enable_external_access = false");
        session.execute("SET lock_configuration = true");
    }
}
