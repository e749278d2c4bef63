"""The commands ``record ...``: the inspection record, looked up, added to and verified."""

from __future__ import annotations

import json
import sys
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from btp_core.cli.exit_codes import ExitCode
from btp_core.cli.interrupt import stoppable
from btp_core.cli.options import JsonOption, RecordFileOption, SerialOption, load_design
from btp_core.cli.terminal import say_warnings

if TYPE_CHECKING:
    from btp_core.record.search import Query

NumberArgument = Annotated[int, typer.Argument(metavar="NUMBER", help="As `record list` says it.")]
SHOWN_ROWS = 40


class DecisionChoice(StrEnum):
    """What a person decides."""

    ACCEPT = "accept"
    REJECT = "reject"
    REWORK = "rework"


class WhichDecision(StrEnum):
    """Which decision to look for."""

    ACCEPT = "accept"
    REJECT = "reject"
    REWORK = "rework"
    UNDECIDED = "undecided"


class WhichVerdict(StrEnum):
    """Which verdict of the machine to look for."""

    PASS = "pass"
    FAIL = "fail"
    NOT_CHECKED = "not checked"
    ERROR = "error"


TextOption = Annotated[
    str, typer.Option(help="Part of a scan's name, serial number, design or reason.")
]
SerialNumberOption = Annotated[str, typer.Option("--serial", help="The whole serial number.")]
DesignNameOption = Annotated[str, typer.Option("--design", help="The whole name of the design.")]
VerdictOption = Annotated[
    list[WhichVerdict] | None, typer.Option(help="Verdict of the machine; may be repeated.")
]
DecisionOption = Annotated[WhichDecision | None, typer.Option(help="The decision that counts.")]
SinceOption = Annotated[
    str,
    typer.Option(metavar="DATE", help="From this date (2026-03-31) or time on, as of this place."),
]
UntilOption = Annotated[
    str, typer.Option(metavar="DATE", help="Up to this date, itself included, or this time.")
]


def register(app: typer.Typer) -> None:
    """Add the group ``record``."""
    group = typer.Typer(
        no_args_is_help=True,
        help="The inspection record: what was inspected, and who decided what.",
    )
    app.add_typer(group, name="record")
    _add_looking(group)
    _add_adding(group)
    _add_verify(group)


def _add_looking(group: typer.Typer) -> None:
    @group.command("list")
    def list_(
        record: RecordFileOption = None,
        text: TextOption = "",
        serial: SerialNumberOption = "",
        design: DesignNameOption = "",
        verdict: VerdictOption = None,
        decision: DecisionOption = None,
        since: SinceOption = "",
        until: UntilOption = "",
        limit: Annotated[int, typer.Option(min=1, help="At most so many.")] = SHOWN_ROWS,
        as_json: JsonOption = False,
    ) -> None:
        """List inspections, the newest first, and count what matches."""
        from btp_core.cli.record_table import print_counts, print_found
        from btp_core.record.export import row_document
        from btp_core.record.file import RecordFile
        from btp_core.record.search import count_outcomes, search

        query = _query(text, serial, design, verdict, decision, since, until)
        with RecordFile(record_path(record)) as opened:
            rows = search(opened, query)
            counts = count_outcomes(opened, query)
        if as_json:
            document = {
                "schema": "btp-inspect/record",
                "schema_version": 1,
                "counts": counts,
                "inspections": [row_document(row) for row in rows[:limit]],
            }
            sys.stdout.write(json.dumps(document, indent=2, allow_nan=False) + "\n")
            return
        print_found(rows[:limit])
        print_counts(counts, n_shown=min(limit, len(rows)))

    @group.command()
    def show(
        number: NumberArgument, record: RecordFileOption = None, as_json: JsonOption = False
    ) -> None:
        """Show one inspection, all decisions about it, and the part's other inspections."""
        from btp_core.cli.record_table import print_inspection
        from btp_core.record.export import document_of
        from btp_core.record.file import RecordFile
        from btp_core.record.search import Query, inspection, search

        with RecordFile(record_path(record)) as opened:
            full = inspection(opened, number)
            serial = full.found.serial
            others = search(opened, Query(serial=serial)) if serial else []
        if as_json:
            sys.stdout.write(json.dumps(document_of(full), indent=2, allow_nan=False) + "\n")
            return
        print_inspection(full, [one for one in others if one.id != number])

    @group.command()
    def export(
        output: Annotated[
            Path,
            typer.Option(
                "--output", "-o", metavar="FILE", help="FILE.csv, or FILE.jsonl with everything."
            ),
        ],
        record: RecordFileOption = None,
        text: TextOption = "",
        serial: SerialNumberOption = "",
        design: DesignNameOption = "",
        verdict: VerdictOption = None,
        decision: DecisionOption = None,
        since: SinceOption = "",
        until: UntilOption = "",
    ) -> None:
        """Write inspections as a table (CSV), or with regions and all decisions (JSON lines)."""
        from btp_core.record.export import export as write
        from btp_core.record.file import RecordFile

        query = _query(text, serial, design, verdict, decision, since, until)
        with (
            stoppable("Export", "Nothing was written.") as (_, cancel),
            RecordFile(record_path(record)) as opened,
        ):
            count = write(opened, output, query, cancel)
        typer.echo(f"wrote {count:,} inspections to {output}")


