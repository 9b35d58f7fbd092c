#!/usr/bin/env python3
"""Random tables as others write them: by deltalake, and of Parquet files by pyarrow and DuckDB that deltalake converts.

usage: write_tables.py FOLDER SEED

Each is a folder below FOLDER. Values are those that bounds are got wrong of: NaN, the two zeros, decimals of 38 digits, old
times, characters beyond the basic plane.
"""

import datetime
import decimal
import math
import os
import random
import sys

import duckdb
import pyarrow
import pyarrow.parquet
from deltalake import DeltaTable, WriterProperties, convert_to_deltalake, write_deltalake

PIECES = ["a", "?", "~", "\uff5e", "\ufffd", "\U0001f600", "\u00e9"]
CODECS = ["SNAPPY", "ZSTD", "GZIP", "UNCOMPRESSED", "LZ4_RAW"]
UTC = datetime.timezone.utc
OLD = datetime.datetime(1850, 1, 1, tzinfo=UTC)
NEW = datetime.datetime(2020, 1, 1, tzinfo=UTC)


def number(random):
    return random.choice([math.nan, -0.0, 0.0, 1.0, 2.5, math.inf, -math.inf, random.gauss(0, 1), None])


def digits(random, precision, scale):
    unscaled = random.randrange(-(10**precision) + 1, 10**precision)
    return decimal.Decimal(unscaled).scaleb(-scale, decimal.Context(prec=40))


def text(random):
    return "x" * random.choice([0, 16, 31, 32, 70]) + "".join(random.choice(PIECES) for _ in range(random.randrange(1, 5)))


def time(random):
    base = random.choice([OLD, NEW])
    return base + datetime.timedelta(microseconds=random.randrange(200_000_000))


def rows(random, count):
    def column(kind, value):
        return pyarrow.array([None if random.randrange(8) == 0 else value() for _ in range(count)], kind)

    return pyarrow.table(
        {
            "id": column(pyarrow.int64(), lambda: random.randrange(100)),
            "tiny": column(pyarrow.int8(), lambda: random.randrange(-128, 128)),
            "d": column(pyarrow.float64(), lambda: number(random)),
            "f": column(pyarrow.float32(), lambda: number(random)),
            "n": column(pyarrow.decimal128(38, 18), lambda: digits(random, random.choice([20, 37]), 18)),
            "m": column(pyarrow.decimal128(9, 2), lambda: digits(random, 9, 2)),
            "t": column(pyarrow.timestamp("us", "UTC"), lambda: time(random)),
            "l": column(pyarrow.timestamp("us"), lambda: time(random).replace(tzinfo=None)),
            "day": column(pyarrow.date32(), lambda: time(random).date()),
            "s": column(pyarrow.string(), lambda: text(random)),
            "flag": column(pyarrow.bool_(), lambda: random.random() < 0.5),
        }
    )


def by_deltalake(folder, random):
    for codec in random.sample(CODECS, 3):
        properties = WriterProperties(compression=codec)
        write_deltalake(folder, rows(random, random.randrange(1, 5)), mode="append", writer_properties=properties)
    if random.random() < 0.5:
        DeltaTable(folder).create_checkpoint()


def by_pyarrow(folder, random):
    os.makedirs(folder)
    for i, codec in enumerate(random.sample(["snappy", "zstd", "gzip", "none"], 3)):
        pyarrow.parquet.write_table(
            rows(random, random.randrange(1, 5)),
            os.path.join(folder, f"part-{i}.parquet"),
            compression=codec,
            use_deprecated_int96_timestamps=i == 0 and random.random() < 0.5,
            data_page_version=random.choice(["1.0", "2.0"]),
            write_page_index=random.random() < 0.5,
            use_dictionary=random.random() < 0.5,
        )
    convert_to_deltalake(folder)


def by_duckdb(folder, random):
    os.makedirs(folder)
    connection = duckdb.connect()
    connection.execute("SET TimeZone = 'UTC'")
    for i in range(3):
        made = rows(random, random.randrange(1, 5))
        file = os.path.join(folder, f"part-{i}.parquet")
        connection.execute(f"COPY (SELECT * FROM made) TO '{file}' (FORMAT parquet)")
    convert_to_deltalake(folder)


def main():
    folder, seed = sys.argv[1], int(sys.argv[2])
    for writer in (by_deltalake, by_pyarrow, by_duckdb):
        writer(os.path.join(folder, writer.__name__), random.Random(seed))


if __name__ == "__main__":
    main()
