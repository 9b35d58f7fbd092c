package io.twinlake.storage;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The files below a folder of a tree, depth first, in order of their relative names. A folder sorts as its name with a
 * slash, so that {@code a-b} and {@code a.c} come before {@code a/x}, as on an object store.
 */
final class TreeListing implements Listing {

    /** A tree of folders and files. */
    interface Tree {
        /** What is directly in a folder and has a wanted name; nothing if there is no such folder. */
        Collection<Child> children(Location folder, Predicate<String> wanted);
    }

    /**
     * A file or a folder.
     *
     * @param name the last part of its path
     * @param file absent for a folder
     */
    record Child(String name, @Nullable ObjectInfo file) {}

    private record Entry(String name, @Nullable ObjectInfo file) {}

    private final Tree tree;
    private final Location folder;
    private final String after;
    private final Deque<Iterator<Entry>> open = new ArrayDeque<>();
    private @Nullable ObjectInfo next;

    TreeListing(Tree tree, Location folder, String after) {
        this.tree = tree;
        this.folder = folder;
        this.after = after;
        open.push(entriesOf(""));
    }

    /** The names of the folders directly below that hold an object at some depth. */
    static List<String> foldersOf(Tree tree, Location folder) {
        return foldersOf(tree, same -> tree, folder);
    }

    /** As {@link #foldersOf(Tree, Location)}, where what a folder holds is looked up in another tree than the folders are. */
    static List<String> foldersOf(Tree tree, Function<Location, Tree> within, Location folder) {
        return tree.children(folder, any -> true).stream()
                .filter(child -> child.file() == null)
                .map(Child::name)
                .filter(name -> !isEmpty(within.apply(folder.resolve(name)), folder.resolve(name)))
                .sorted(Utf8Order.INSTANCE)
                .toList();
    }

    /** What can't be looked into may hold something. */
    private static boolean isEmpty(Tree tree, Location folder) {
        try (var listing = new TreeListing(tree, folder, "")) {
            return !listing.hasNext();
        } catch (StorageException e) {
            return false;
        }
    }

    @Override
    public boolean hasNext() {
        while (next == null && !open.isEmpty()) {
            Iterator<Entry> entries = open.element();
            if (entries.hasNext()) {
                visit(entries.next());
            } else {
                open.pop();
            }
        }
        return next != null;
    }

    private void visit(Entry entry) {
        if (entry.file() == null) {
            open.push(entriesOf(entry.name()));
        } else {
            next = entry.file();
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

    /** The entries of one folder that come after {@link #after}, or hold something that may. */
    private Iterator<Entry> entriesOf(String prefix) {
        Location at = prefix.isEmpty() ? folder : folder.resolve(prefix);
        List<Entry> entries = new ArrayList<>();
        for (Child child : tree.children(at, name -> isAfter(prefix + name) || mayHoldOneAfter(prefix + name + "/"))) {
            String name = prefix + child.name() + (child.file() == null ? "/" : "");
            if (isAfter(name) || (child.file() == null && mayHoldOneAfter(name))) {
                entries.add(new Entry(name, child.file()));
            }
        }
        entries.sort(Comparator.comparing(Entry::name, Utf8Order.INSTANCE));
        return entries.iterator();
    }

    private boolean isAfter(String name) {
        return Utf8Order.INSTANCE.compare(name, after) > 0;
    }

    private boolean mayHoldOneAfter(String folderName) {
        return isAfter(folderName) || after.startsWith(folderName);
    }
}
