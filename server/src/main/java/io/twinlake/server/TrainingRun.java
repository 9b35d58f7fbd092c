package io.twinlake.server;

import com.github.luben.zstd.util.ZstdVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * Runs what users run most, once each, over a lake of its own, and prints nothing: Java notes the classes that this loads
 * and keeps them in an archive, from which every later start of the command line begins. {@code ./twinlake} runs it after
 * a build; its arguments are the folder with {@code examples/} and an empty folder for the lake. A third,
 * {@code look-ups}, has it run only those, over a lake that it made before.
 */
public final class TrainingRun {

    private static final String TABLE = "aviation.aircraft_state";
    private static final String AIRCRAFT = "N14228";

    private TrainingRun() {}

    public static void main(String[] arguments) throws IOException {
        String examples = arguments[0] + "/examples/flights";
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
        System.setOut(nowhere);
        System.setErr(nowhere);
        for (List<String> command : arguments.length > 2 ? lookUps(arguments[1]) : commands(examples, arguments[1])) {
            String[] words = command.toArray(String[]::new);
            Twinlake.commandLine(words).execute(words);
        }
        keepNativeLibrary(Path.of(arguments[1]));
    }

    /** Beside the lake, what zstd-jni unpacks at each first use unless it is told where that is. */
    private static void keepNativeLibrary(Path lake) throws IOException {
        String packed = "/linux/" + System.getProperty("os.arch") + "/libzstd-jni-" + ZstdVersion.VERSION + ".so";
        try (InputStream library = ZstdVersion.class.getResourceAsStream(packed)) {
            if (library != null) {
                Files.copy(library, lake.resolveSibling("libzstd-jni"), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    private static List<List<String>> commands(String examples, String lake) {
        return List.of(
                List.of("--help"),
                List.of("check", examples + "/aircraft.yaml"),
                List.of(
                        "ingest",
                        "--lake",
                        lake,
                        "--compact",
                        "--definition",
                        examples + "/aircraft.yaml",
                        "--source",
                        "flights=" + examples + "/data/events/week-1.jsonl.gz"),
                List.of("tables", "--lake", lake),
                List.of("describe", "--lake", lake, TABLE),
                List.of("log", "--lake", lake, TABLE),
                List.of("pipelines", "--lake", lake),
                List.of("dead-letters", "--lake", lake),
                List.of("current", "--lake", lake, TABLE, AIRCRAFT),
                List.of("current", "--lake", lake, TABLE, AIRCRAFT, "--as-of", "2013-01-03T12:00:00Z"),
                List.of("history", "--lake", lake, TABLE, AIRCRAFT),
                List.of("scan", "--lake", lake, TABLE, "--where", "key = '" + AIRCRAFT + "'", "--format", "json"),
                List.of("subscribe", "--lake", lake, TABLE, "--from", "earliest"),
                List.of("sql", "--lake", lake, "SELECT count(*) FROM " + TABLE + ".current"),
                List.of("compact", "--lake", lake, TABLE),
                List.of("doctor", "--lake", lake));
    }

    private static List<List<String>> lookUps(String lake) {
        return List.of(
                List.of("tables", "--lake", lake),
                List.of("describe", "--lake", lake, TABLE),
                List.of("current", "--lake", lake, TABLE, AIRCRAFT),
                List.of("history", "--lake", lake, TABLE, AIRCRAFT));
    }
}
