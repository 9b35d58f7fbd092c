package io.twinlake.query;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.twinlake.format.CorruptDataFileException;
import io.twinlake.storage.Location;
import io.twinlake.storage.StorageException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** An engine of its own, in memory, in UTC. */
final class SqlSession implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String EXPLAIN = "EXPLAIN (FORMAT json) ";
    private static final String FILES_ARE_SHUT = "file system operations are disabled by configuration";

    /** How failures begin that are not the engine's own: of the decoder of a file's headers. */
    private static final String BROKEN_BYTES = "Invalid Error: ";

    private final Connection connection;
    private volatile @Nullable Statement running;

    private Map<Location, String> files = Map.of();

    private SqlSession(Connection connection) {
        this.connection = connection;
    }

    private Statement statement() throws SQLException {
        Statement statement = connection.createStatement();
        running = statement;
        return statement;
    }

    /** Makes what runs now fail soon; nothing if nothing does. By any thread. */
    void interrupt() {
        Statement statement = running;
        try {
            if (statement != null) {
                statement.cancel();
            }
        } catch (SQLException closedMeanwhile) {
            return;
        }
    }

    static SqlSession open() {
        try {
            SqlSession session = new SqlSession(DriverManager.getConnection("jdbc:duckdb:"));
            // Nothing is fetched, whatever a statement may call for.
            session.execute("SET autoinstall_known_extensions = false");
            session.execute("SET autoload_known_extensions = false");
            session.execute("SET TimeZone = 'UTC'");
            session.execute("CREATE SCHEMA memory." + SqlSource.SCHEMA);
            return session;
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    void execute(String sql) {
        try (Statement statement = statement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    /** Runs what holds a secret. @throws SqlException with {@code problem} alone: the engine may quote what it ran */
    void executeSecret(String sql, String problem) {
        try (Statement statement = statement()) {
            statement.execute(sql);
        } catch (SQLException mayQuoteIt) {
            throw new SqlException(problem);
        }
    }

    /** The first column of a result, as text. */
    List<String> texts(String sql, int column) {
        try (Statement statement = statement();
                ResultSet result = statement.executeQuery(sql)) {
            List<String> texts = new ArrayList<>();
            while (result.next()) {
                texts.add(result.getString(column));
            }
            return texts;
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    /** How the engine parses a statement. @throws SqlException if it is not one SELECT */
    JsonNode parse(String sql) {
        try (PreparedStatement statement = connection.prepareStatement("SELECT json_serialize_sql(?::VARCHAR)")) {
            statement.setString(1, sql);
            try (ResultSet result = statement.executeQuery()) {
                result.next();
                return single(sql, JSON.readTree(result.getString(1)));
            }
        } catch (SQLException e) {
            throw failed(e);
        } catch (JsonProcessingException e) {
            throw new SqlException("the engine's parse tree of '" + sql + "' can't be read", e);
        }
    }

    private static JsonNode single(String sql, JsonNode parsed) {
        if (parsed.path("error").asBoolean()) {
            String message = parsed.path("error_message").asText();
            throw new SqlException(
                    message.contains("SELECT statements")
                            ? "only SELECT is run here, tables are written by ingest: " + sql
                            : message + " in: " + sql);
        }
        if (parsed.path("statements").isEmpty()) {
            throw new SqlException("there is no statement; write one SELECT over tables of the lake");
        }
        if (parsed.path("statements").size() != 1) {
            throw new SqlException("one statement at a time; these are "
                    + parsed.path("statements").size() + ": " + sql);
        }
        return parsed.path("statements").get(0);
    }

    /** How the engine would run a statement. */
    JsonNode explain(String sql) {
        try {
            return JSON.readTree(texts(EXPLAIN + sql, 2).get(0));
        } catch (JsonProcessingException e) {
            throw new SqlException("the engine's plan of '" + sql + "' can't be read", e);
        }
    }

    /** Gives every name in the statement its meaning, once the relations of the tables are there. */
    void name(List<SqlSource> sources) {
        Map<String, TreeSet<String>> schemas = new TreeMap<>();
        sources.forEach(source -> source.views()
                .keySet()
                .forEach(reference -> schemas.computeIfAbsent(reference.catalog(), catalog -> new TreeSet<>())
                        .add(reference.schema())));
        schemas.forEach((catalog, names) -> {
            if (!catalog.equals("memory")) {
                execute("ATTACH ':memory:' AS " + DuckDbTypes.quoted(catalog));
            }
            names.stream()
                    .filter(schema -> !schema.equals("main"))
                    .forEach(schema ->
                            execute("CREATE SCHEMA " + DuckDbTypes.quoted(catalog) + "." + DuckDbTypes.quoted(schema)));
        });
        for (SqlSource source : sources) {
            source.views()
                    .forEach((reference, view) -> execute(SqlViews.view(reference.quoted(), view, source.relation())));
        }
    }

    /** Which data files the engine reads from now on, and by what names it does. */
    void reads(Map<Location, String> places) {
        files = Map.copyOf(places);
    }

    /** The rows of a statement; closing them closes this session too. */
    SqlRows query(String sql) {
        try {
            return SqlRows.of(statement(), sql, this);
        } catch (SQLException e) {
            throw notRead(e);
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    /** Why rows could not be read: if the engine names a data file, it is the file. */
    RuntimeException notRead(SQLException e) {
        SqlException why = failed(e);
        String words = String.valueOf(why.getMessage());
        for (Map.Entry<Location, String> file : files.entrySet()) {
            if (words.contains(file.getValue())) {
                return words.startsWith("HTTP Error")
                        ? new StorageException("cannot read " + file.getKey() + ": " + words, why)
                        : damaged(file.getKey(), why);
            }
        }
        return words.startsWith(BROKEN_BYTES) && !files.isEmpty() ? damaged(why) : why;
    }

    /** Where the engine does not say which file it is. */
    private CorruptDataFileException damaged(SqlException why) {
        return files.size() == 1
                ? damaged(files.keySet().iterator().next(), why)
                : new CorruptDataFileException(
                        "one of the " + files.size() + " data files that this reads is damaged: "
                                + String.valueOf(why.getMessage()).strip()
                                + "; find it ('twinlake doctor'), then restore it from a copy, or read a version that does "
                                + "not need it",
                        why);
    }

    static CorruptDataFileException damaged(Location file, SqlException why) {
        return new CorruptDataFileException(
                "cannot read " + file + ": "
                        + String.valueOf(why.getMessage()).lines().findFirst().orElse("")
                        + "; the file is gone or damaged: restore it from a copy, or read a version that does not need it",
                why);
    }

    /** The engine's own words without those of its driver, and without remedies that this lake does not allow. */
    static SqlException failed(SQLException e) {
        String message = String.valueOf(e.getMessage());
        String driver = "Attempting to execute an unsuccessful or closed pending query result\nError: ";
        int at = message.indexOf(driver);
        int installing = message.indexOf("\n\nPlease try installing");
        String words =
                message.substring(at < 0 ? 0 : at + driver.length(), installing < 0 ? message.length() : installing);
        return new SqlException(
                asWritten(words).replace(FILES_ARE_SHUT, "a statement reads tables of the lake and no other file"), e);
    }

    /** The engine shows a line and, below it, the place: both begin with our word if it was asked to explain. */
    private static String asWritten(String words) {
        String shown = "LINE 1: ";
        return words.contains(shown + EXPLAIN)
                ? words.replace(shown + EXPLAIN, shown).replaceFirst("\n {" + EXPLAIN.length() + "}( *\\^)", "\n$1")
                : words;
    }
}
