/** A log store for stock Delta Lake on S3, so that it and others write the same table and lose nothing. */
@NullMarked
package io.twinlake.logstore;

import org.jspecify.annotations.NullMarked;
