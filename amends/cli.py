"""The console script. Thin: each command reads its call, asks the room that knows, and writes the answer.

Django is loaded only by the commands that need the database. Exit codes: 0 done, 1 done with findings, 2 the input
or the call is wrong (a line on standard error per fault).
"""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from typing import NoReturn

from amends.faults import Fault, Faults


class _Parser(argparse.ArgumentParser):
    """Tells a wrong call in one line, as every other fault is told."""

    def error(self, message: str) -> NoReturn:
        """Print the line and exit with 2."""
        self.exit(2, f"{self.prog}: {message}; see {self.prog} --help\n")


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    parser = _parser()
    arguments, further = parser.parse_known_args(argv)
    if further and hasattr(arguments, "inputs") and not any(word.startswith("-") for word in further):
        arguments.inputs += further  # argparse leaves out KEY=VALUE words that follow an option
    elif further:
        parser.error(f"unrecognized arguments: {' '.join(further)}")
    try:
        return int(arguments.run(arguments) or 0)
    except Faults as faults:
        print(faults, file=sys.stderr)
        return 2
    except BrokenPipeError:  # whoever was reading has gone: there is nobody left to tell
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="amends",
        description="Probation work: rules, hours, plans, and the service itself.",
        epilog="Example: amends rule weekly_offer --on 2026-03-02",
    )
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    for add in (_rule, _hours, _plan, _check, _demo, _serve, _work, _import, _audit):
        add(commands)
    return parser


def _command(commands, name: str, run, says: str, example: str) -> argparse.ArgumentParser:
    parser = commands.add_parser(
        name, help=says, description=says, epilog=f"Example: {example}", formatter_class=argparse.RawTextHelpFormatter
    )
    parser.set_defaults(run=run)
    return parser


def _rule(commands) -> None:
    def run(arguments):
        from amends.policy.catalogue import command

        return command(arguments)

    parser = _command(
        commands,
        "rule",
        run,
        "One policy decision, as JSON.",
        "amends rule ete_cap --on 2026-03-02 ordered_minutes=6000",
    )
    parser.add_argument("name", nargs="?", help="the rule; without one, the rules are listed with their inputs")
    parser.add_argument("inputs", nargs="*", metavar="KEY=VALUE")
    parser.add_argument("--on", metavar="DATE", help="the date the rule is asked for (today)")
    parser.add_argument("--json", metavar="FILE", help="the inputs as one JSON object; - for standard input")


def _hours(commands) -> None:
    def run(arguments):
        from amends.policy.hours.files import command

        return command(arguments)

    parser = _command(commands, "hours", run, "The statement of one requirement.", "amends hours requirement.json")
    parser.add_argument("file", metavar="FILE", help="a JSON object; - for standard input")


def _plan(commands) -> None:
    def run(arguments):
        from amends.methods.planning.files import plan_command

        return plan_command(arguments)

    parser = _command(commands, "plan", run, "Plan unpaid work from files.", "amends plan week/ --out plan/")
    parser.add_argument("problem", metavar="DIR")
    parser.add_argument("--out", required=True, metavar="DIR")
    parser.add_argument("--seconds", default="60", metavar="N", help="about how long it may take (60)")
    parser.add_argument("--seed", default="0", metavar="N", help="the same seed run to its end gives the same plan (0)")


def _check(commands) -> None:
    def run(arguments):
        from amends.methods.planning.files import check_command

        return check_command(arguments)

    parser = _command(commands, "check", run, "Verify a plan without the solver.", "amends check week/ plan/")
    parser.add_argument("problem", metavar="DIR")
    parser.add_argument("plan", metavar="OUT")


def _django(*command: str, current: bool = True) -> int:
    """Run one of Django's commands, with the database running and (where `current`) up to date with the code."""

    def run() -> int:
        from django.core.management import CommandError, call_command

        try:
            return int(call_command(*command) or 0)
        except CommandError as refused:  # such as the demonstration in production, where it does not exist
            raise Faults([Fault("", None, command[0], str(refused), "see amends --help")]) from None

    return _with_database(run, current)


def _with_database(run: Callable[[], int | None], current: bool = True) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "amends.config.settings")
    from amends.config.database import serving

    with serving():
        import django

        django.setup()
        if current:
            from amends.config.serving import require_current_database

            require_current_database()
        return int(run() or 0)


def _demo(commands) -> None:
    def run(arguments):
        options = [f"--scale={arguments.scale}", f"--port={arguments.port}"]
        options += ["--no-serve"] if arguments.no_serve else []
        options += ["--reset"] if arguments.reset else []
        return _django("demo", *options, current=False)

    parser = _command(commands, "demo", run, "Make the synthetic service and serve it.", "amends demo --scale region")
    parser.add_argument("--scale", choices=["small", "region", "national"], default="small")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--no-serve", action="store_true", help="make it, and stop")
    parser.add_argument("--reset", action="store_true", help="start anew: what was entered is lost")


def _serve(commands) -> None:
    def run(arguments):
        def pages():
            from amends.config.serving import serve

            serve(arguments.port)

        return _with_database(pages)

    parser = _command(commands, "serve", run, "Serve what is in the database.", "amends serve --port 8000")
    parser.add_argument("--port", type=int, default=8000)


def _work(commands) -> None:
    def run(arguments):
        def jobs():
            from amends.config.serving import work

            work()

        return _with_database(jobs)

    _command(commands, "work", run, "Run background jobs.", "amends work")


def _import(commands) -> None:
    def run(arguments):
        if arguments.templates:
            return _django("import_package", f"--templates={arguments.templates}", current=False)
        return _django("import_package", arguments.package, *(["--dry-run"] if arguments.dry_run else []))

    parser = _command(commands, "import", run, "Load a package of CSV files.", "amends import package/ --dry-run")
    wanted = parser.add_mutually_exclusive_group(required=True)
    wanted.add_argument("package", nargs="?", metavar="DIR")
    wanted.add_argument("--templates", metavar="DIR", help="write the empty templates, each column described")
    parser.add_argument("--dry-run", action="store_true", help="check everything, keep nothing")


def _audit(commands) -> None:
    says = "The audit chain."
    parser = commands.add_parser("audit", help=says, description=says, epilog="Example: amends audit verify")
    actions = parser.add_subparsers(metavar="ACTION", required=True)
    _command(actions, "verify", lambda a: _django("verify_audit"), "Check the audit chain.", "amends audit verify")


if __name__ == "__main__":
    sys.exit(main())
