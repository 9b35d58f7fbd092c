package io.twinlake.server;

import io.twinlake.log.Action.AddFile;
import io.twinlake.log.Snapshot;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "tables", description = "The tables of the lake: version, files, bytes, last commit.")
final class TablesCommand implements Callable<Integer> {

    @Mixin
    private LakeOptions lakeOptions = new LakeOptions();

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Override
    public Integer call() {
        try (OpenLake lake = lakeOptions.open()) {
            Sheet sheet = Sheet.columns()
                    .text("table")
                    .number("version")
                    .number("files")
                    .number("bytes")
                    .time("committed_at")
                    .sheet();
            ExitCode code = EachTable.of(
                    lake, List.of(), name -> add(lake.existing(name).latest(), name, sheet));
            if (sheet.rows() == 0 && code == ExitCode.DONE) {
                System.err.println("no tables in " + lake.root() + "; ingest makes them");
            }
            output.print(sheet.toRows());
            return code.number();
        }
    }

    private static void add(Snapshot snapshot, String name, Sheet sheet) {
        LongSummaryStatistics sizes;
        try (Stream<AddFile> files = snapshot.files()) {
            sizes = files.mapToLong(AddFile::size).summaryStatistics();
        }
        sheet.row(name, snapshot.version().number(), sizes.getCount(), sizes.getSum(), snapshot.timestamp());
    }
}
