package io.twinlake.server;

import io.twinlake.query.RowBatches;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;

/** Tells what the demo does: a title, what it means, the command that does the same, its result. */
final class Narrator {

    private final PrintStream out;
    private int chapter;

    Narrator(PrintStream out) {
        this.out = out;
    }

    void chapter(String title) {
        chapter++;
        out.println();
        out.println(chapter + ". " + title);
        out.println("-".repeat(title.length() + 3));
    }

    void say(String text) {
        out.println(text);
    }

    /** The command by which anybody can do the same. */
    void command(String line) {
        out.println("$ ./twinlake " + line);
    }

    void rows(RowBatches rows) {
        try (rows) {
            TextTable.cut().write(rows, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    PrintStream out() {
        return out;
    }
}
