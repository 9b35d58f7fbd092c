package io.twinlake.format;

import java.math.BigInteger;
import org.apache.parquet.column.ColumnReader;

/** Reads the unscaled number of a decimal, or an integer, at which a column reader stands. */
@FunctionalInterface
interface Unscaled {

    /** @throws ArithmeticException telling the number, if 64 bits with a sign cannot hold it */
    long number(ColumnReader from);

    /** The number, however large. */
    default BigInteger big(ColumnReader from) {
        return BigInteger.valueOf(number(from));
    }

    /** Numbers as bytes in two's complement, the highest byte first. */
    final class Bytes implements Unscaled {
        @Override
        public long number(ColumnReader from) {
            BigInteger value = big(from);
            if (value.bitLength() >= Long.SIZE) {
                throw new ArithmeticException(value + " is beyond a signed integer of 64 bits");
            }
            return value.longValue();
        }

        @Override
        public BigInteger big(ColumnReader from) {
            return new BigInteger(from.getBinary().getBytesUnsafe());
        }
    }
}
