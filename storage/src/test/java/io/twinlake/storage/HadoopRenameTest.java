package io.twinlake.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.security.AccessControlException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Put-if-absent by a rename on a file system that fails at the worst moment. */
class HadoopRenameTest {

    @TempDir
    Path folder;

    private final Failing files = new Failing();

    /** Does what it is asked to, and then fails where it is told to. */
    private static final class Failing extends RawLocalFileSystem {
        private boolean losesAnswers;
        private boolean refuses;
        private boolean keepsTemporary;

        @Override
        public boolean rename(org.apache.hadoop.fs.Path from, org.apache.hadoop.fs.Path to) throws IOException {
            if (refuses) {
                throw new AccessControlException("not yours");
            }
            boolean renamed = super.rename(from, to);
            if (losesAnswers) {
                throw new IOException("connection reset");
            }
            return renamed;
        }

        @Override
        public boolean delete(org.apache.hadoop.fs.Path path, boolean recursive) throws IOException {
            if (keepsTemporary) {
                throw new IOException("connection reset");
            }
            return super.delete(path, recursive);
        }
    }

    @BeforeEach
    void open() throws IOException {
        files.initialize(URI.create("file:///"), new Configuration(false));
    }

    @Test
    void a_rename_whose_answer_is_lost_is_not_a_refusal() throws IOException {
        files.losesAnswers = true;

        assertThat(put()).isInstanceOf(PutOutcome.Unknown.class);
        assertThat(Files.readString(folder.resolve("0.json"))).isEqualTo("ours");
    }

    @Test
    void a_temporary_file_that_stays_makes_no_failure_of_a_success() {
        files.keepsTemporary = true;

        assertThat(put()).isEqualTo(new PutOutcome.Created());
    }

    @Test
    void who_may_not_rename_is_refused() {
        files.refuses = true;

        assertThatThrownBy(this::put).isInstanceOf(StorageException.class).hasMessageContaining("not yours");
        assertThat(folder).isEmptyDirectory();
    }

    private PutOutcome put() {
        Location at = Location.of(folder.resolve("0.json"));
        return new HadoopCreate.ByRename(files).ifAbsent(at, HadoopPaths.of(at), Content.of("ours"));
    }
}
