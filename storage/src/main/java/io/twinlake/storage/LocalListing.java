package io.twinlake.storage;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * The files below a folder, depth first, in order of their relative names. A folder sorts as its name with a slash, so
 * that {@code a-b} and {@code a.c} come before {@code a/x}, as on an object store.
 */
final class LocalListing implements Listing {

    private record Entry(Path path, String name, boolean isFolder) {}

    private final Location folder;
    private final String after;
    private final Deque<Iterator<Entry>> open = new ArrayDeque<>();
    private @Nullable ObjectInfo next;

    LocalListing(Location folder, String after) {
        this.folder = folder;
        this.after = after;
        open.push(entriesOf(folder.toPath(), ""));
    }

    @Override
    public boolean hasNext() {
        while (next == null && !open.isEmpty()) {
            Iterator<Entry> entries = open.peek();
            if (!entries.hasNext()) {
                open.pop();
                continue;
            }
            visit(entries.next());
        }
        return next != null;
    }

    private void visit(Entry entry) {
        if (entry.isFolder()) {
            open.push(entriesOf(entry.path(), entry.name()));
        } else {
            next = infoOf(entry);
        }
    }

    @Override
    public ObjectInfo next() {
        ObjectInfo current = hasNext() ? next : null;
        if (current == null) {
            throw new NoSuchElementException("the listing of " + folder + " has ended");
        }
        next = null;
        return current;
    }

    @Override
    public void close() {
        open.clear();
    }

    /** The names of the folders directly below that hold an object at some depth. */
    static List<String> foldersOf(Location folder) {
        List<String> names = new ArrayList<>();
        try (var top = new LocalListing(folder, "")) {
            top.open.element().forEachRemaining(entry -> {
                if (entry.isFolder()) {
                    names.add(entry.name().substring(0, entry.name().length() - 1));
                }
            });
        }
        names.removeIf(name -> isEmpty(folder.resolve(name)));
        names.sort(Utf8Order.INSTANCE);
        return List.copyOf(names);
    }

    private static boolean isEmpty(Location folder) {
        try (var listing = new LocalListing(folder, "")) {
            return !listing.hasNext();
        }
    }

    /** The entries of one folder whose names, or names below them, can come after {@link #after}. */
    private Iterator<Entry> entriesOf(Path path, String prefix) {
        List<Entry> entries = new ArrayList<>();
        try (DirectoryStream<Path> children = Files.newDirectoryStream(path)) {
            for (Path child : children) {
                Entry entry = entryOf(child, prefix);
                if (isAfter(entry) && !LocalWrite.isTemporary(entry.name().substring(prefix.length()))) {
                    entries.add(entry);
                }
            }
        } catch (NoSuchFileException | NotDirectoryException nothingThere) {
            return List.<Entry>of().iterator();
        } catch (DirectoryIteratorException e) {
            throw LocalErrors.failed("cannot list " + folder, path.resolve("."), new IOException(e.getMessage(), e));
        } catch (IOException e) {
            throw LocalErrors.failed("cannot list " + folder, path.resolve("."), e);
        }
        entries.sort(Comparator.comparing(Entry::name, Utf8Order.INSTANCE));
        return entries.iterator();
    }

    private static Entry entryOf(Path child, String prefix) {
        boolean isFolder = Files.isDirectory(child);
        return new Entry(child, prefix + child.getFileName() + (isFolder ? "/" : ""), isFolder);
    }

    private boolean isAfter(Entry entry) {
        return Utf8Order.INSTANCE.compare(entry.name(), after) > 0
                || (entry.isFolder() && after.startsWith(entry.name()));
    }

    /** Null if the file was deleted since its folder was read. */
    private @Nullable ObjectInfo infoOf(Entry entry) {
        try {
            var attributes = Files.readAttributes(entry.path(), BasicFileAttributes.class);
            Location location = folder.resolve(entry.name());
            return new ObjectInfo(
                    location, attributes.size(), attributes.lastModifiedTime().toInstant());
        } catch (NoSuchFileException deleted) {
            return null;
        } catch (IOException e) {
            throw LocalErrors.failed("cannot list " + folder, entry.path(), e);
        }
    }
}
