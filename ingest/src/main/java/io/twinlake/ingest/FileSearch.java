package io.twinlake.ingest;

import io.twinlake.storage.Location;
import io.twinlake.storage.ObjectInfo;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Looks at the files of a partition and says what there is to read: what was added to files already begun, in order of
 * their names, then new files in order of theirs. A file that has another name now is found by its proof, and what was
 * written under its name since comes behind it. One listing a scope as long as no file was renamed.
 */
final class FileSearch {

    private final FilesPlan plan;
    private final List<KnownFile> known = new ArrayList<>();
    /** Whether new files are copies of known ones, as they were when that was asked. */
    private final Map<ObjectInfo, Boolean> copies = new HashMap<>();

    FileSearch(FilesPlan plan, Collection<ReadFile> read) {
        this.plan = plan;
        read.stream()
                .map(file -> KnownFile.of(file, plan.names()))
                .filter(this::isAsked)
                .filter(file -> plan.around().owners().claim(plan.partition(), file.at()))
                .forEach(known::add);
    }

    /** Whether the sources have it, or had it before it was renamed; what others have is left alone. */
    private boolean isAsked(KnownFile file) {
        return plan.scopes().stream()
                .map(FilesPlan.Scope::files)
                .anyMatch(files -> files.covers(file.at()) || files.covers(file.begunAs()));
    }

    /**
     * Something to read.
     *
     * @param takesRest whether what is no whole record at its end has waited long enough
     */
    record Work(KnownFile file, ObjectInfo info, boolean takesRest) {}

    /**
     * What was found.
     *
     * @param names the new names of renamed files by the old ones
     * @param begun files that were written after a renamed one, under its name or since renamed too
     */
    record Found(Map<String, String> names, List<Location> begun, List<Work> work) {}

    List<KnownFile> known() {
        return known;
    }

    void begin(KnownFile file) {
        known.add(file);
    }

    void forget(KnownFile file) {
        known.remove(file);
    }

    /** @param replaced files that are known not to be at their place any more */
    Found look(Collection<KnownFile> replaced) {
        Map<Location, ObjectInfo> listed = listed();
        Map<Location, ObjectInfo> others = new TreeMap<>(listed);
        List<Work> work = new ArrayList<>();
        List<Work> unchanged = new ArrayList<>();
        List<KnownFile> lost = new ArrayList<>(replaced);
        for (KnownFile file : known) {
            Optional<ObjectInfo> info = replaced.contains(file) ? Optional.empty() : infoOf(file, listed);
            if (info.isPresent()) {
                others.remove(file.at());
                (file.differsFrom(info.get()) ? work : unchanged).add(new Work(file, info.get(), false));
            } else if (!file.isGone() && !replaced.contains(file)) {
                lost.add(file);
            }
        }
        FileRenames renames = renames(new Lost(lost, new ArrayList<>(replaced), work), listed, others);
        work.addAll(renames.rests());
        work.sort(Comparator.comparing(each -> each.file().begunAs()));
        List<ObjectInfo> successors = renames.successors();
        List<Work> fresh = newFiles(others, successors);
        boolean isFollowed = !fresh.isEmpty() || !successors.isEmpty();
        for (Work each : unchanged) {
            if (hasWaited(each.file(), isFollowed)) {
                work.add(new Work(each.file(), each.info(), true));
            }
        }
        successors.forEach(info -> work.add(begin(info)));
        work.addAll(fresh);
        return new Found(
                renames.names(), successors.stream().map(ObjectInfo::location).toList(), work);
    }

    /** Files that are not at their place, those of them in whose place another one is, and those that have changed. */
    private record Lost(List<KnownFile> files, List<KnownFile> replaced, List<Work> changed) {}

    /** Where a file is new, or not what it was, it may be another one's: all that have changed are compared. */
    private FileRenames renames(Lost lost, Map<Location, ObjectInfo> listed, Map<Location, ObjectInfo> others) {
        if (!lost.files().isEmpty() || !others.isEmpty()) {
            for (Work each : List.copyOf(lost.changed())) {
                boolean isSame = each.file()
                        .proof()
                        .map(proof -> plan.isFile(each.info(), proof))
                        .orElse(true);
                if (!isSame) {
                    lost.changed().remove(each);
                    lost.files().add(each.file());
                    lost.replaced().add(each.file());
                }
            }
            lost.replaced().stream()
                    .filter(file -> listed.containsKey(file.at()))
                    .forEach(file -> others.put(file.at(), listed.get(file.at())));
        }
        FileRenames renames = new FileRenames(plan, known, lost.files(), others);
        lost.files().forEach(file -> renames.find(file, lost.replaced().contains(file)));
        return renames;
    }

