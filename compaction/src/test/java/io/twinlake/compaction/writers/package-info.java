/** Many processes write one table on a real S3 server. */
@NullMarked
package io.twinlake.compaction.writers;

import org.jspecify.annotations.NullMarked;
