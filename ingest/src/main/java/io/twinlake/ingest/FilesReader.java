package io.twinlake.ingest;

import io.twinlake.ingest.FileReader.InputFile;
import io.twinlake.storage.Location;
import io.twinlake.storage.ObjectInfo;
import io.twinlake.storage.ObjectNotFoundException;
import io.twinlake.storage.ObjectTooShortException;
import java.io.EOFException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Files one behind the other in order of name, as one source partition. A file that appears before one already begun
 * could not be put into that order any more, so it is an error that names it. What is added to a file is read whenever
 * it is noticed, and so are files that were renamed; {@link FileSearch} says what there is.
 */
final class FilesReader implements PartitionReader {

    private final FilesPlan plan;
    private final FileSearch search;
    private final boolean follow;
    private final Deque<Portion> news = new ArrayDeque<>();
    private final Deque<FileSearch.Work> work = new ArrayDeque<>();
    private final Set<Location> told = new HashSet<>();
    private @Nullable Open current;
    private FileSearch.@Nullable Work unfinished;
    private boolean looked;

    /** The file that is read. */
    private record Open(KnownFile file, ObjectInfo info, FileReader reader) {}

    /**
     * @param read the files begun before
     * @param last the one in which the last record was consumed: it is compared whatever the hints say
     */
    FilesReader(FilesPlan plan, Collection<ReadFile> read, String last) {
        this.plan = plan;
        this.follow = plan.around().follow();
        this.search = new FileSearch(plan, read);
        search.known().stream()
                .filter(file -> plan.names().nameOf(file.at()).equals(last) && file.position() > 0)
                .forEach(KnownFile::setUnproven);
    }

    @Override
    public Optional<Portion> next() {
        boolean mayLook = follow || !looked;
        while (true) {
            if (!news.isEmpty()) {
                return Optional.of(news.removeFirst());
            }
            Optional<Portion> portion = read();
            if (portion.isPresent()) {
                return portion;
            }
            if (!news.isEmpty() || beginNext()) {
                continue;
            }
            if (unfinished != null || !mayLook) {
                return Optional.empty();
            }
            mayLook = false;
            look(List.of());
        }
    }

    @Override
    public void close() {
        if (current != null) {
            current.reader().close();
            current = null;
        }
    }

    /** What comes next of the file at hand; at its end it is told, but stays open. */
    private Optional<Portion> read() {
        Open open = current;
        if (open == null) {
            return Optional.empty();
        }
        try {
            Optional<Portion> portion = open.reader().next(!follow);
            open.file().readTo(open.reader().position(), open.reader().proof());
            if (portion.isEmpty()) {
                atEnd(open);
            }
            return portion;
        } catch (SourceException cut) {
            waitFor(new FileSearch.Work(open.file(), open.info(), false), cut);
            return Optional.empty();
        } catch (NotTheFileException | ObjectTooShortException other) {
            replaced(open.file());
            return Optional.empty();
        } catch (ObjectNotFoundException gone) {
            close();
            look(List.of());
            return Optional.empty();
        }
    }

    private void atEnd(Open open) {
        Instant now = open.reader().hasRest() ? plan.around().clock().instant() : null;
        if (open.file().endsAt(open.info(), now) && now == null) {
            news.add(new Portion.Ended(
                    plan.names().nameOf(open.file().at()),
                    open.info().size(),
                    Clocks.micros(open.info().modified())));
        }
    }

    /** Begins what is to be read next; false if there is nothing, or if it has to wait. */
    private boolean beginNext() {
        FileSearch.Work waiting = unfinished;
        if (waiting != null) {
            return isThere(waiting);
        }
        FileSearch.Work next = work.peekFirst();
        if (next == null) {
            return false;
        }
        if (next.file().isUnread() && search.isAnyUnfinished()) {
            work.clear();
            return false;
        }
        begin(work.removeFirst());
        return true;
    }

