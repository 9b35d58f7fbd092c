package io.twinlake.log;

import io.twinlake.format.DataFile;
import io.twinlake.format.DataFileWriter;
import io.twinlake.format.RowBatch;
import io.twinlake.format.Schema;
import io.twinlake.storage.Content;
import io.twinlake.storage.Location;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A V2 checkpoint: a JSON object that refers to sidecars, which hold all actions of files (PROTOCOL.md, "V2 Spec"). A
 * sidecar of the checkpoint before, none of whose files has been removed or replaced, is referred to again; new files are
 * a sidecar of their own, and small sidecars are merged once there are many.
 */
record SidecarWriter(LogFolder folder, Snapshot snapshot, FileSet files) {

    private static final int SMALL = CheckpointWriter.CHUNK / 4;

    private static final int MOST_SMALL = 8;

    /** What becomes of the objects of the checkpoint before. */
    private record Plan(List<CheckpointPart> kept, List<CheckpointPart> rewritten) {}

    LastCheckpoint write(Stream<Action> rest, FileIterator<Action.RemoveFile> tombstones) {
        TypedColumns typed = TypedColumns.of(snapshot);
        Plan plan = plan(typed);
        List<Sidecar> sidecars = new ArrayList<>();
        var live = new LiveTotals();
        for (CheckpointPart part : plan.kept()) {
            sidecars.add(Sidecar.of(part.object()));
            live.add(part);
        }
        long removed = writeTombstones(typed, tombstones, sidecars);
        var adds = new SortedAdds(folder.paths(), typed, files.added().values(), CheckpointWriter.CHUNK, chunk -> {
            sidecars.add(sidecar(typed, ClassicWriter.inColumnOf(CheckpointSchema.files(typed.add()), chunk)));
            live.add(chunk);
        });
        plan.rewritten().forEach(part -> adds.take(part, files::isChanged));
        adds.finish();
        List<Action> actions = rest.toList();
        long bytes = writeTop(actions, sidecars);
        return new LastCheckpoint(
                snapshot.version(),
                actions.size() + removed + live.files() + sidecars.size() + 1,
                bytes + sidecars.stream().mapToLong(Sidecar::sizeInBytes).sum(),
                live.files(),
                live.bytes());
    }

    private Plan plan(TypedColumns typed) {
        List<CheckpointPart> kept = new ArrayList<>();
        List<CheckpointPart> small = new ArrayList<>();
        List<CheckpointPart> rewritten = new ArrayList<>();
        for (CheckpointPart part : files.stored().parts()) {
            if (!Sidecar.isSidecar(part.object().location(), folder)
                    || part.hasTombstones()
                    || !typed.areIn(part)
                    || isChanged(part)) {
                rewritten.add(part);
            } else {
                (part.countAdds() < SMALL ? small : kept).add(part);
            }
        }
        (small.size() < MOST_SMALL ? kept : rewritten).addAll(small);
        return new Plan(kept, rewritten);
    }

    private boolean isChanged(CheckpointPart part) {
        var paths = folder.paths();
        try (FileIterator<Action.AddFile> keys = part.keys()) {
            while (keys.hasNext()) {
                if (files.isChanged(FileKey.of(paths, keys.next()))) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Returns how many there are. */
    private long writeTombstones(
            TypedColumns typed, FileIterator<Action.RemoveFile> tombstones, List<Sidecar> sidecars) {
        RowBatch batch = RowBatch.empty(CheckpointSchema.files(typed.add()));
        var rows = new CheckpointRowWriter(batch, typed);
        try (tombstones) {
            tombstones.forEachRemaining(rows::append);
        }
        if (batch.rows() > 0) {
            sidecars.add(sidecar(typed, batch));
        }
        return batch.rows();
    }

    private Sidecar sidecar(TypedColumns typed, RowBatch rows) {
        Schema schema = CheckpointSchema.files(typed.add());
        Location at =
                folder.at().resolve(Sidecar.FOLDER).resolve(folder.environment().uuid() + ".parquet");
        try (DataFileWriter file = DataFileWriter.create(folder.storage(), at, schema, ClassicWriter.OPTIONS)) {
            file.write(rows);
            DataFile written = file.finish();
            return new Sidecar(
                    at.name(),
                    written.size(),
                    folder.environment().clock().instant().toEpochMilli());
        }
    }

    /** What is not of files. */
    private long writeTop(List<Action> actions, List<Sidecar> sidecars) {
        var bytes = new ByteArrayOutputStream();
        bytes.writeBytes(("{\"checkpointMetadata\":{\"version\":" + snapshot.version() + "}}\n")
                .getBytes(StandardCharsets.UTF_8));
        bytes.writeBytes(ActionWriter.bytes(actions));
        for (Sidecar sidecar : sidecars) {
            bytes.writeBytes((sidecar.toJson() + "\n").getBytes(StandardCharsets.UTF_8));
        }
        String name = CheckpointFile.unique(
                        snapshot.version(), folder.environment().uuid())
                .name();
        folder.storage().put(folder.at().resolve(name), Content.of(bytes.toByteArray()));
        return bytes.size();
    }
}
