package io.twinlake.server;

import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "demo",
        description = {
            "A month of real flights, end to end and narrated: ingest, reduction, compaction, SQL, the state as of a time, "
                    + "a Spark snapshot, and a Spark stream that receives new commits while a second ingest runs.",
            "Needs no network and no service. The lake is kept, so that you can go on with it."
        })
final class DemoCommand implements Callable<Integer> {

    /** A lake of its own: what else is ingested from the same flights would have the same keys in the same tables. */
    @Option(
            names = "--lake",
            paramLabel = "URI",
            defaultValue = "${env:TWINLAKE_LAKE:-./demo-lake}",
            description = {
                "The lake: a folder or s3://bucket/prefix; one beside it where that holds the demo's tables already.",
                "Default: what TWINLAKE_LAKE says, else the folder demo-lake. Here: ${DEFAULT-VALUE}"
            })
    private String lake = "./demo-lake";

    @Option(names = "--no-spark", description = "Leave Spark out.")
    private boolean withoutSpark;

    @Override
    public Integer call() throws Exception {
        Narrator narrator = new Narrator(System.out);
        String uri = DemoData.freshLake(lake.isBlank() ? "./demo-lake" : lake, narrator);
        long began = System.nanoTime();
        DemoData data = DemoData.bundled();
        try (OpenLake open = OpenLake.open(uri)) {
            Demo demo = new Demo(open, uri, data, narrator);
            demo.reducePositions();
            demo.ingestFourWeeks();
            demo.compact();
            demo.askSql();
            demo.lookBack();
            if (withoutSpark) {
                demo.ingestFifthWeek();
            } else {
                DemoSpark.run(demo, uri, narrator);
            }
            demo.sayWhatNext(Duration.ofNanos(System.nanoTime() - began));
        }
        return ExitCode.DONE.number();
    }
}
