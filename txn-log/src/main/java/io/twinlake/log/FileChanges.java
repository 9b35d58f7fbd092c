package io.twinlake.log;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The files that a commit changes.
 *
 * @param adds in the order in which they were added
 * @param removes live files that go
 * @param restated live files that stay and get other statistics
 * @param changeFiles files for readers of the change data feed
 * @param vouchedFor the metadata that the writer of the added files has checked their rows against
 */
record FileChanges(
        List<NewFile> adds,
        Map<FileKey, Action.AddFile> removes,
        Map<FileKey, NewFile> restated,
        List<Action.AddChangeFile> changeFiles,
        Optional<Action.Metadata> vouchedFor) {

    FileChanges {
        adds = List.copyOf(adds);
        removes = Collections.unmodifiableMap(new LinkedHashMap<>(removes));
        restated = Collections.unmodifiableMap(new LinkedHashMap<>(restated));
        changeFiles = List.copyOf(changeFiles);
    }
}
