package io.twinlake.dml;

import io.twinlake.format.Predicate;
import io.twinlake.format.RowBatch;
import io.twinlake.log.Action.AddFile;
import io.twinlake.log.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Which rows of which files change and how, decided and not yet done: it can be printed, refused, or run. */
public final class ChangePlan {

    private final Snapshot snapshot;
    private final String operation;
    private final Predicate read;
    private final List<Clause> clauses;
    private final List<Sight> sights;
    private final List<FileEdit> edits;
    private final List<AddFile> gone;
    private final Optional<Joint> joint;
    private final Inserts inserts;

    private ChangePlan(Builder from) {
        this.snapshot = from.snapshot;
        this.operation = from.operation;
        this.read = from.read;
        this.clauses = List.copyOf(from.clauses);
        this.sights = List.copyOf(from.sights);
        this.edits = List.copyOf(from.edits);
        this.gone = List.copyOf(from.gone);
        this.joint = from.joint;
        this.inserts = from.inserts;
    }

    /** Parts of a plan. */
    static final class Builder {
        private final Snapshot snapshot;
        private final String operation;
        private Predicate read = Predicate.TRUE;
        private List<Clause> clauses = List.of();
        private List<Sight> sights = List.of();
        private List<FileEdit> edits = List.of();
        private List<AddFile> gone = List.of();
        private Optional<Joint> joint = Optional.empty();
        private Inserts inserts = Inserts.of(List.of());

        Builder(Snapshot snapshot, String operation) {
            this.snapshot = snapshot;
            this.operation = operation;
        }

        /** What decided the plan: who changes rows that match it is in conflict. */
        Builder read(Predicate predicate) {
            this.read = predicate;
            return this;
        }

        Builder edits(List<Clause> of, List<FileEdit> files) {
            return edits(
                    of, of.stream().map(clause -> Sight.of(snapshot.schema())).toList(), files);
        }

        /** Takes by clause what its expressions see. */
        Builder edits(List<Clause> of, List<Sight> seen, List<FileEdit> files) {
            this.clauses = of;
            this.sights = seen;
            this.edits = files;
            return this;
        }

        /** Files that go with all their rows, unread. */
        Builder gone(List<AddFile> files) {
            this.gone = files;
            return this;
        }

        Builder joint(Joint with) {
            this.joint = Optional.of(with);
            return this;
        }

        /** Rows of the table's columns, complete. */
        Builder inserts(List<RowBatch> rows) {
            return inserts(Inserts.of(rows));
        }

        Builder inserts(Inserts rows) {
            this.inserts = rows;
            return this;
        }

        ChangePlan build() {
            return new ChangePlan(this);
        }
    }

    /** Does it, once. @throws io.twinlake.log.CommitConflictException as {@link RowChange#run} */
    public ChangeResult run() {
        return new ChangeRun(this).run();
    }

    /** The version that it is over. */
    public Snapshot snapshot() {
        return snapshot;
    }

    public long insertedRows() {
        return inserts.rows();
    }

    public long updatedRows() {
        return count(Clause.Kind.UPDATE);
    }

    /** Without those of files that go unread. */
    public long deletedRows() {
        return count(Clause.Kind.DELETE);
    }

    private long count(Clause.Kind kind) {
        return edits.stream().mapToLong(edit -> edit.count(clauses, kind)).sum();
    }

    /** The files that it touches. */
    public List<AddFile> files() {
        return java.util.stream.Stream.concat(gone.stream(), edits.stream().map(FileEdit::file))
                .toList();
    }

    boolean isNothing() {
        return edits.isEmpty() && gone.isEmpty() && inserts.rows() == 0;
    }

    String operation() {
        return operation;
    }

    Predicate read() {
        return read;
    }

    List<Clause> clauses() {
        return clauses;
    }

    List<FileEdit> edits() {
        return edits;
    }

    List<AddFile> gone() {
        return gone;
    }

    /** By clause, what its expressions see. */
    List<Sight> sights() {
        return sights;
    }

    Optional<Joint> joint() {
        return joint;
    }

    Inserts inserts() {
        return inserts;
    }

    /** Whether readers of changes could not tell these from files that come and go whole. */
    boolean needsChangeFiles() {
        return snapshot.properties().changeDataFeed() && edits.stream().anyMatch(edit -> !edit.removesAll(clauses));
    }

    /** A line for the whole, then one for each clause and one for each file. */
    @Override
    public String toString() {
        List<String> lines = new ArrayList<>();
        lines.add(operation + " on " + snapshot + ": inserts " + insertedRows() + " rows, updates " + updatedRows()
                + ", deletes " + deletedRows() + (gone.isEmpty() ? "" : " and all of " + gone.size() + " files"));
        clauses.forEach(clause -> lines.add(clause.toString()));
        edits.forEach(edit -> lines.add(edit.count() + " of " + edit.liveRows() + " rows of "
                + edit.file().path() + ", which " + fate(edit)));
        gone.forEach(file -> lines.add("all rows of " + file.path() + ", which goes unread"));
        return String.join("\n  ", lines);
    }

    /** What becomes of a file. */
    private String fate(FileEdit edit) {
        if (edit.removesAll(clauses)) {
            return "goes whole";
        }
        return snapshot.properties().deletionVectors() ? "gets a deletion vector" : "is rewritten";
    }
}
