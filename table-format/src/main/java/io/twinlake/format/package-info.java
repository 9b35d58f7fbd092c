/**
 * Rows in typed columns: schemas, Parquet data files, statistics and predicates over them. Nothing here knows of logs.
 *
 * <p>Read in this order: {@link io.twinlake.format.DataType}, {@link io.twinlake.format.Field} and {@link
 * io.twinlake.format.Schema} say what a row is; {@link io.twinlake.format.RowBatch} holds rows in {@link
 * io.twinlake.format.ColumnVector}s, which {@link io.twinlake.format.Vectors} makes; {@link io.twinlake.format.DataFileWriter} and
 * {@link io.twinlake.format.DataFileReader} put them into files and get them out; {@link io.twinlake.format.FileStatistics} has
 * the bounds of a file's columns, as far as they are believed; {@link io.twinlake.format.Predicate} is a condition, evaluated on
 * rows, on statistics and on row groups; {@link io.twinlake.format.DeletionVector} names the rows of a file that are gone.
 *
 * <p>A {@link io.twinlake.format.CorruptDataFileException} names a file that is damaged; reading it again does not help.
 *
 * <p>Example: {@code try (var rows = DataFileReader.open(storage, file, schema, Predicate.equal("pump", "P1"))) { … }}.
 */
@NullMarked
package io.twinlake.format;

import org.jspecify.annotations.NullMarked;