    /** Whether a line without newline is held back where another file follows; files behind it wait for it. */
    boolean isAnyUnfinished() {
        return known.stream()
                .anyMatch(file -> !file.isGone() && file.restSince().isPresent());
    }

    private boolean hasWaited(KnownFile file, boolean isFollowed) {
        Instant now = plan.around().clock().instant();
        boolean matters = isFollowed
                || !file.at().equals(file.begunAs())
                || file.begunAs().compareTo(newest()) < 0;
        return matters
                && file.restSince()
                        .map(since -> !now.isBefore(since.plus(plan.around().restWait())))
                        .orElse(false);
    }

    /** Files of the scopes but those that other partitions read, each by the name that this partition has for it. */
    private Map<Location, ObjectInfo> listed() {
        FileNames names = new FileNames(plan.names());
        known.forEach(file -> names.keep(file.at()));
        Map<Location, ObjectInfo> listed = new TreeMap<>();
        for (FilesPlan.Scope scope : plan.scopes()) {
            for (ObjectInfo file : scope.files().list()) {
                if (!plan.around().owners().isOthers(plan.partition(), file.location())) {
                    ObjectInfo named = names.named(file);
                    listed.put(named.location(), named);
                }
            }
        }
        return listed;
    }

    /** What is at a file's place; a renamed file may be outside of all scopes. */
    private Optional<ObjectInfo> infoOf(KnownFile file, Map<Location, ObjectInfo> listed) {
        ObjectInfo found = listed.get(file.at());
        boolean inScope = plan.scopes().stream().anyMatch(scope -> scope.files().covers(file.at()));
        Optional<ObjectInfo> info = found != null || inScope || file.isGone()
                ? Optional.ofNullable(found)
                : plan.names().info(file.at());
        if (file.isGone()) {
            return info.filter(again -> isBack(file, again));
        }
        info.filter(there -> file.isOfOlderRelease())
                .ifPresent(there -> file.takeAsConsumed(
                        there, plan.reading().isPlainText(there.location().name())));
        return info;
    }

    /** Whether a file that was deleted is there again, and no other one of its name. */
    private boolean isBack(KnownFile file, ObjectInfo again) {
        boolean isBack = file.proof().map(proof -> plan.isFile(again, proof)).orElse(true);
        file.setGone(!isBack);
        return isBack;
    }

    private List<Work> newFiles(Map<Location, ObjectInfo> others, List<ObjectInfo> successors) {
        List<Work> fresh = new ArrayList<>();
        for (ObjectInfo file : others.values()) {
            Location at = file.location();
            if (successors.contains(file) || !isTaken(at) || copies.computeIfAbsent(file, this::isCopy)) {
                continue;
            }
            if (!known.isEmpty() && at.compareTo(newest()) <= 0 && !isSuccessor(at) && keepsOrder(at)) {
                throw new SourceException("the new file " + plan.names().nameOf(at) + " of source "
                        + plan.partition().uri()
                        + " sorts before " + plan.names().nameOf(newest())
                        + ", which has been consumed; a folder is read in order of name: name it so that it sorts behind,"
                        + " or read the folder with ?partition=file");
            }
            fresh.add(new Work(KnownFile.begun(at), file, false));
        }
        return fresh;
    }

    private boolean isCopy(ObjectInfo info) {
        return known.stream()
                .filter(file -> !file.isGone() && file.proof().isPresent())
                .anyMatch(file -> plan.isCopy(info, file.at(), file.proof().get()));
    }

    private Work begin(ObjectInfo successor) {
        KnownFile file = KnownFile.begun(successor.location());
        plan.around().owners().claim(plan.partition(), file.at());
        known.add(file);
        return new Work(file, successor, false);
    }

    private boolean isTaken(Location file) {
        return plan.scopes().stream()
                .anyMatch(scope -> scope.takesNew() && scope.files().covers(file));
    }

    private boolean keepsOrder(Location file) {
        return plan.scopes().stream()
                .filter(scope -> scope.files().covers(file))
                .allMatch(FilesPlan.Scope::keepsOrder);
    }

    /** Whether the file has the name of one that is elsewhere now, or was deleted. */
    private boolean isSuccessor(Location at) {
        return known.stream()
                .anyMatch(file -> file.begunAs().equals(at)
                        && (file.isGone() || !file.at().equals(at)));
    }

    private Location newest() {
        return known.stream()
                .map(KnownFile::begunAs)
                .max(Comparator.naturalOrder())
                .orElseThrow();
    }
}
