/**
 * Bytes by name. {@link io.twinlake.storage.Storage} is one interface with one atomic verb, {@link
 * io.twinlake.storage.Storage#putIfAbsent put-if-absent}; everything above is built on it.
 *
 * <p>Read in this order: {@link io.twinlake.storage.Location} names an object or a folder; {@link io.twinlake.storage.Storage}
 * says what a store must do; {@link io.twinlake.storage.PutOutcome} has the three answers of a put (created, exists, unknown);
 * {@link io.twinlake.storage.Storages} opens a store by its scheme: {@code LocalStorage}, {@code S3Storage} and {@code
 * HadoopStorage}. {@link io.twinlake.storage.Environment} carries a store, the clock, the random generator and pauses, so that
 * simulations replace all four.
 *
 * <p>A {@link io.twinlake.storage.StorageException} means that the store refused or did not answer; the caller may try again. An
 * {@link io.twinlake.storage.ObjectNotFoundException} is an answer. {@link io.twinlake.storage.UnsafeStoreException} means that
 * the store replaces what put-if-absent must not replace; nothing may be written there.
 *
 * <p>Example: {@code Storages.open(table).read(table.resolve("_delta_log/00000000000000000000.json"))}.
 */
@NullMarked
package io.twinlake.storage;

import org.jspecify.annotations.NullMarked;
