"""Fails unless the tests that need a server, Python or the conformance tables really ran.

Reads the XML reports of Surefire and Failsafe; prints one closing line with the totals.
"""

import glob
import sys
import xml.etree.ElementTree as xml

# A part of a test's name (class.method), and what it needs.
REQUIRED = {
    ".MinioS3IT.": "MinIO",
    ".S3aStorageIT.": "MinIO",
    ".ManyWritersIT.": "MinIO and processes that write one table",
    ".CommitRequestsIT.": "MinIO",
    ".DeltaSparkCoWriterIT.": "MinIO, with Delta Spark and us as writers",
    ".S3SqlIT.httpfs_gives_what_copies_give": "MinIO and DuckDB's httpfs",
    "io.twinlake.log.ConformanceTest.": "the conformance tables",
    "io.twinlake.differential.ConformanceIT.": "the conformance tables",
    "io.twinlake.server.CrashIT.": "processes that are killed, on local files and on MinIO",
    ".InteropIT.pythons_readers_read_the_same_rows": "Python with deltalake, Polars and DuckDB",
}


def cases():
    for path in glob.glob("*/target/*-reports/TEST-*.xml"):
        for case in xml.parse(path).getroot().iter("testcase"):
            outcome = next(
                (child.tag for child in case if child.tag in ("failure", "error", "skipped")), "passed"
            )
            yield f"{case.get('classname')}.{case.get('name')}", outcome


def main():
    counts = {"passed": 0, "failure": 0, "error": 0, "skipped": 0}
    ran = dict.fromkeys(REQUIRED, 0)
    for name, outcome in cases():
        counts[outcome] += 1
        for required in REQUIRED:
            if required in name and outcome == "passed":
                ran[required] += 1
    missing = [f"{name} (needs {REQUIRED[name]})" for name, count in ran.items() if count == 0]
    for text in missing:
        print(f"did not run: {text}", file=sys.stderr)
    failed = counts["failure"] + counts["error"]
    print(f"{counts['passed']} passed, {failed} failed, {counts['skipped']} skipped")
    sys.exit(1 if missing or failed or counts["passed"] == 0 else 0)


main()
