/** Rows in typed columns: schema, Parquet data files, statistics and predicates over them. */
@NullMarked
package io.twinlake.format;

import org.jspecify.annotations.NullMarked;
