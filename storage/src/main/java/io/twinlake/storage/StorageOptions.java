package io.twinlake.storage;

/**
 * How a storage is opened.
 *
 * @param fsync local files only: whether a put returns only after the operating system has forced its bytes and its
 *     name to the disk. Without it a put survives the death of this process, but not a loss of power
 * @param s3 where S3 is and who asks; by default what the environment says
 */
public record StorageOptions(boolean fsync, S3Options s3) {

    /** No fsync; S3 from the environment. */
    public static StorageOptions defaults() {
        return new StorageOptions(false, S3Options.defaults());
    }

    public StorageOptions withFsync(boolean force) {
        return new StorageOptions(force, s3);
    }

    public StorageOptions withS3(S3Options options) {
        return new StorageOptions(fsync, options);
    }
}
