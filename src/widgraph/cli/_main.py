"""The group of commands and the one place where an error becomes a sentence and an exit code."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from widgraph import __version__
from widgraph.cli._build import build
from widgraph.cli._check import check
from widgraph.cli._edition import edition
from widgraph.cli._import import import_
from widgraph.cli._ledger import ledger
from widgraph.cli._push import push
from widgraph.cli._query import query
from widgraph.cli._rehearse import rehearse_command
from widgraph.cli._report import report
from widgraph.cli._serve import serve
from widgraph.cli._verify_source import verify_source
from widgraph.cli._versions import diff, versions
from widgraph.cli._workbook import workbook
from widgraph.errors import DataError, WidgraphError


class _Commands(click.Group):
    """Commands in the order of the work: check, build, serve, query."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="widgraph")
@click.option(
    "--settings",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Settings file (default: widgraph.toml in this folder, if there is one).",
)
@click.pass_context
def _widgraph(context: click.Context, settings: Path | None) -> None:
    """Turn the tables of a reported strategy into a checked, citable knowledge graph, and serve it.

    \b
    Example:
      widgraph check && widgraph build && widgraph serve
    """
    context.obj = settings


for _command in (
    check,
    build,
    serve,
    query,
    push,
    workbook,
    import_,
    edition,
    report,
    verify_source,
    ledger,
    rehearse_command,
    versions,
    diff,
):
    _widgraph.add_command(_command)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line; a known error is one sentence and a hint on standard error, never a traceback."""
    try:
        code = _widgraph.main(args=arguments, prog_name="widgraph", standalone_mode=False)
    except click.exceptions.Abort:
        click.echo("Stopped.", err=True)
        code = 130
    except click.ClickException as error:
        error.show()
        code = 2
    except DataError as error:
        _show(error)
        code = 1
    except WidgraphError as error:
        _show(error)
        code = 2
    except BrokenPipeError:
        code = 0
        sys.stderr.close()
    sys.exit(code if isinstance(code, int) else 0)


def _show(error: WidgraphError) -> None:
    click.echo(f"Error: {error.message}", err=True)
    if error.hint:
        click.echo(f"  {error.hint}", err=True)
