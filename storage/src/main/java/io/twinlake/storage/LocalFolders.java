package io.twinlake.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Folders whose content is what lies in them and nothing else: a symbolic link below one is not followed, wherever it
 * leads. Each of the folders may itself be a link, also where it lies in another one, as a table does in a lake.
 *
 * @param folders none: every link is followed
 */
record LocalFolders(Set<Path> folders) {

    static final LocalFolders NONE = new LocalFolders(Set.of());

    LocalFolders {
        folders = Set.copyOf(folders);
    }

    LocalFolders and(Path folder) {
        if (folders.contains(folder)) {
            return this;
        }
        Set<Path> more = new HashSet<>(folders);
        more.add(folder);
        return new LocalFolders(more);
    }

    boolean contain(Path path) {
        return folders.stream().anyMatch(path::startsWith);
    }

    /**
     * @param itself whether the last name of the path must be no link either: what is written or deleted is the name
     * @throws NotAFileException if a name on the way is a link
     */
    void requireNoLink(String verb, Path path, boolean itself) {
        linkOn(path, itself).ifPresent(link -> {
            throw new NotAFileException("cannot " + verb + " " + Location.of(path) + ": "
                    + (link.equals(path) ? "it" : link) + " is a symbolic link" + target(link)
                    + ", and links below the folder of a lake or a table are not followed; put what it leads to in its "
                    + "place, or name the other folder itself");
        });
    }

    private Optional<Path> linkOn(Path path, boolean itself) {
        Path outermost = folders.stream()
                .filter(path::startsWith)
                .min((one, other) -> Integer.compare(one.getNameCount(), other.getNameCount()))
                .orElse(path);
        Path last = itself ? path : path.getParent();
        for (Path each = last;
                each != null && each.getNameCount() > outermost.getNameCount();
                each = each.getParent()) {
            if (!folders.contains(each) && Files.isSymbolicLink(each)) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }

    private static String target(Path link) {
        try {
            return " to " + Files.readSymbolicLink(link);
        } catch (IOException changedMeanwhile) {
            return "";
        }
    }

    /** Whether following a link leads back to a folder that the link's own path has gone through. */
    static boolean leadsBack(Path link) throws IOException {
        Path target = link.toRealPath();
        for (Path above = link.getParent(); above != null; above = above.getParent()) {
            if (above.toRealPath().startsWith(target)) {
                return true;
            }
        }
        return false;
    }
}
