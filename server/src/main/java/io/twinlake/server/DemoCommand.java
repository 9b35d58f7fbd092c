package io.twinlake.server;

import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "demo",
        description = {
            "A month of real flights, end to end and narrated: ingest, reduction, compaction, SQL, the state as of a time, "
                    + "a Spark snapshot, and a Spark stream that receives new commits while a second ingest runs.",
            "Needs no network and no service. The lake is kept, so that you can go on with it."
        })
final class DemoCommand implements Callable<Integer> {

    @Mixin
    private LakeOptions lakeOptions = new LakeOptions();

    @Option(names = "--no-spark", description = "Leave Spark out.")
    private boolean withoutSpark;

    @Override
    public Integer call() throws Exception {
        Narrator narrator = new Narrator(System.out);
        String uri = DemoData.freshLake(lakeOptions.uri(), narrator);
        long began = System.nanoTime();
        try (DemoData data = DemoData.unpack();
                OpenLake lake = OpenLake.open(uri)) {
            Demo demo = new Demo(lake, data, narrator);
            demo.ingestFourWeeks();
            demo.compact();
            demo.askSql();
            demo.lookBack();
            if (withoutSpark) {
                demo.ingestFifthWeek();
            } else {
                DemoSpark.run(demo, uri, narrator);
            }
            demo.sayWhatNext(uri, Duration.ofNanos(System.nanoTime() - began));
        }
        return ExitCode.DONE.number();
    }
}
