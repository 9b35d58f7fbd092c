package io.twinlake.ingest;

import io.twinlake.storage.Listing;
import io.twinlake.storage.Location;
import io.twinlake.storage.ObjectInfo;
import io.twinlake.storage.ObjectNotFoundException;
import io.twinlake.storage.Storage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The files that a source's URI names (one file, a folder, a glob), in order of their names. Names beginning with a dot
 * or an underscore are not data and are passed over.
 */
final class FileSet {

    private static final Pattern HIDDEN = Pattern.compile("(^|.*/)[._].*");

    private final Storage storage;
    private final Location named;
    private final Location folder;
    private final Optional<Pattern> glob;

    FileSet(Storage storage, Location named) {
        this.storage = storage;
        this.named = named;
        int wild = indexOfWildcard(named.path());
        if (wild < 0) {
            this.folder = named;
            this.glob = Optional.empty();
        } else {
            int slash = named.path().lastIndexOf('/', wild);
            this.folder = new Location(
                    named.scheme(),
                    named.authority(),
                    slash == 0 ? "/" : named.path().substring(0, slash));
            this.glob = Optional.of(pattern(named.path().substring(slash + 1)));
        }
    }

    /** A file's name in offsets: relative to the folder, or the last part of the path of a single file. */
    String nameOf(ObjectInfo file) {
        return file.location().equals(folder) ? folder.name() : file.location().relativeTo(folder);
    }

    /** All files there are now, in order of name. */
    List<ObjectInfo> list() {
        if (glob.isEmpty()) {
            Optional<ObjectInfo> single = info(named);
            if (single.isPresent()) {
                return List.of(single.get());
            }
        }
        List<ObjectInfo> files = new ArrayList<>();
        try (Listing listing = storage.list(folder, "")) {
            while (listing.hasNext()) {
                ObjectInfo file = listing.next();
                String name = file.location().relativeTo(folder);
                if (!HIDDEN.matcher(name).matches()
                        && (glob.isEmpty() || glob.get().matcher(name).matches())) {
                    files.add(file);
                }
            }
        }
        return files;
    }

    Storage storage() {
        return storage;
    }

    @Override
    public String toString() {
        return named.toString();
    }

    private Optional<ObjectInfo> info(Location at) {
        try {
            return Optional.of(storage.info(at));
        } catch (ObjectNotFoundException notAFile) {
            return Optional.empty();
        }
    }

    private static int indexOfWildcard(String path) {
        for (int i = 0; i < path.length(); i++) {
            if ("*?[{".indexOf(path.charAt(i)) >= 0) {
                return i;
            }
        }
        return -1;
    }

    /** {@code *} and {@code ?} stay within a name, {@code **} crosses folders, {@code [a-z]} and {@code {a,b}} choose. */
    private static Pattern pattern(String glob) {
        StringBuilder regex = new StringBuilder();
        boolean inBraces = false;
        for (int i = 0; i < glob.length(); i++) {
            char c = glob.charAt(i);
            if (c == '*' && glob.startsWith("**", i)) {
                boolean slashFollows = glob.startsWith("**/", i);
                regex.append(slashFollows ? "(?:.*/)?" : ".*");
                i += slashFollows ? 2 : 1;
            } else if (c == '{' || c == '}') {
                inBraces = c == '{';
                regex.append(inBraces ? "(?:" : ")");
            } else {
                regex.append(translated(c, inBraces));
            }
        }
        return Pattern.compile(regex.toString());
    }

    private static String translated(char c, boolean inBraces) {
        return switch (c) {
            case '*' -> "[^/]*";
            case '?' -> "[^/]";
            case '[', ']', '-' -> String.valueOf(c);
            case ',' -> inBraces ? "|" : ",";
            default -> Pattern.quote(String.valueOf(c));
        };
    }
}
