package io.twinlake.query;

import io.twinlake.format.DeletionVector;
import io.twinlake.log.Action.AddFile;
import java.util.Optional;

/**
 * Rows of one file that a commit changed.
 *
 * @param file that they are in, with the deletion vector under which they are live
 * @param changeType what happened to them; empty where the file itself says it of each row
 * @param only the positions in the file of the rows; empty if it is every live one
 */
record FileChange(AddFile file, Optional<String> changeType, Optional<DeletionVector> only) {

    private static final String INSERT = "insert";
    private static final String DELETE = "delete";

    static FileChange inserted(AddFile file) {
        return new FileChange(file, Optional.of(INSERT), Optional.empty());
    }

    static FileChange inserted(AddFile file, DeletionVector rows) {
        return new FileChange(file, Optional.of(INSERT), Optional.of(rows));
    }

    static FileChange deleted(AddFile file) {
        return new FileChange(file, Optional.of(DELETE), Optional.empty());
    }

    static FileChange deleted(AddFile file, DeletionVector rows) {
        return new FileChange(file, Optional.of(DELETE), Optional.of(rows));
    }

    static FileChange written(AddFile changeFile) {
        return new FileChange(changeFile, Optional.empty(), Optional.empty());
    }
}
