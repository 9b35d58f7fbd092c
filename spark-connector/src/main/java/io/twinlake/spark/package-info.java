/** Twinlake tables in Spark: data source, catalog, streams. */
@NullMarked
package io.twinlake.spark;

import org.jspecify.annotations.NullMarked;
