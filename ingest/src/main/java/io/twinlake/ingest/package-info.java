/** Sources become epochs, epochs become commits, exactly once. */
@NullMarked
package io.twinlake.ingest;

import org.jspecify.annotations.NullMarked;
