/**
 * Bytes by name: one interface, {@link io.twinlake.storage.Storage}, with one verb that is atomic,
 * {@link io.twinlake.storage.Storage#putIfAbsent put-if-absent}.
 */
@NullMarked
package io.twinlake.storage;

import org.jspecify.annotations.NullMarked;
