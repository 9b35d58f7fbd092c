package io.twinlake.server;

import picocli.CommandLine.IVersionProvider;

/** Which Twinlake this is, and on which Java it runs. */
final class BuildVersion implements IVersionProvider {

    @Override
    public String[] getVersion() {
        String version = Twinlake.class.getPackage().getImplementationVersion();
        return new String[] {
            "twinlake " + (version == null ? "(not packaged)" : version),
            "java " + Runtime.version()
                    + ", Delta protocol: reads reader versions 1 to 3, writes writer versions 2 to 7"
        };
    }
}
