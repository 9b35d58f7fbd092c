package io.twinlake.storage;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;

/**
 * The tree of local folders, without the temporary files of puts in progress. Below a folder that is confined a symbolic
 * link is a name like a file's, with its own size and time, and no folder. Elsewhere it is what it leads to, unless it leads
 * back: then it is left out.
 */
record LocalTree(LocalFolders confined) implements TreeListing.Tree {

    @Override
    public Collection<TreeListing.Child> children(Location folder, Predicate<String> wanted) {
        Path path = LocalErrors.path(folder);
        confined.requireNoLink("list", path, true);
        List<TreeListing.Child> children = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(path)) {
            for (Path entry : entries) {
                String name = String.valueOf(entry.getFileName());
                if (!LocalWrite.isTemporary(name) && wanted.test(name)) {
                    add(entry, folder.resolve(name), children);
                }
            }
            return children;
        } catch (NoSuchFileException | NotDirectoryException nothingThere) {
            return List.of();
        } catch (DirectoryIteratorException e) {
            throw LocalErrors.failed("cannot list " + folder, path.resolve("."), new IOException(e.getMessage(), e));
        } catch (IOException e) {
            throw LocalErrors.failed("cannot list " + folder, path.resolve("."), e);
        }
    }

    /** The temporary files below a folder, at whatever depth. */
    static List<ObjectInfo> temporaryBelow(Location folder) {
        List<ObjectInfo> temporary = new ArrayList<>();
        Path path = folder.toPath();
        try {
            Path root = path.toRealPath();
            Files.walkFileTree(root, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    if (LocalWrite.isTemporary(String.valueOf(file.getFileName()))) {
                        Location at = folder.resolve(root.relativize(file).toString());
                        temporary.add(new ObjectInfo(
                                at,
                                attributes.size(),
                                attributes.lastModifiedTime().toInstant()));
                    }
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                    if (failure instanceof NoSuchFileException) {
                        return FileVisitResult.CONTINUE;
                    }
                    throw failure;
                }
            });
            return temporary;
        } catch (NoSuchFileException nothingThere) {
            return List.of();
        } catch (IOException e) {
            throw LocalErrors.failed("cannot list " + folder, path.resolve("."), e);
        }
    }

    private void add(Path entry, Location at, List<TreeListing.Child> children) throws IOException {
        try {
            var attributes = Files.readAttributes(entry, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (attributes.isSymbolicLink() && !confined.contain(entry)) {
                attributes = Files.readAttributes(entry, BasicFileAttributes.class);
                if (attributes.isDirectory() && LocalFolders.leadsBack(entry)) {
                    return;
                }
            }
            children.add(
                    attributes.isDirectory()
                            ? new TreeListing.Child(at.name(), null)
                            : new TreeListing.Child(
                                    at.name(),
                                    new ObjectInfo(
                                            at,
                                            attributes.size(),
                                            attributes.lastModifiedTime().toInstant())));
        } catch (NoSuchFileException deletedMeanwhile) {
            // As if it had been deleted before.
        }
    }
}
