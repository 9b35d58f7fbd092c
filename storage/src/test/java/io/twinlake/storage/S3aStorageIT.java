package io.twinlake.storage;

/** S3 through Hadoop's S3A, as a Spark session reaches it. */
final class S3aStorageIT extends StorageContract {

    private static final S3Fixture SERVER = S3Fixture.shared();
    private static final Storage STORAGE = Storages.hadoop(Location.parse("s3://any"), SERVER.s3aSettings());

    @Override
    protected Storage storage() {
        return STORAGE;
    }

    @Override
    protected Location emptyFolder() {
        return SERVER.freshBucket().resolve("lake");
    }

    @Override
    protected int racedKeys() {
        return 30;
    }
}
