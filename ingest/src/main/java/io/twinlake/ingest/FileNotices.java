package io.twinlake.ingest;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** What a user should know of files: said once for all files of which the same is to be said. Safe for many threads. */
final class FileNotices {

    private final Consumer<String> notices;
    private final Map<String, Told> byNotice = new LinkedHashMap<>();

    private static final class Told {
        private final String first;
        private final Set<String> files = new HashSet<>();
        private int told;

        private Told(String first) {
            this.first = first;
        }
    }

    FileNotices(Consumer<String> notices) {
        this.notices = notices;
    }

    /** Of the first file it is said at once, as nobody knows when the last one comes. */
    synchronized void sayAtOnce(String file, String notice) {
        keep(file, notice);
        Told told = byNotice.get(notice);
        if (told != null && told.told == 0) {
            say(notice, told);
        }
    }

    /** It is said when all files are read. */
    synchronized void keep(String file, String notice) {
        byNotice.computeIfAbsent(notice, any -> new Told(file)).files.add(file);
    }

    /** Says what is kept, and of how many files. */
    synchronized void sayAll() {
        byNotice.forEach((notice, told) -> {
            if (told.files.size() > told.told) {
                say(notice, told);
            }
        });
    }

    private void say(String notice, Told told) {
        int more = told.files.size() - 1;
        String others = more == 0 ? "" : " (and " + more + (more == 1 ? " more file)" : " more files)");
        told.told = told.files.size();
        notices.accept(told.first + others + ": " + notice);
    }
}
