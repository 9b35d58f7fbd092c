package io.twinlake.storage;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;

/** Passes everything on and remembers what was asked, by names relative to a base: I/O costs what a test says. */
public final class RecordingStorage implements Storage {

    private final Storage inner;
    private final Location base;
    private final List<Operation> operations = Collections.synchronizedList(new ArrayList<>());

    private RecordingStorage(Storage inner, Location base) {
        this.inner = inner;
        this.base = base;
    }

    /** Records what is asked of {@code inner}; names below {@code base} are shown relative to it, others whole. */
    public static RecordingStorage over(Storage inner, Location base) {
        return new RecordingStorage(inner, base);
    }

    /** What was asked since the beginning or the last {@link #forget}, in order. */
    public List<Operation> operations() {
        synchronized (operations) {
            return List.copyOf(operations);
        }
    }

    /** What was asked with {@code verb}, in order. */
    public List<Operation> operations(Operation.Verb verb) {
        return operations().stream()
                .filter(operation -> operation.verb() == verb)
                .toList();
    }

    /** Begins anew. */
    public void forget() {
        operations.clear();
    }

    @Override
    public byte[] read(Location at) {
        operations.add(Operation.read(name(at)));
        return inner.read(at);
    }

    @Override
    public byte[] readRange(Location at, long offset, int length) {
        operations.add(Operation.readRange(name(at)));
        return inner.readRange(at, offset, length);
    }

    @Override
    public ObjectInfo info(Location at) {
        operations.add(Operation.info(name(at)));
        return inner.info(at);
    }

    @Override
    public InputObject open(ObjectInfo info) {
        InputObject opened = inner.open(info);
        return new HookedInput(opened, () -> operations.add(Operation.readRange(name(info.location()))));
    }

    @Override
    public Listing list(Location folder, String after) {
        operations.add(Operation.list(name(folder), after));
        return inner.list(folder, after);
    }

    @Override
    public List<String> folders(Location folder) {
        operations.add(Operation.folders(name(folder)));
        return inner.folders(folder);
    }

    @Override
    public void put(Location at, Content content) {
        operations.add(Operation.put(name(at)));
        inner.put(at, content);
    }

    @Override
    public PutOutcome putIfAbsent(Location at, Content content) {
        operations.add(Operation.putIfAbsent(name(at)));
        return inner.putIfAbsent(at, content);
    }

    @Override
    public void delete(Collection<Location> objects) {
        operations.add(new Operation(
                Operation.Verb.DELETE, objects.stream().map(this::name).toList()));
        inner.delete(objects);
    }

    @Override
    public void close() {
        inner.close();
    }

    private String name(Location at) {
        return at.equals(base) ? "" : at.isBelow(base) ? at.relativeTo(base) : at.toString();
    }
}
