package io.twinlake.dml;

import io.twinlake.format.DataFileReader;
import io.twinlake.format.DataType.Primitive;
import io.twinlake.format.Field;
import io.twinlake.format.Predicate;
import io.twinlake.format.RowBatch;
import io.twinlake.format.Schema;
import io.twinlake.log.Action.AddChangeFile;
import io.twinlake.log.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The rows of the change files of a version of a table that is partitioned by place. */
final class ChangesOf {

    private ChangesOf() {}

    static List<String> version(DmlTable table, long version) {
        List<String> changes = new ArrayList<>();
        List<AddChangeFile> files = table.log
                .read(Version.of(version))
                .orElseThrow()
                .all(AddChangeFile.class)
                .toList();
        Schema inFile = Schema.of(
                DmlTable.SCHEMA.field(0),
                DmlTable.SCHEMA.field(1),
                DmlTable.SCHEMA.field(2),
                Field.nullable("_change_type", Primitive.STRING));
        for (AddChangeFile file : files) {
            var object = table.environment.storage().info(table.latest().locate(file.path()));
            try (var reader = DataFileReader.open(table.environment.storage(), object, inFile, Predicate.TRUE)) {
                while (reader.hasNext()) {
                    RowBatch batch = reader.next();
                    for (int row = 0; row < batch.rows(); row++) {
                        changes.add("id=" + Cells.of(batch.column(0), row) + " name=" + Cells.of(batch.column(1), row)
                                + " amount=" + Cells.of(batch.column(2), row) + " place="
                                + file.partitionValues()
                                        .getOrDefault("place", Optional.empty())
                                        .orElseThrow() + " "
                                + Cells.of(batch.column(3), row));
                    }
                }
            }
        }
        return changes;
    }
}
