package io.twinlake.server;

import io.twinlake.storage.StorageOptions;
import picocli.CommandLine.Option;

/** How a lake is written. */
final class WriteOptions {

    @Option(
            names = "--fsync",
            description = {
                "Local lakes: force every file and its name to the disk before it counts as written, so that a loss of power "
                        + "takes nothing that was committed. Costs a flush or two a file; on S3 it changes nothing."
            })
    private boolean fsync;

    StorageOptions storage() {
        return StorageOptions.defaults().withFsync(fsync);
    }
}
