"""Times negmas on the shapes of benches/engine.rs and prints how many times longer it takes.

The first argument is the output of `cargo bench --bench engine`. Both sides start from the tables of values.
"""
import math, os, random, re, statistics, sys, time

for threads in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ.setdefault(threads, "1")

from negmas.outcomes import make_issue, make_os
from negmas.preferences import LinearAdditiveUtilityFunction as Additive
from negmas.preferences.ops import kalai_points, ks_points, nash_points, pareto_frontier
from negmas.preferences.value_fun import TableFun
from negmas.sao import BoulwareTBNegotiator, ConcederTBNegotiator, SAOMechanism


def domain(shape):
    rng = random.Random(7 + math.prod(shape))
    names = [[f"v{j}" for j in range(n)] for n in shape]
    space = make_os([make_issue(values=values, name=f"i{k}") for k, values in enumerate(names)])
    sides = []
    for reverse in (False, True):
        weights = [rng.expovariate(1) for _ in shape]
        tables = []
        for values in names:
            worths = sorted(rng.random() for _ in values)
            worths = [(w - worths[0]) / (worths[-1] - worths[0]) for w in worths]
            tables.append(TableFun(dict(zip(values, reversed(worths) if reverse else worths))))
        shares = [w / sum(weights) for w in weights]
        sides.append(Additive(values=tables, weights=shares, outcome_space=space, reserved_value=0.3))
    return space, sides


def analysis(tens):
    space, sides = domain([10] * tens)
    ranges = [side.minmax(space, above_reserve=False) for side in sides]
    start = time.perf_counter()
    points, _ = pareto_frontier(sides, issues=space.issues)
    for fair in (nash_points, kalai_points, ks_points):
        fair(sides, frontier=points, ranges=ranges)
    return time.perf_counter() - start


def self_play(shape):
    space, sides = domain(shape)
    times = []
    for _ in range(60):
        start = time.perf_counter()
        talk = SAOMechanism(outcome_space=space, n_steps=20)
        talk.add(BoulwareTBNegotiator(name="b"), ufun=sides[0])
        talk.add(ConcederTBNegotiator(name="c"), ufun=sides[1])
        talk.run()
        times.append(time.perf_counter() - start)
    return statistics.median(times[2:])


UNITS = {"ns": 1e-9, "µs": 1e-6, "us": 1e-6, "ms": 1e-3, "s": 1.0}


def medians(path):
    found, group = {}, ""
    for line in open(path, encoding="utf-8"):
        name = re.match(r"^[├╰]─ (\w+)", line)
        group = name.group(1) if name else group
        case = re.match(r"^.{0,3}[│ ]\s*[├╰]─ (\d+)\s+(.*)", line)
        if case:
            times = re.findall(r"([\d.]+) (ns|µs|us|ms|s)\b", case.group(2))
            if len(times) >= 3:
                found[group, int(case.group(1))] = float(times[2][0]) * UNITS[times[2][1]]
    return found


def main():
    ours = medians(sys.argv[1])
    rows = [(f"analysis of 1e{n} deals", ("analysis", n), lambda n=n: analysis(n)) for n in (3, 4, 5, 6)]
    rows += [
        ("self-play, 150 deals", ("self_play", 150), lambda: self_play([5, 5, 6])),
        ("self-play, 5000 deals", ("self_play", 5000), lambda: self_play([10, 10, 10, 5])),
    ]
    print(f"{'':<24}{'here':>12}{'negmas':>12}{'ratio':>10}")
    for title, key, theirs in rows:
        if key in ours:
            other = theirs()
            print(f"{title:<24}{ours[key] * 1e3:>9.4f} ms{other * 1e3:>9.2f} ms{other / ours[key]:>9.0f}x", flush=True)


main()
