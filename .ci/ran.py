"""Fails unless the tests that need a server, Python or the conformance tables really ran.

Reads the XML reports of Surefire and Failsafe; prints one closing line with the totals.
"""

import glob
import sys
import xml.etree.ElementTree as xml

# A test class whose name contains the text, and what it needs.
REQUIRED = {
    "S3StorageIT": "MinIO",
    "ConformanceTest": "the conformance tables",
    "InteropIT": "Python with deltalake, Polars and DuckDB",
    "CrashIT": "MinIO",
}


def suites():
    for path in glob.glob("*/target/*-reports/TEST-*.xml"):
        root = xml.parse(path).getroot()
        yield root.get("name"), *(int(root.get(k, "0")) for k in ("tests", "failures", "errors", "skipped"))


def main():
    passed = failed = skipped = 0
    ran = {name: 0 for name in REQUIRED}
    for name, tests, failures, errors, skips in suites():
        failed += failures + errors
        skipped += skips
        passed += tests - failures - errors - skips
        for required in REQUIRED:
            if required in name:
                ran[required] += tests - skips
    missing = [f"{name} (needs {REQUIRED[name]})" for name, count in ran.items() if count == 0]
    for text in missing:
        print(f"did not run: {text}", file=sys.stderr)
    print(f"{passed} passed, {failed} failed, {skipped} skipped")
    sys.exit(1 if missing or failed or passed == 0 else 0)


main()
