#!/usr/bin/env python3
"""Do others read what Twinlake wrote? Row for row, by deltalake, Polars and DuckDB.

usage: read_tables.py TABLE=EXPECTED.parquet[,-READER...] [TABLE=EXPECTED.parquet[,-READER...] ...]

TABLE is the path or s3:// URI of a Delta table, EXPECTED.parquet the same rows as Twinlake itself reads them
(`twinlake scan TABLE --format parquet --output EXPECTED.parquet`); a READER after `,-` is left out, as it is known not to
read the table's features. On S3 the endpoint and the keys come from
AWS_ENDPOINT_URL_S3, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_REGION.

Prints a line a table and reader; exit status 1 if any differs.
"""

import os
import sys
from urllib.parse import urlparse

import duckdb
import polars
import pyarrow
import pyarrow.compute
import pyarrow.parquet
from deltalake import DeltaTable, QueryBuilder
from duckdb_extensions import import_extension

ORDER = ["key", "born_at", "seq", "id"]


def endpoint():
    return os.environ.get("AWS_ENDPOINT_URL_S3", "")


def storage_options(table):
    if not table.startswith("s3://"):
        return {}
    return {
        "endpoint_url": endpoint(),
        "allow_http": "true",
        "region": os.environ.get("AWS_REGION", "us-east-1"),
        "access_key_id": os.environ["AWS_ACCESS_KEY_ID"],
        "secret_access_key": os.environ["AWS_SECRET_ACCESS_KEY"],
    }


def by_deltalake(table):
    """By deltalake's own engine: pyarrow's data sets know neither mapped columns nor deletion vectors."""
    opened = DeltaTable(table, storage_options=storage_options(table))
    return pyarrow.table(QueryBuilder().register("t", opened).execute("SELECT * FROM t").read_all())


def by_polars(table):
    return polars.read_delta(table, storage_options=storage_options(table)).to_arrow()


def by_duckdb(table):
    connection = duckdb.connect()
    connection.execute("SET TimeZone = 'UTC'")
    import_extension("delta", con=connection)
    connection.execute("LOAD delta")
    if table.startswith("s3://"):
        import_extension("httpfs", con=connection)
        connection.execute("LOAD httpfs")
        where = urlparse(endpoint())
        connection.execute(
            f"""CREATE SECRET (TYPE s3, ENDPOINT '{where.netloc}', URL_STYLE 'path',
                USE_SSL {str(where.scheme == "https").lower()},
                REGION '{os.environ.get("AWS_REGION", "us-east-1")}',
                KEY_ID '{os.environ["AWS_ACCESS_KEY_ID"]}', SECRET '{os.environ["AWS_SECRET_ACCESS_KEY"]}')"""
        )
    return connection.execute("SELECT * FROM delta_scan(?)", [table]).to_arrow_table()


READERS = {"deltalake": by_deltalake, "polars": by_polars, "duckdb": by_duckdb}


def rows(table):
    """Rows as Python values in one order, so that differences of Arrow's types between readers do not matter."""
    keys = [name for name in ORDER if name in table.column_names]
    listed = table.to_pylist()
    names = sorted(table.column_names)
    normal = [tuple(plain(row[name]) for name in names) for row in listed]
    first = [names.index(key) for key in keys]
    normal.sort(key=lambda row: tuple(repr(row[i]) for i in first) + (repr(row),))
    return names, normal


def plain(value):
    if isinstance(value, list):
        return tuple(plain(element) for element in value)
    if isinstance(value, dict):
        return tuple(sorted((key, plain(element)) for key, element in value.items()))
    return value


def compare(table, expected, left_out):
    names, wanted = rows(expected)
    failures = 0
    for reader, read in READERS.items():
        if reader in left_out:
            print(f"left out {reader} {table}")
            continue
        got_names, got = rows(read(table))
        if got_names != names:
            print(f"DIFFERS {reader} {table}: columns {got_names} instead of {names}")
        elif got != wanted:
            different = sum(1 for a, b in zip(got, wanted) if a != b) + abs(len(got) - len(wanted))
            print(f"DIFFERS {reader} {table}: {different} rows; it read {len(got)}, Twinlake {len(wanted)}")
            example = next(((a, b) for a, b in zip(got, wanted) if a != b), None)
            print(f"  first difference: {example}")
        else:
            print(f"equal   {reader} {table}: {len(got)} rows")
            continue
        failures += 1
    return failures


def main(arguments):
    if not arguments or any("=" not in argument for argument in arguments):
        print(__doc__, file=sys.stderr)
        return 2
    failures = 0
    for argument in arguments:
        table, expected = argument.rsplit("=", 1)
        file, *left_out = expected.split(",-")
        failures += compare(table, pyarrow.parquet.read_table(file), left_out)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
