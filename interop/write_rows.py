#!/usr/bin/env python3
"""Writes to a table that Twinlake writes too, by deltalake.

usage: write_rows.py TABLE append ID [ID ...]
       write_rows.py TABLE delete SQL

Appended rows have the columns that WritingInTurnsIT's tables have: id, name, amount, place.
"""

import sys

import pyarrow
from deltalake import DeltaTable, write_deltalake


def rows(ids):
    return pyarrow.table(
        {
            "id": pyarrow.array(ids, pyarrow.int64()),
            "name": pyarrow.array([f"n{i}" for i in ids], pyarrow.string()),
            "amount": pyarrow.array([i * 10 for i in ids], pyarrow.int32()),
            "place": pyarrow.array([f"p{i % 3}" for i in ids], pyarrow.string()),
        }
    )


def main(arguments):
    table, verb, *rest = arguments
    if verb == "append":
        write_deltalake(table, rows([int(i) for i in rest]), mode="append")
    elif verb == "delete":
        print(DeltaTable(table).delete(" ".join(rest)))
    else:
        print(__doc__, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
