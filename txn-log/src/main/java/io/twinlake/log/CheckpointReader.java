package io.twinlake.log;

import io.twinlake.format.CorruptDataFileException;
import io.twinlake.storage.ObjectInfo;
import io.twinlake.storage.ObjectNotFoundException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Opens a checkpoint, of whatever form: reads what is not of files, and leaves the files where they are.
 *
 * @param mostRemembered how many files of it may be held in memory at most
 */
record CheckpointReader(LogFolder folder, int mostRemembered) {

    /** What the objects of a checkpoint hold. */
    private static final class Content {
        private final List<Action> actions = new ArrayList<>();
        private final List<Sidecar> sidecars = new ArrayList<>();
        private final List<CheckpointPart> parts = new ArrayList<>();
    }

    /**
     * The state, or empty where the checkpoint can't be used: an object of it is broken or not there any more. An older
     * one will do then, or the commits alone.
     *
     * @param otherwise the files from elsewhere, if some of the checkpoint turn out to be broken when they are asked for
     */
    Optional<TableState> read(Checkpoint checkpoint, Supplier<FileSet> otherwise) {
        try {
            Content content = content(checkpoint);
            var paths = folder.paths();
            var files = new StoredFiles(paths, content.parts, otherwise, new FoundFiles(mostRemembered));
            return Optional.of(TableState.checkpointed(checkpoint.version(), paths, files, content.actions));
        } catch (CorruptDataFileException | CorruptLogException | ObjectNotFoundException unusable) {
            return Optional.empty();
        }
    }

    /** What an object refers to; empty where it can't be read. */
    Optional<List<Sidecar>> sidecars(ObjectInfo object) {
        var content = new Content();
        try {
            readObject(object, object.location().name().endsWith(".json"), content);
            return Optional.of(content.sidecars);
        } catch (CorruptDataFileException | CorruptLogException | ObjectNotFoundException unusable) {
            return Optional.empty();
        }
    }

    private Content content(Checkpoint checkpoint) {
        var content = new Content();
        for (ObjectInfo object : checkpoint.parts()) {
            readObject(object, checkpoint.form() == CheckpointFile.Form.UNIQUE_JSON, content);
        }
        for (Sidecar sidecar : content.sidecars) {
            content.parts.add(new CheckpointPart(folder.storage(), sidecar.object(folder)));
        }
        return content;
    }

    private void readObject(ObjectInfo object, boolean json, Content content) {
        if (json) {
            readJson(object, content);
        } else {
            var part = new CheckpointPart(folder.storage(), object);
            part.readSummary(content.actions::add, content.sidecars::add);
            content.parts.add(part);
        }
    }

    private void readJson(ObjectInfo object, Content content) {
        byte[] bytes = folder.storage().read(object.location());
        content.actions.addAll(ActionReader.actions(bytes, object.location()));
        content.sidecars.addAll(ActionReader.sidecars(bytes, object.location()));
    }
}
