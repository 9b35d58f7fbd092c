package io.twinlake.storage;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;

/** The tree of a Hadoop file system's folders, without the temporary files of puts in progress. */
record HadoopTree(FileSystem files) implements TreeListing.Tree {

    @Override
    public Collection<TreeListing.Child> children(Location folder, Predicate<String> wanted) {
        List<TreeListing.Child> children = new ArrayList<>();
        try {
            var entries = files.listStatusIterator(HadoopPaths.of(folder));
            while (entries.hasNext()) {
                FileStatus entry = entries.next();
                String name = entry.getPath().getName();
                if (!HadoopCreate.isTemporary(name) && wanted.test(name)) {
                    Location at = folder.resolve(name);
                    children.add(new TreeListing.Child(name, entry.isDirectory() ? null : infoOf(at, entry)));
                }
            }
            return children;
        } catch (FileNotFoundException nothingThere) {
            return List.of();
        } catch (IOException e) {
            throw HadoopErrors.failed("cannot list " + folder, e);
        }
    }

    static ObjectInfo infoOf(Location at, FileStatus status) {
        return new ObjectInfo(at, status.getLen(), Instant.ofEpochMilli(status.getModificationTime()));
    }
}
