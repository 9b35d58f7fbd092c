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
                "Default: the environment's TWINLAKE_LAKE, else ./lake. Here: ${DEFAULT-VALUE}"
            })
    private String uri = "./lake";

    OpenLake open() {
        return OpenLake.open(uri);
    }

    OpenLake open(WriteOptions write) {
        return OpenLake.open(uri, write.storage());
    }

    String uri() {
        return uri;
    }
}
