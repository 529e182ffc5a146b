"""Measures DuckDB and numpy on the counts that Gemba's store was measured on, and checks that the answers are equal.

`cargo xtask bench --peers` runs it, in an environment of its own under the target folder. DIR holds `rows.bin` and `sums.json` as
`crates/store/examples/bench_store.rs` writes them. Everything lies in memory here; Gemba reads compressed chunks from its file.
"""

import json
import sys
import time

import duckdb
import numpy

folder = sys.argv[1]
rows = numpy.fromfile(f"{folder}/rows.bin", dtype="<u4").reshape(-1, 4)
columns = {name: numpy.ascontiguousarray(rows[:, at]) for at, name in enumerate(("sli", "minute", "good", "total"))}
del rows
told = json.load(open(f"{folder}/sums.json"))
windows, expected = told["windows"], numpy.array(told["sums"], dtype=numpy.int64)
print(f"{len(columns['sli']):,} rows, {len(expected):,} indicators, {len(windows)} windows")


def measured(name, answer, runs=3):
    times = []
    for _ in range(runs):
        began = time.perf_counter()
        found = answer()
        times.append(time.perf_counter() - began)
    same = "equal" if numpy.array_equal(numpy.array(found, dtype=numpy.int64), expected) else "NOT EQUAL"
    print(f"| {name} | {sorted(times)[len(times) // 2] * 1000:.1f} ms | {same} |")


base = duckdb.connect(config={"threads": 2})
base.execute("CREATE TABLE counts AS SELECT * FROM columns")
sums = ", ".join(
    f"coalesce(sum({what}) FILTER (minute >= {start} AND minute < {end}), 0)::BIGINT"
    for start, end in windows
    for what in ("good", "total")
)
query = f"SELECT {sums} FROM counts GROUP BY sli ORDER BY sli"
measured(f"DuckDB {duckdb.__version__}, in memory, 2 threads", lambda: numpy.array(base.execute(query).fetchall()).reshape(-1, len(windows), 2))

# Sorted by indicator, then minute: a running total answers any window by two look-ups.
per = len(columns["sli"]) // len(expected)
began = time.perf_counter()
running = {
    what: numpy.concatenate([numpy.zeros((len(expected), 1), dtype=numpy.int64), columns[what].reshape(-1, per).astype(numpy.int64).cumsum(axis=1)], axis=1)
    for what in ("good", "total")
}
print(f"numpy {numpy.__version__}: running totals made in {(time.perf_counter() - began) * 1000:.0f} ms")
first = int(columns["minute"][0])


def by_running_totals():
    at = [(min(max(start - first, 0), per), min(max(end - first, 0), per)) for start, end in windows]
    return numpy.stack([numpy.stack([running[what][:, end] - running[what][:, start] for start, end in at], axis=1) for what in ("good", "total")], axis=2)


measured("numpy, running totals in memory", by_running_totals)
