package io.twinlake.server;

import picocli.CommandLine.Option;

/** Which lake: {@code --lake}, else {@code TWINLAKE_LAKE}, else {@code ./lake}. */
final class LakeOptions {

    @Option(
            names = "--lake",
            paramLabel = "URI",
            defaultValue = "${env:TWINLAKE_LAKE:-./lake}",
            description = {
                "The lake: a folder or s3://bucket/prefix.",
                "Default: what TWINLAKE_LAKE says, else the folder lake. Here: ${DEFAULT-VALUE}"
            })
    private String uri = "./lake";

    @Option(
            names = "--own-files-only",
            defaultValue = "${env:TWINLAKE_OWN_FILES_ONLY:-false}",
            description = {
                "Refuse a table whose log names files outside of its folder, as that of a shallow clone or a stranger's may.",
                "Default: what TWINLAKE_OWN_FILES_ONLY says, else false."
            })
    private boolean ownFilesOnly;

    OpenLake open() {
        return restricted(OpenLake.open(uri()));
    }

    OpenLake open(WriteOptions write) {
        return restricted(OpenLake.open(uri(), write.storage())).requireNoFile();
    }

    private OpenLake restricted(OpenLake lake) {
        return ownFilesOnly ? lake.ownFilesOnly() : lake;
    }

    String uri() {
        if (uri.isBlank()) {
            throw new UsageException(
                    "--lake (or TWINLAKE_LAKE) is empty; give a folder or s3://bucket/prefix, for example ./lake");
        }
        return uri;
    }
}