    private void begin(FileSearch.Work next) {
        KnownFile file = next.file();
        Open open = current;
        try {
            if (open != null
                    && open.file() == file
                    && (next.takesRest() || open.reader().growsInPlace())) {
                if (!next.takesRest()) {
                    open.reader().grow(next.info());
                }
                current = new Open(file, next.info(), open.reader());
            } else {
                close();
                open(next);
            }
            if (next.takesRest()) {
                takeRest();
            }
        } catch (NotTheFileException | ObjectTooShortException other) {
            replaced(file);
        } catch (ObjectNotFoundException gone) {
            close();
            look(List.of());
        } catch (SourceException cut) {
            waitFor(next, cut);
        }
    }

    private void open(FileSearch.Work next) {
        KnownFile file = next.file();
        if (!search.known().contains(file)) {
            if (!plan.around().owners().claim(plan.partition(), file.at())) {
                return;
            }
            search.begin(file);
            news.add(new Portion.Begun(plan.names().nameOf(file.at())));
        }
        String name = plan.names().nameOf(file.at());
        if (follow && next.info().size() == 0 && plan.reading().hasEnd(file.at().name())) {
            throw new SourceException(name + " is empty", new EOFException("empty"));
        }
        if (file.position() > 0 && file.proof().isEmpty() && told.add(file.at())) {
            plan.reading()
                    .notices()
                    .accept(
                            file.at().toString(),
                            "was read by an older release, which kept no proof of it: it is"
                                    + " taken for the same file, and gets a proof now");
        }
        InputFile input = new InputFile(plan.names().storage(), next.info(), name);
        FileReader reader = FileReaders.open(
                input, plan.reading().as(file.begunAs().name()), ReadFrom.at(file.position(), file.proof()));
        current = new Open(file, next.info(), reader);
    }

    /** A file of which nothing was consumed may be any other one. */
    private void replaced(KnownFile file) {
        close();
        if (file.position() > 0) {
            look(List.of(file));
        } else {
            work.clear();
        }
    }

    private void takeRest() {
        Open open = current;
        if (open == null) {
            return;
        }
        for (Optional<Portion> more = open.reader().next(false);
                more.isPresent();
                more = open.reader().next(false)) {
            news.add(more.get());
        }
        if (open.reader().hasRest()) {
            news.add(open.reader()
                    .takeRest("the line has no newline, another file follows, and nothing was added to it for "
                            + plan.around().restWait()));
        }
        open.file().readTo(open.reader().position(), open.reader().proof());
    }

    /** A file that ends in the middle is being copied, as long as files are followed. */
    private void waitFor(FileSearch.Work begun, SourceException cut) {
        close();
        boolean endsInTheMiddle = false;
        for (Throwable cause = cut; cause != null && !endsInTheMiddle; cause = cause.getCause()) {
            endsInTheMiddle = cause instanceof EOFException;
        }
        if (!follow || !endsInTheMiddle) {
            throw cut;
        }
        unfinished = begun;
        if (told.add(begun.file().at())) {
            plan.around()
                    .notices()
                    .accept(begun.file().at() + " is not whole yet: waiting for the rest of it (it can't be"
                            + " read to its end; copy files elsewhere and rename them into a folder that is followed)");
        }
    }

    /** Whether the file that was not whole has changed; then it is tried again. */
    private boolean isThere(FileSearch.Work waiting) {
        Optional<ObjectInfo> now = plan.names().info(waiting.file().at());
        if (now.isEmpty()) {
            unfinished = null;
            look(List.of());
            return true;
        }
        ObjectInfo before = waiting.info();
        boolean changed =
                now.get().size() != before.size() || !now.get().modified().equals(before.modified());
        if (changed) {
            unfinished = null;
            begin(new FileSearch.Work(waiting.file(), now.get(), false));
        }
        return changed && unfinished == null;
    }

    private void look(List<KnownFile> replaced) {
        looked = true;
        work.clear();
        FileSearch.Found found = search.look(replaced);
        if (!found.names().isEmpty()) {
            news.add(new Portion.Renamed(found.names()));
        }
        found.begun().forEach(file -> news.add(new Portion.Begun(plan.names().nameOf(file))));
        work.addAll(found.work());
    }
}
