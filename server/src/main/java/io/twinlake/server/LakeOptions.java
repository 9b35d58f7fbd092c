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

    OpenLake open() {
        return OpenLake.open(uri());
    }

    OpenLake open(WriteOptions write) {
        return OpenLake.open(uri(), write.storage()).requireNoFile();
    }

    String uri() {
        if (uri.isBlank()) {
            throw new UsageException(
                    "--lake (or TWINLAKE_LAKE) is empty; give a folder or s3://bucket/prefix, for example ./lake");
        }
        return uri;
    }
}