def _add_adding(group: typer.Typer) -> None:
    @group.command()
    def decide(
        number: NumberArgument,
        decision: Annotated[DecisionChoice, typer.Argument(help="What was decided.")],
        by: Annotated[str, typer.Option("--by", metavar="NAME", help="Who decided.")],
        reason: Annotated[str, typer.Option(help="Why, in a few words.")] = "",
        note: Annotated[str, typer.Option(help="Anything more.")] = "",
        record: RecordFileOption = None,
    ) -> None:
        """Decide about an inspected part; earlier decisions stay, the last one counts."""
        from btp_core.record.entries import Decision
        from btp_core.record.file import RecordFile

        with RecordFile(record_path(record)) as opened:
            opened.decide(number, Decision(decision.value, by, reason, note))
        typer.echo(f"inspection {number}: {decision.value}")

    @group.command()
    def add(
        run: Annotated[Path, typer.Argument(metavar="RUN.h5", help="A run file.")],
        record: RecordFileOption = None,
        design: Annotated[
            Path | None,
            typer.Option(metavar="FILE", help="The run's design, for its serial numbers."),
        ] = None,
        serial_pattern: SerialOption = None,
    ) -> None:
        """Put the inspections of a run file into the record, those that are not in it."""
        from btp_core.batch.recording import record_run

        reference = load_design(design)
        added = record_run(
            record_path(record),
            run,
            serial_pattern=pattern_of(serial_pattern, reference),
            design_path=design,
        )
        new = sum(one.new for one in added)
        typer.echo(f"recorded {new:,} inspections; {len(added) - new:,} were in the record")


def _add_verify(group: typer.Typer) -> None:
    @group.command()
    def verify(
        record: RecordFileOption = None,
        head: Annotated[
            str,
            typer.Option(
                metavar="HASH", help="A last hash that was noted earlier: is it still there?"
            ),
        ] = "",
        as_json: JsonOption = False,
    ) -> None:
        """Find out whether anything in the record was changed later.

        Exit code 0: nothing was. 1: something was, and it says which row.
        """
        from btp_core.record.verify import verify as check

        path = record_path(record)
        with stoppable("Verifying", "") as (progress, cancel):
            found = check(path, known_head=head, progress=progress, cancel=cancel)
        if as_json:
            document = {
                "sound": found.sound,
                "n_rows": found.n_rows,
                "head": found.head,
                "problems": list(found.problems),
            }
            sys.stdout.write(json.dumps(document, indent=2) + "\n")
        elif found.sound:
            typer.echo(f"sound: {found.n_rows:,} rows, last hash {found.head}")
        else:
            say_warnings(found.problems)
            typer.echo(f"NOT sound: {path} was changed after it was written")
        raise typer.Exit(ExitCode.PASSED if found.sound else ExitCode.FAILED)


def record_path(given: Path | None) -> Path:
    """The record that is meant: the user's own where none is named."""
    from btp_core.record.opening import default_record_path

    return given or default_record_path()


def pattern_of(given: str | None, design: object) -> str | None:
    """The pattern of serial numbers that was given, or that of the design; refuses a bad one."""
    from btp_core.base.errors import RecordError
    from btp_core.record.serial import check_pattern

    if given is not None:
        try:
            check_pattern(given)
        except RecordError as error:
            raise typer.BadParameter(f"--serial-pattern: {error.message}") from error
        return given
    found: str | None = getattr(design, "serial_pattern", None)
    return found


def _query(
    text: str,
    serial: str,
    design: str,
    verdict: list[WhichVerdict] | None,
    decision: WhichDecision | None,
    since: str,
    until: str,
) -> Query:
    from btp_core.record.search import Query

    return Query(
        text=text,
        serial=serial,
        design=design,
        verdicts=tuple(one.value for one in verdict or ()),
        decision="" if decision is None else decision.value,
        since=_moment("--since", since),
        until=_moment("--until", until, end=True),
    )


def _moment(option: str, text: str, *, end: bool = False) -> str:
    from btp_core.record.entries import utc_text

    if not text:
        return ""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise typer.BadParameter(f"{option}: write it like 2026-03-31") from error
    if end and len(text) <= len("2026-03-31"):
        moment += timedelta(days=1)
    return utc_text(moment)
