package io.twinlake.ingest;

import io.twinlake.storage.Location;
import io.twinlake.storage.ObjectInfo;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Finds files that are not where they were: by their proof, among new files and beside their old place. */
final class FileRenames {

    private final FilesPlan plan;
    private final Set<Location> occupied;
    private final Map<Location, ObjectInfo> others;
    private final Map<Location, List<ObjectInfo>> beside = new HashMap<>();
    private final Map<String, String> names = new LinkedHashMap<>();
    private final List<FileSearch.Work> rests = new ArrayList<>();
    private final Map<KnownFile, Location> moved = new LinkedHashMap<>();
    private final Collection<KnownFile> known;

    /** @param others files of the scopes of which the partition knows nothing; what is found is taken out */
    FileRenames(
            FilesPlan plan, Collection<KnownFile> known, Collection<KnownFile> lost, Map<Location, ObjectInfo> others) {
        this.plan = plan;
        this.known = known;
        this.others = others;
        this.occupied = known.stream()
                .filter(file -> !file.isGone() && !lost.contains(file))
                .map(KnownFile::at)
                .collect(Collectors.toSet());
    }

    /** The new names of files by the old ones. */
    Map<String, String> names() {
        return names;
    }

    /** What is left to read of the renamed files. */
    List<FileSearch.Work> rests() {
        return rests;
    }

    /** What was written since under the old names, in order; asked for when all files are found. */
    List<ObjectInfo> successors() {
        Map<Location, ObjectInfo> successors = new LinkedHashMap<>();
        moved.forEach((file, from) -> {
            List<ObjectInfo> unread = new ArrayList<>(others.values());
            unread.addAll(beside(from));
            new Rotation(file.begunAs())
                    .after(file.at(), unread)
                    .forEach(later -> successors.put(later.location(), later));
            ObjectInfo under = others.get(from);
            if (under != null) {
                successors.remove(from);
                successors.put(from, under);
            }
        });
        return List.copyOf(successors.values());
    }

    /**
     * Looks for a file that is not at its place.
     *
     * @param replaced whether another one is there
     * @throws SourceException if it is nowhere, and may not have been read to its end
     */
    void find(KnownFile file, boolean replaced) {
        Optional<ObjectInfo> found = file.proof().flatMap(proof -> found(file, proof));
        if (found.isPresent()) {
            move(file, found.get());
        } else if (replaced) {
            throw replaced(file);
        } else if (isAsked(file)) {
            if (file.position() > 0) {
                throw gone(file);
            }
        } else if (file.isFinished() || file.proof().isEmpty()) {
            file.setGone(true);
        } else {
            throw gone(file);
        }
    }

    private Optional<ObjectInfo> found(KnownFile file, Proof proof) {
        List<ObjectInfo> candidates = new ArrayList<>(others.values());
        candidates.addAll(beside(file.at()));
        return candidates.stream()
                .filter(candidate -> plan.isFile(candidate, proof))
                .findFirst();
    }

    private List<ObjectInfo> beside(Location file) {
        return beside.computeIfAbsent(file.parent(), any -> plan.names().beside(file)).stream()
                .filter(other -> !occupied.contains(other.location())
                        && !others.containsKey(other.location())
                        && !plan.around().owners().isOthers(plan.partition(), other.location()))
                .toList();
    }

    private void move(KnownFile file, ObjectInfo to) {
        Location from = file.at();
        names.put(plan.names().nameOf(from), plan.names().nameOf(to.location()));
        plan.around().owners().move(plan.partition(), from, to.location());
        file.movedTo(to.location());
        file.setUnproven();
        occupied.add(to.location());
        others.remove(to.location());
        rests.add(new FileSearch.Work(file, to, false));
        moved.put(file, from);
        forgetOlder(file);
    }

    /** Of files that were rotated out of all scopes, the newest may still be written to by a program that has it open. */
    private void forgetOlder(KnownFile file) {
        known.stream()
                .filter(other -> other != file && other.begunAs().equals(file.begunAs()) && other.isFinished())
                .filter(other -> !other.at().equals(other.begunAs()))
                .filter(other ->
                        plan.scopes().stream().noneMatch(scope -> scope.files().covers(other.at())))
                .forEach(other -> other.setGone(true));
    }

    private boolean isAsked(KnownFile file) {
        return plan.scopes().stream()
                .anyMatch(scope -> scope.isAsked() && scope.files().isNamed(file.at()));
    }

    private SourceException replaced(KnownFile file) {
        return new SourceException("source file " + file.at() + " is not the one that was read: " + consumed(file)
                + " consumed, and it does not begin with them now; no file beside it does. It was overwritten or cut."
                + " Nothing that was consumed is lost. Put the file back, or give what is new a new name: a file may"
                + " only grow, or be renamed");
    }

    private SourceException gone(KnownFile file) {
        return new SourceException("source file " + file.at() + " is gone: " + consumed(file)
                + " consumed, and whether that was all is not known; no file beside it begins with them. Nothing that was"
                + " consumed is lost. Put the file back, or leave this source out");
    }

    private String consumed(KnownFile file) {
        boolean rows = plan.reading().isParquet(file.at().name());
        return file.position() + (rows ? " rows were" : " bytes were");
    }
}
