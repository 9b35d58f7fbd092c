package io.twinlake.server;

import io.twinlake.storage.Secrets;
import java.io.PrintStream;
import java.util.Locale;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** What people see of long work, on standard error: a bar on a terminal, plain lines elsewhere. */
final class Terminal {

    private static final int REDRAW_MILLIS = 200;

    private final PrintStream out;
    private final boolean interactive;

    private Terminal(PrintStream out, boolean interactive) {
        this.out = out;
        this.interactive = interactive;
    }

    static Terminal standardError() {
        String term = System.getenv("TERM");
        boolean dumb = term == null || term.equals("dumb") || System.getenv("CI") != null;
        return new Terminal(System.err, isThere() && !dumb);
    }

    /** Whether somebody sits at a terminal. */
    @SuppressWarnings("SystemConsoleNull") // Java 22 has a way to ask; this is compiled for 17.
    static boolean isThere() {
        return System.console() != null;
    }

    void line(String text) {
        out.println(Legible.text(Secrets.masked(text)));
    }

    /** A bar that counts up to {@code total}; a total below 0 is not known. Who starts it closes it. */
    Progress progress(String task, long total, String unit) {
        return interactive ? new Bar(bar(task, total, unit)) : new Lines(out, task, total, unit);
    }

    private ProgressBar bar(String task, long total, String unit) {
        return new ProgressBarBuilder()
                .setTaskName(task)
                .setInitialMax(total)
                .setUnit(" " + unit, 1)
                .setStyle(ProgressBarStyle.COLORFUL_UNICODE_BAR)
                .setUpdateIntervalMillis(REDRAW_MILLIS)
                .showSpeed()
                .build();
    }

    /** How far long work has come. */
    interface Progress extends AutoCloseable {
        void at(long done, String message);

        @Override
        void close();
    }

    private record Bar(ProgressBar bar) implements Progress {
        @Override
        public void at(long done, String message) {
            bar.stepTo(done);
            bar.setExtraMessage(message);
        }

        @Override
        public void close() {
            bar.close();
        }
    }

    /** A line when a further tenth is done, or the amount has doubled where the total is not known. */
    private static final class Lines implements Progress {
        private final PrintStream out;
        private final String task;
        private final long total;
        private final String unit;
        private long next = 1;

        Lines(PrintStream out, String task, long total, String unit) {
            this.out = out;
            this.task = task;
            this.total = total;
            this.unit = unit;
            this.next = total > 0 ? Math.max(1, total / 10) : 100_000;
        }

        @Override
        public void at(long done, String message) {
            if (done >= next) {
                out.printf(
                        Locale.ROOT, "%s: %,d%s %s %s%n", task, done, total > 0 ? " of " + total : "", unit, message);
                next = total > 0 ? done + Math.max(1, total / 10) : done * 2;
            }
        }

        @Override
        public void close() {}
    }
}
