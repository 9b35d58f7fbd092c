package io.twinlake.server;

import io.twinlake.query.Lake;
import io.twinlake.storage.NotAFileException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;

/** One thing done to many tables of a lake: what goes wrong with one is told, and the others have their turn. */
final class EachTable {

    private final OpenLake lake;
    private ExitCode worst = ExitCode.DONE;

    private EachTable(OpenLake lake) {
        this.lake = lake;
    }

    /** Does it to the named tables, or to all of the lake where none is named. Returns the code of what went wrong first. */
    static ExitCode of(OpenLake lake, List<String> named, Consumer<String> action) {
        if (named.size() == 1) {
            action.accept(named.get(0));
            return ExitCode.DONE;
        }
        EachTable each = new EachTable(lake);
        (named.isEmpty() ? each.all() : named).forEach(table -> each.run(table, action));
        return each.worst;
    }

    /** A link that is not followed is no fault of the lake; whatever else can't be looked into is. */
    private List<String> all() {
        Lake.Survey survey = lake.survey();
        survey.troubles().forEach((folder, trouble) -> {
            ExitCode code = told(folder.toString(), trouble);
            if (!(trouble instanceof NotAFileException)) {
                note(code);
            }
        });
        return survey.tables();
    }

    private void run(String table, Consumer<String> action) {
        try {
            action.accept(table);
        } catch (OutputException nobodyReads) {
            throw nobodyReads;
        } catch (RuntimeException e) {
            note(told(table, e));
        }
    }

    private void note(ExitCode code) {
        worst = worst == ExitCode.DONE ? code : worst;
    }

    private static ExitCode told(String where, RuntimeException failure) {
        return Failures.tell(failure, where + ": ", new PrintWriter(System.err, true, StandardCharsets.UTF_8));
    }
}
