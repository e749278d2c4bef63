"""What designs rest on: fitting their weights, and measuring alignment, depth, sameness and time.

    python -m benchmarks.designs synthesize AUX --meshes MESHES      auxiliary designs
    python -m benchmarks.designs fit AUX --keep SAMPLES              weights, designs/fitted.py
    python -m benchmarks.designs poses SCANS DESIGNS                 turned by known poses
    python -m benchmarks.designs others SCANS DESIGNS                scans of another part refused
    python -m benchmarks.designs depth                               marks of known depth
    python -m benchmarks.designs same SCANS DESIGNS                  the same bits each time
    python -m benchmarks.designs speed SCANS DESIGNS                 times

SCANS and DESIGNS are folders as for ``btp-inspect evaluate SCANS --designs DESIGNS``, which
measures the verdicts. Designs are made of the good scans in DESIGNS, without a model unless a
measurement needs one, and kept in the folder of ``--designs-in`` if there is one.
"""

from __future__ import annotations

import argparse
import os
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from btp_core.base.rounding import SAME_FOR_ANY_THREADS, VARIABLE

# As on the command line, and before anything loads MKL.
os.environ.setdefault(VARIABLE, SAME_FOR_ANY_THREADS)

import numpy as np

from btp_core.base.errors import AlignmentError
from btp_core.base.files import write_atomically
from btp_core.designs.design import Design
from btp_core.designs.weights import KINDS
from btp_core.inspection.inspector import Inspector
from btp_core.lab.evaluation.dataset import read_labelled_folder
from btp_core.lab.evaluation.design_alignment import refused_pairs, try_pose
from btp_core.lab.evaluation.design_depth import DepthTrial, depth_trials
from btp_core.lab.evaluation.design_fit import fit_weights, fitted_module, hold_out
from btp_core.lab.evaluation.design_sample_files import kept_samples
from btp_core.lab.evaluation.design_samples import FitSample
from btp_core.lab.evaluation.design_speed import (
    count_outcomes,
    denser,
    time_alignment,
    time_rescoring,
)
from btp_core.lab.evaluation.designs import good_scans, scans_by_part
from btp_core.lab.synth.design_set import synthesize_designs
from btp_core.scans.scan import Scan
from btp_core.text.prompts import PromptSet

MILLION = 1_000_000
WORDINGS = 5
SEED = 14


