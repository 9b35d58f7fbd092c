package io.twinlake.log;

import io.twinlake.storage.Location;
import io.twinlake.storage.Secrets;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;

/**
 * Between the paths in a table's log and locations. A path in the log is a URI (RFC 2396), relative to the table or
 * absolute, and is decoded exactly once: a folder that is itself called {@code a%20b} is {@code a%2520b} in the log.
 *
 * @param table where relative paths begin
 * @param ownFilesOnly whether a file that is not below the table is refused
 */
record DataPath(Location table, boolean ownFilesOnly) {

    private static final String HEX = "0123456789ABCDEF";
    private static final String PLAIN = "-._~/=!$&'()*+,;@";

    /** Files may be anywhere. */
    DataPath(Location table) {
        this(table, false);
    }

    DataPath withOwnFilesOnly() {
        return new DataPath(table, true);
    }

    /**
     * Where the file of that path is.
     *
     * @throws CorruptLogException if no store can hold a file of that name
     * @throws UnsupportedTableException if it is not below the table and has to be
     */
    Location locate(String path) {
        Location location;
        try {
            location = unchecked(path);
        } catch (IllegalArgumentException e) {
            throw unusable(path);
        }
        boolean needsBucket =
                location.scheme().startsWith("s3") && location.authority().isEmpty();
        if (needsBucket || location.path().equals("/") || location.path().indexOf(0) >= 0) {
            throw unusable(path);
        }
        return permitted(location);
    }

    /** Where the object of that name below the table is; the name is not encoded. */
    Location locateDecoded(String name) {
        return permitted(at(table.scheme(), table.authority(), table.path() + "/" + name));
    }

    private Location permitted(Location location) {
        if (ownFilesOnly && !sameScheme(location).isBelow(sameScheme(table))) {
            throw new UnsupportedTableException("the log of " + table + " names a file outside of the table's folder, "
                    + location + ", and only the table's own files may be read (own-files-only); allow others if you "
                    + "trust whoever wrote the log, or have the table copied with all its files");
        }
        return location;
    }

    private Location unchecked(String path) {
        if (schemeEnd(path) > 0) {
            Location absolute = Location.parse(path);
            return at(absolute.scheme(), absolute.authority(), decode(absolute.path()));
        }
        if (path.isEmpty()) {
            throw new IllegalArgumentException("a file without a path");
        }
        return at(
                table.scheme(),
                table.authority(),
                path.startsWith("/") ? decode(path) : table.path() + "/" + decode(path));
    }

    private CorruptLogException unusable(String path) {
        return new CorruptLogException("the log of " + table + " names a file '" + shown(path)
                + "', and nothing can be called so; restore the log from a copy, or read an older version");
    }

    /** Without what a terminal would obey, and without a password. */
    private static String shown(String path) {
        return Secrets.masked(encode(path).replace("%25", "%").replace("%3A", ":"));
    }

    private static Location at(String scheme, String authority, String path) {
        return new Location(scheme, authority, withoutDots(path));
    }

    /** A path as every reader understands it: {@code .} and {@code ..} are steps, and no names. */
    private static String withoutDots(String path) {
        if (!path.contains("/.")) {
            return path;
        }
        Deque<String> steps = new ArrayDeque<>();
        for (String step : path.substring(1).split("/", -1)) {
            if (step.equals("..")) {
                steps.pollLast();
            } else if (!step.equals(".")) {
                steps.addLast(step);
            }
        }
        return "/" + String.join("/", steps);
    }

    /**
     * One spelling for all that name the same file: decoded, relative where the file is below the table, with one scheme
     * where a store has several.
     */
    String canonical(String path) {
        if (!path.startsWith("/") && schemeEnd(path) < 0) {
            String decoded = decode(path);
            return decoded.startsWith(".") || decoded.contains("/.") ? canonical(locate(path)) : decoded;
        }
        return canonical(locate(path));
    }

    private String canonical(Location file) {
        Location location = sameScheme(file);
        Location root = sameScheme(table);
        return location.isBelow(root) ? location.relativeTo(root) : location.toString();
    }

    /** How the log writes that location: relative where it is below the table. */
    String of(Location file) {
        return file.isBelow(table) ? encode(file.relativeTo(table)) : absolute(file);
    }

    /** How any log writes that location. */
    static String absolute(Location file) {
        return file.scheme() + "://" + file.authority() + encode(file.path());
    }

    private static Location sameScheme(Location location) {
        return switch (location.scheme()) {
            case "s3a", "s3n" -> new Location("s3", location.authority(), location.path());
            default -> location;
        };
    }

    /** The position of the colon after a scheme of two letters or more, or -1: without one a path is relative. */
    private static int schemeEnd(String path) {
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            if (c == ':') {
                return i > 1 ? i : -1;
            }
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            if (!letter && (i == 0 || !(Character.isDigit(c) || c == '+' || c == '-' || c == '.'))) {
                return -1;
            }
        }
        return -1;
    }

    /** Replaces each {@code %XX} by its byte, once; a percent sign that begins no such triple stands for itself. */
    static String decode(String uri) {
        int percent = uri.indexOf('%');
        if (percent < 0) {
            return uri;
        }
        byte[] from = uri.getBytes(StandardCharsets.UTF_8);
        var to = new ByteArrayOutputStream(from.length);
        for (int i = 0; i < from.length; i++) {
            int high = from[i] == '%' && i + 2 < from.length ? Character.digit(from[i + 1], 16) : -1;
            int low = high >= 0 ? Character.digit(from[i + 2], 16) : -1;
            if (low >= 0) {
                to.write(high << 4 | low);
                i += 2;
            } else {
                to.write(from[i]);
            }
        }
        return to.toString(StandardCharsets.UTF_8);
    }

    /** Percent-encodes every byte that a path of a URI may not hold as it is; colons too, which would begin a scheme. */
    static String encode(String path) {
        var to = new StringBuilder(path.length() + 16);
        for (byte b : path.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xFF);
            if ((c < 128 && Character.isLetterOrDigit(c)) || PLAIN.indexOf(c) >= 0) {
                to.append(c);
            } else {
                to.append('%').append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 15));
            }
        }
        return to.toString();
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "paths below %s", table);
    }
}
