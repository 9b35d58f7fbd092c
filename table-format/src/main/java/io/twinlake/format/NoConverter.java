package io.twinlake.format;

import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.io.api.PrimitiveConverter;

/** Stands where Parquet wants converters of records; columns are read without any. */
final class NoConverter extends GroupConverter {

    private static final PrimitiveConverter PRIMITIVE = new PrimitiveConverter() {};

    @Override
    public Converter getConverter(int fieldIndex) {
        return this;
    }

    @Override
    public PrimitiveConverter asPrimitiveConverter() {
        return PRIMITIVE;
    }

    @Override
    public void start() {
        // No records.
    }

    @Override
    public void end() {
        // No records.
    }
}