def main() -> None:
    """Print one line per measurement, with what is asked where there is a limit."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = parser.add_subparsers(required=True)
    _add_synthesize(commands)
    _add_fit(commands)
    for name, run, text in (
        ("poses", _poses, "turn scans by known poses and see whether these are found"),
        ("others", _others, "align scans with the designs of other parts"),
        ("same", _same, "align one scan again and again, with one thread and with two"),
        ("speed", _speed, "time what a user waits for"),
    ):
        command = commands.add_parser(name, help=text)
        command.add_argument("scans", type=Path)
        command.add_argument("designs", type=Path)
        command.add_argument("--good", type=int, default=3, help="good scans in a design; 3")
        command.add_argument("--designs-in", type=Path, help="folder of designs made before")
        command.add_argument("--parts", type=_span, default=slice(None), help="such as 0:10")
        command.add_argument("--draws", type=int, default=100)
        command.set_defaults(run=run)
    depth = commands.add_parser("depth", help="marks of known depth against their regions")
    depth.add_argument("--marks", type=int, default=8, help="on each of five parts; 8")
    depth.add_argument("--parts", type=_span, default=slice(None), help="such as 0:2")
    depth.set_defaults(run=_depth)
    asked = parser.parse_args()
    asked.run(asked)


def _add_synthesize(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    command = commands.add_parser("synthesize", help="make auxiliary designs")
    command.add_argument("output", type=Path)
    command.add_argument("--meshes", type=Path, required=True, help="folder of base shapes")
    command.add_argument("--designs", type=int, default=60)
    command.add_argument("--first", type=int, default=0, help="number of the first")
    command.add_argument("--seed", type=int, default=SEED)
    command.set_defaults(run=_synthesize)


def _add_fit(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    command = commands.add_parser("fit", help="fit the weights on auxiliary designs")
    command.add_argument("auxiliary", type=Path)
    command.add_argument("--keep", type=Path, required=True, help="folder of samples, continued")
    command.add_argument("--parts", type=_span, default=slice(None), help="such as 0:10")
    command.add_argument("--words", type=int, default=10, help="designs whose words are asked")
    command.add_argument("--kinds", nargs="+", choices=KINDS, default=list(KINDS))
    command.add_argument("--output", type=Path, help="the module to write, designs/fitted.py")
    command.set_defaults(run=_fit)


def _synthesize(asked: argparse.Namespace) -> None:
    synthesize_designs(
        asked.output,
        meshes=asked.meshes,
        designs=asked.designs,
        first=asked.first,
        seed=asked.seed,
    )


def _fit(asked: argparse.Namespace) -> None:
    folders = sorted(path for path in asked.auxiliary.iterdir() if path.is_dir())
    samples: dict[str, list[FitSample]] = {kind: [] for kind in asked.kinds}
    inspector: Inspector | None = None
    for number, folder in enumerate(folders):
        if folder not in folders[asked.parts]:
            continue
        worded = number < asked.words
        if worded and inspector is None:
            inspector = Inspector.from_pretrained(device="cpu")
        found = kept_samples(
            asked.keep / f"{folder.name}.npz",
            folder,
            asked.kinds,
            inspector if worded else None,
            PromptSet.stock(),
        )
        for kind in asked.kinds:
            samples[kind] += found[kind]
    fitted = {}
    for kind in asked.kinds:
        held = hold_out(samples[kind])
        print(
            f"{kind}: {len(samples[kind])} scans; designs held out: O-AUROC {held.auroc:.3f}, good "
            f"failing {held.good_failed:.1%}, defective failing {held.defective_failed:.1%}"
        )
        fitted[kind] = fit_weights(samples[kind])
    if asked.output is not None:
        origin = f"{len(folders[asked.parts])} auxiliary designs, words of {asked.words}"
        write_atomically(asked.output, fitted_module(fitted, origin).encode())


def _poses(asked: argparse.Namespace) -> None:
    outcomes: Counter[str] = Counter()
    seconds = []
    for number, (part, scans) in enumerate(_parts(asked)):
        design = _design(part, asked)
        for name, scan in scans:
            trial = try_pose(design, scan, seed=SEED + number)
            outcomes[trial.outcome] += 1
            seconds.append(trial.seconds)
            if trial.outcome not in ("found", "equivalent"):
                print(f"{trial.outcome}: {name} (moved by {trial.moved:.1%} of its size)")
    asked_for = "at most 1 wrong is asked of 87"
    print(f"{sum(outcomes.values())} scans: {dict(outcomes)}; {asked_for}")
    print(f"an alignment: {np.nanmean(seconds):.2f} s")


def _others(asked: argparse.Namespace) -> None:
    parts = list(_parts(asked))
    designs = {part.name: part for part, _ in parts}
    pairs = refused_pairs(list(designs), asked.draws, SEED)
    scans = {part.name: members for part, members in parts}
    refused, seconds = 0, []
    for own, other in pairs:
        design = _design(designs[own], asked)
        name, scan = scans[other][0]
        start = time.perf_counter()
        try:
            fit = design.align(scan).fit
            print(f"taken: {name} as {own} (fit {fit:.1%})")
        except AlignmentError:
            refused += 1
        seconds.append(time.perf_counter() - start)
    print(f"refused {refused} of {len(pairs)}; 95 of 100 are asked")
    print(f"a refusal: {np.mean(seconds):.2f} s, at most {np.max(seconds):.2f} s")


def _depth(asked: argparse.Namespace) -> None:
    from btp_core.lab.evaluation.design_depth import PARTS

    inspector = Inspector.from_pretrained(device="cpu")
    found: list[DepthTrial] = []
    trials = depth_trials(
        inspector, PromptSet.stock(), per_part=asked.marks, parts=PARTS[asked.parts]
    )
    for trial in trials:
        found.append(trial)
        note = "" if trial.right else "   <- beside 0.1 mm + 10 %"
        print(
            f"{trial.part:10} {trial.kind:6} radius {trial.radius:4.1f} mm, truth "
            f"{trial.truth:+.3f} mm, region {trial.measured:+.3f} mm{note}",
            flush=True,
        )
    print(f"{sum(one.right for one in found)} of {len(found)} within 0.1 mm + 10 %; all are asked")


def _same(asked: argparse.Namespace) -> None:
    part, scans = next(iter(_parts(asked)))
    name, scan = scans[-1]
    count = count_outcomes(_design(part, asked), scan, asked.draws // 2)
    print(
        f"{asked.draws} alignments of {name} with 1 and 2 threads: {count} outcome(s); 1 is asked"
    )


def _speed(asked: argparse.Namespace) -> None:
    part, scans = next(iter(_parts(asked)))
    design = _design(part, asked)
    scan = scans[0][1]
    dense = denser(scan, MILLION, 0.03)
    print(f"on {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    _say(f"align and compare {scan.n_points:,} points", time_alignment(design, scan, 2), 1.5)
    _say(f"align and compare {MILLION:,} points", time_alignment(design, dense, 2, 1), 4.0)
    inspector = Inspector.from_pretrained(device="cpu")
    inspector.encode(scan)
    start = time.perf_counter()
    made = Design.create(inspector, good_scans(part, asked.good), name=part.name)
    _say(f"create from {asked.good} good scans, with the model", time.perf_counter() - start, 15.0)
    encoded = inspector.encode(scan)
    words = [PromptSet.stock()] * WORDINGS
    _say("other words without a design", time_rescoring(inspector, encoded, words, None))
    _say("other words with a design", time_rescoring(inspector, encoded, words, made))


def _say(step: str, seconds: float, asked: float | None = None) -> None:
    print(f"{step}: {seconds:.2f} s" + ("" if asked is None else f" ({asked:g} s are asked)"))


def _parts(asked: argparse.Namespace) -> Iterator[tuple[Path, list[tuple[str, Scan]]]]:
    """Folders of designs, each with the labelled scans of its part."""
    parts = list(scans_by_part(read_labelled_folder(asked.scans), asked.designs))
    for folder, entries in parts[asked.parts]:
        scans = [(one.name, Scan(points=one.load().points.astype(np.float64))) for one in entries]
        yield folder, scans


def _design(part: Path, asked: argparse.Namespace) -> Design:
    """The design of a part, made without a model or read where it was kept."""
    kept = asked.designs_in / f"{part.name}.{asked.good}.design" if asked.designs_in else None
    if kept is not None and kept.exists():
        return Design.load(kept)
    design = Design.create(None, good_scans(part, asked.good), name=part.name)
    return design.save(kept) if kept is not None else design


def _span(text: str) -> slice:
    low, _, high = text.partition(":")
    return slice(int(low or 0), int(high) if high else None)


if __name__ == "__main__":
    main()
