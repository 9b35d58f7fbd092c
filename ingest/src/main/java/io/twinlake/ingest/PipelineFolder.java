package io.twinlake.ingest;

import io.twinlake.format.FolderName;
import io.twinlake.storage.Listing;
import io.twinlake.storage.Location;
import io.twinlake.storage.ObjectInfo;
import io.twinlake.storage.Storage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Where a pipeline keeps what is its own: {@code <lake>/_twinlake/pipelines/<name>}. */
record PipelineFolder(Location folder) {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");
    private static final Pattern RECORD = Pattern.compile("(\\d{20})\\.json");

    static PipelineFolder of(Location lake, String pipeline) {
        FolderName.objection(pipeline).ifPresent(objection -> {
            throw new IllegalArgumentException("pipeline " + objection.problem() + "; " + objection.remedy() + "");
        });
        if (!isName(pipeline)) {
            throw new IllegalArgumentException("'" + pipeline + "' can't be a pipeline's name; expected at most 128"
                    + " letters, digits, dots, underscores and hyphens, the first one a letter or a digit");
        }
        return new PipelineFolder(all(lake).resolve(pipeline));
    }

    static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    static Location all(Location lake) {
        return lake.resolve("_twinlake/pipelines");
    }

    /** The folder of a table of the lake by the name that records have. */
    static Location table(Location lake, String name) {
        return name.equals(DeadLetterTable.NAME) ? DeadLetterTable.in(lake) : lake.resolve(name.replace('.', '/'));
    }

    String name() {
        return folder.name();
    }

    Location owner() {
        return folder.resolve("owner");
    }

    Location epoch(long number) {
        return epochs().resolve(padded(number) + ".json");
    }

    Location state(StateName name) {
        return states().resolve(name.text());
    }

    Location definition(String hash) {
        return folder.resolve("definitions/" + hash + ".yaml");
    }

    /** The numbers of all epochs recorded and still kept, ascending. */
    List<Long> recorded(Storage storage) {
        List<Long> numbers = new ArrayList<>();
        for (ObjectInfo object : objects(storage, epochs())) {
            var matcher = RECORD.matcher(object.location().name());
            if (matcher.matches()) {
                numbers.add(Long.parseLong(matcher.group(1)));
            }
        }
        return numbers;
    }

    /** All state checkpoints, by epoch; those of one epoch as they were kept, the newest last. */
    List<KeptState> states(Storage storage) {
        return objects(storage, states()).stream()
                .sorted(Comparator.comparing(ObjectInfo::modified))
                .flatMap(object ->
                        StateName.parse(object.location().name())
                                .map(name -> new KeptState(name, object.modified()))
                                .stream())
                .sorted(Comparator.comparingLong(KeptState::epoch))
                .toList();
    }

    private Location epochs() {
        return folder.resolve("epochs");
    }

    private Location states() {
        return folder.resolve("state");
    }

    private static List<ObjectInfo> objects(Storage storage, Location folder) {
        List<ObjectInfo> objects = new ArrayList<>();
        try (Listing listing = storage.list(folder, "")) {
            listing.forEachRemaining(objects::add);
        }
        return objects;
    }

    private static String padded(long number) {
        return String.format(Locale.ROOT, "%020d", number);
    }
}
