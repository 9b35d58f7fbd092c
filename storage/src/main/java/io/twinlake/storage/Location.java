package io.twinlake.storage;

import java.nio.file.Path;

/**
 * The name of an object or a folder: scheme, authority (bucket, host or empty) and a path that starts with a slash and
 * does not end with one. Names are kept as they are on the store: nothing is percent-encoded here.
 *
 * @param scheme lower case, for example {@code file}, {@code s3}, {@code memory}
 * @param authority the bucket or host, empty for local files
 * @param path absolute, {@code /} separated; the root is {@code /}
 */
public record Location(String scheme, String authority, String path) implements Comparable<Location> {

    public Location {
        int at = authority.lastIndexOf('@');
        if (at >= 0 && authority.substring(0, at).contains(":")) {
            throw new IllegalArgumentException("a location may hold no password, as it is printed and kept: " + scheme
                    + "://***" + authority.substring(at) + path + "; give credentials as the store's own settings say");
        }
        if (scheme.isEmpty() || !path.startsWith("/") || (path.length() > 1 && path.endsWith("/"))) {
            throw new IllegalArgumentException("not a location: scheme '" + scheme + "', path '" + path
                    + "'; expected a scheme and an absolute path without a trailing slash");
        }
    }

    /** A location from a URI ({@code s3://bucket/prefix}, {@code file:///lake}) or a local path, relative or absolute. */
    public static Location parse(String text) {
        int colon = text.indexOf(':');
        if (colon <= 1 || !text.substring(0, colon).matches("[a-zA-Z][a-zA-Z0-9+.-]*")) {
            return of(Path.of(text));
        }
        String scheme = text.substring(0, colon).toLowerCase(java.util.Locale.ROOT);
        String rest = text.substring(colon + 1);
        String authority = "";
        if (rest.startsWith("//")) {
            int slash = rest.indexOf('/', 2);
            authority = slash < 0 ? rest.substring(2) : rest.substring(2, slash);
            rest = slash < 0 ? "/" : rest.substring(slash);
        }
        return new Location(scheme, authority, withoutTrailingSlash(rest));
    }

    /** The location of a local file or folder. */
    public static Location of(Path path) {
        return new Location(
                "file",
                "",
                withoutTrailingSlash(path.toAbsolutePath().normalize().toString()));
    }

    /** The object at {@code relative} below this one; slashes in it make sub-folders. */
    public Location resolve(String relative) {
        if (relative.isEmpty() || relative.startsWith("/")) {
            throw new IllegalArgumentException("not a relative name: '" + relative + "' below " + this);
        }
        return new Location(
                scheme, authority, withoutTrailingSlash(path.equals("/") ? "/" + relative : path + "/" + relative));
    }

    /** The folder that this is in. */
    public Location parent() {
        int slash = path.lastIndexOf('/');
        return new Location(scheme, authority, slash <= 0 ? "/" : path.substring(0, slash));
    }

    /** The last part of the path. */
    public String name() {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** Whether this is below {@code folder}, at whatever depth. */
    public boolean isBelow(Location folder) {
        return scheme.equals(folder.scheme)
                && authority.equals(folder.authority)
                && path.startsWith(folder.path.equals("/") ? "/" : folder.path + "/")
                && !path.equals(folder.path);
    }

    /** The name of this relative to {@code folder}, which it must be below. */
    public String relativeTo(Location folder) {
        if (!isBelow(folder)) {
            throw new IllegalArgumentException(this + " is not below " + folder);
        }
        return path.substring(folder.path.equals("/") ? 1 : folder.path.length() + 1);
    }

    /** This as a local path; only for the scheme {@code file}. */
    public Path toPath() {
        if (!scheme.equals("file")) {
            throw new IllegalStateException(this + " is not a local file");
        }
        return Path.of(path);
    }

    /** In the order of object stores: by UTF-8 bytes. */
    @Override
    public int compareTo(Location other) {
        return Utf8Order.INSTANCE.compare(toString(), other.toString());
    }

    @Override
    public String toString() {
        return scheme.equals("file") && authority.isEmpty() ? "file://" + path : scheme + "://" + authority + path;
    }

    private static String withoutTrailingSlash(String path) {
        int end = path.length();
        while (end > 1 && path.charAt(end - 1) == '/') {
            end--;
        }
        return path.isEmpty() ? "/" : path.substring(0, end);
    }
}
