package io.twinlake.storage;

/** No object has that name. */
public final class ObjectNotFoundException extends StorageException {

    private static final long serialVersionUID = 1L;

    private final transient Location location;

    public ObjectNotFoundException(Location location) {
        super("no object " + location);
        this.location = location;
    }

    public Location location() {
        return location;
    }
}
