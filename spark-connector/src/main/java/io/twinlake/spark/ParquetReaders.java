package io.twinlake.spark;

import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.hadoop.ParquetInputFormat;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.sql.execution.datasources.parquet.ParquetOptions;
import org.apache.spark.sql.execution.datasources.parquet.ParquetReadSupport;
import org.apache.spark.sql.execution.datasources.parquet.ParquetUtils;
import org.apache.spark.sql.execution.datasources.v2.parquet.ParquetPartitionReaderFactory;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.sources.Filter;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;
import scala.Option;
import scala.collection.immutable.Map$;

/** Spark's reader of Parquet files with the settings that it expects in the Hadoop configuration. */
final class ParquetReaders {

    private static final String REQUESTED_SCHEMA = "org.apache.spark.sql.parquet.row.requested_schema";
    private static final String ROW_SCHEMA = "org.apache.spark.sql.parquet.row.attributes";

    private ParquetReaders() {}

    static PartitionReaderFactory create(
            StructType inFiles, StructType constant, Filter[] filters, Map<String, String> ofRead) {
        SQLConf conf = SessionAccess.session().sessionState().conf();
        var options = new ParquetOptions(Map$.MODULE$.empty(), conf);
        return new ParquetPartitionReaderFactory(
                conf,
                broadcast(settings(inFiles, conf, ofRead)),
                inFiles,
                inFiles,
                constant,
                filters,
                Option.empty(),
                options);
    }

    static Broadcast<SerializableConfiguration> broadcast(Configuration hadoop) {
        return SerializableConfiguration.broadcast(SessionAccess.session().sparkContext(), hadoop);
    }

    private static Configuration settings(StructType inFiles, SQLConf conf, Map<String, String> ofRead) {
        Configuration hadoop = SessionAccess.hadoop(ofRead);
        hadoop.set(ParquetInputFormat.READ_SUPPORT_CLASS, ParquetReadSupport.class.getName());
        hadoop.set(REQUESTED_SCHEMA, inFiles.json());
        hadoop.set(ROW_SCHEMA, inFiles.json());
        hadoop.set(SQLConf.SESSION_LOCAL_TIMEZONE().key(), conf.sessionLocalTimeZone());
        hadoop.setBoolean(SQLConf.NESTED_SCHEMA_PRUNING_ENABLED().key(), conf.nestedSchemaPruningEnabled());
        hadoop.setBoolean(SQLConf.CASE_SENSITIVE().key(), conf.caseSensitiveAnalysis());
        hadoop.setBoolean(SQLConf.PARQUET_BINARY_AS_STRING().key(), conf.isParquetBinaryAsString());
        hadoop.setBoolean(SQLConf.PARQUET_INT96_AS_TIMESTAMP().key(), conf.isParquetINT96AsTimestamp());
        hadoop.setBoolean(SQLConf.PARQUET_INFER_TIMESTAMP_NTZ_ENABLED().key(), conf.parquetInferTimestampNTZEnabled());
        hadoop.setBoolean(SQLConf.LEGACY_PARQUET_NANOS_AS_LONG().key(), conf.legacyParquetNanosAsLong());
        hadoop.setBoolean(
                SQLConf.PARQUET_READER_RESPECT_UNKNOWN_TYPE_ANNOTATION().key(),
                conf.parquetReaderRespectUnknownTypeAnnotation());
        // Columns that go by id are null in a file without ids, never those of the same name (PROTOCOL.md, "Column
        // Mapping").
        hadoop.setBoolean(SQLConf.PARQUET_FIELD_ID_READ_ENABLED().key(), ParquetUtils.hasFieldIds(inFiles));
        hadoop.setBoolean(SQLConf.IGNORE_MISSING_PARQUET_FIELD_ID().key(), true);
        return hadoop;
    }
}
