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
 * The files that a source's URI names (one file, a folder, a glob), in order of their names. In a folder, also under a
 * glob, names beginning with a dot or an underscore are not data, and those of files that are being copied ({@code .part},
 * {@code .filepart}, {@code .tmp}, {@code ~} at the end) not yet: they are left out.
 */
final class FileSet {

    private static final Pattern LEFT_OUT =
            Pattern.compile("(^|.*/)[._].*|.*(\\.part|\\.filepart|\\.tmp|~)", Pattern.CASE_INSENSITIVE);

    /** Behind every name in UTF-8 order. */
    private static final String LAST_CHARACTER = new String(Character.toChars(Character.MAX_CODE_POINT));

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

    /**
     * A file's name in offsets: relative to the folder, or the last part of the path of a single file; its whole location
     * where that is elsewhere.
     */
    String nameOf(Location file) {
        if (glob.isEmpty() && file.equals(named)) {
            return named.name();
        }
        String name = file.isBelow(folder) ? file.relativeTo(folder) : file.toString();
        return glob.isEmpty() && name.equals(named.name()) ? file.toString() : name;
    }

    /** The file of a name that {@link #nameOf} gave. */
    Location locate(String name) {
        if (name.contains("://")) {
            return Location.parse(name);
        }
        return glob.isEmpty() && name.equals(named.name()) ? named : folder.resolve(name);
    }

    /** Whether it would be among the files if it were there, also where it is known by another name. */
    boolean covers(Location file) {
        return hasName(file) || ownName(file).filter(this::hasName).isPresent();
    }

    private boolean hasName(Location file) {
        if (glob.isEmpty() && file.equals(named)) {
            return true;
        }
        return file.isBelow(folder) && isTaken(file.relativeTo(folder));
    }

    /** The file's name as this URI leads to it, if it does. */
    private Optional<Location> ownName(Location file) {
        Location real = storage.canonical(file);
        if (glob.isEmpty() && real.equals(storage.canonical(named))) {
            return Optional.of(named);
        }
        Location realFolder = storage.canonical(folder);
        return real.isBelow(realFolder) ? Optional.of(folder.resolve(real.relativeTo(realFolder))) : Optional.empty();
    }

    /** The same file by the name that this URI has for it, where it has one. */
    ObjectInfo asNamedHere(ObjectInfo file) {
        Location at = file.location();
        return hasName(at) ? file : ownName(at).map(own -> at(own, file)).orElse(file);
    }

    /** The same file by another name. */
    static ObjectInfo at(Location name, ObjectInfo file) {
        return name.equals(file.location()) ? file : new ObjectInfo(name, file.size(), file.modified());
    }

    private boolean isTaken(String name) {
        return !LEFT_OUT.matcher(name).matches()
                && (glob.isEmpty() || glob.get().matcher(name).matches());
    }

    /** Whether a file may be in both, as far as folders tell. */
    boolean mayShareWith(FileSet other) {
        Location one = storage.canonical(folder);
        Location another = other.storage.canonical(other.folder);
        return one.equals(another) || one.isBelow(another) || another.isBelow(one);
    }

    /** Whether that is the single file that the URI names. */
    boolean isNamed(Location file) {
        return glob.isEmpty() && storage.canonical(file).equals(storage.canonical(named));
    }

    /** The files directly in a file's folder, whatever their names: among them is what was renamed. */
    List<ObjectInfo> beside(Location file) {
        Location around = file.parent();
        List<ObjectInfo> files = new ArrayList<>();
        String after = "";
        while (true) {
            Optional<String> below = addUpToFolder(around, after, files);
            if (below.isEmpty()) {
                return files;
            }
            after = below.get();
        }
    }

    /** Adds files up to the first sub-folder; where to go on behind that. */
    private Optional<String> addUpToFolder(Location around, String after, List<ObjectInfo> files) {
        try (Listing listing = storage.list(around, after)) {
            while (listing.hasNext()) {
                ObjectInfo file = listing.next();
                String name = file.location().relativeTo(around);
                int slash = name.indexOf('/');
                if (slash >= 0) {
                    return Optional.of(name.substring(0, slash + 1) + LAST_CHARACTER);
                }
                files.add(file);
            }
        }
        return Optional.empty();
    }

    Optional<ObjectInfo> info(Location at) {
        try {
            return Optional.of(storage.info(at));
        } catch (ObjectNotFoundException notThere) {
            return Optional.empty();
        }
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
                if (isTaken(file.location().relativeTo(folder))) {
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
