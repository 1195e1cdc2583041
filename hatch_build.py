"""The build step that makes the browser assets: npm packages and our own sources -> `src/widgraph/static/`.

File names carry a hash of the content, so they can be cached for ever; `manifest.json` leads from plain names to them.
A digest of all sources stands in `static/.sources`: while it matches, npm is not needed: an sdist installs without it.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ENTRIES = ("site.css", "site.js", "editor.js")
PACKAGING = ("package.json", "package-lock.json", "hatch_build.py")


class AssetsHook(BuildHookInterface):  # type: ignore[type-arg]
    """Called by hatchling before a wheel, an sdist or an editable install is made."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Make the assets when their sources have changed."""
        build_assets(Path(self.root))


def build_assets(root: Path) -> bool:
    """Bundle the assets of a checkout; return False when they were up to date.

    Raises SystemExit, saying what to install, when npm is missing.
    """
    static = root / "src" / "widgraph" / "static"
    digest = _digest(root)
    stamp = static / ".sources"
    if stamp.is_file() and stamp.read_text(encoding="ascii") == digest:
        return False
    npm = shutil.which("npm")
    if npm is None:
        raise SystemExit(
            "The style sheet of the site is built with npm, which is not there: install Node.js 18 or newer."
        )
    subprocess.run([npm, "ci", "--ignore-scripts"], cwd=root, check=True, stdout=subprocess.DEVNULL)  # noqa: S603
    with tempfile.TemporaryDirectory(dir=static.parent) as folder:
        made = Path(folder) / "static"
        outputs = _bundle(root, made)
        (made / "manifest.json").write_text(
            json.dumps(_names(outputs), indent=2, sort_keys=True) + "\n", encoding="utf-8"
        )
        (made / "LICENSES.txt").write_text(_licences(root, outputs), encoding="utf-8")
        (made / ".sources").write_text(digest, encoding="ascii")
        shutil.rmtree(static, ignore_errors=True)
        made.rename(static)
    return True


def _digest(root: Path) -> str:
    """Return one digest over the names and bytes of everything the assets are made from."""
    assets = root / "src" / "widgraph" / "assets"
    sources = [*(root / name for name in PACKAGING), *sorted(path for path in assets.rglob("*") if path.is_file())]
    total = hashlib.sha256()
    for path in sources:
        total.update(f"{path.relative_to(root).as_posix()} {hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    return total.hexdigest()


def _bundle(root: Path, out: Path) -> dict[str, Any]:
    """Run esbuild; return what it wrote and from what, as its metafile says."""
    metafile = out.parent / "meta.json"
    assets = root / "src" / "widgraph" / "assets"
    command = [
        str(root / "node_modules" / ".bin" / "esbuild"),
        *(str(assets / name) for name in ENTRIES),
        *("--bundle", "--minify", "--legal-comments=none", "--target=es2020,safari15,firefox100,chrome100"),
        *("--entry-names=[name]-[hash]", f"--outdir={out}", f"--metafile={metafile}", "--log-level=warning"),
    ]
    subprocess.run(command, cwd=root, check=True)  # noqa: S603 - what npm installed, fixed arguments
    for path in assets.glob("*.svg"):
        shutil.copyfile(
            path, out / f"{path.stem}-{hashlib.sha256(path.read_bytes()).hexdigest()[:8].upper()}{path.suffix}"
        )
    outputs: dict[str, Any] = json.loads(metafile.read_text(encoding="utf-8"))["outputs"]
    for path in out.glob("*.svg"):
        outputs[str(path)] = {"inputs": {}}
    return outputs


def _names(outputs: dict[str, Any]) -> dict[str, str]:
    """Lead from the plain name of an asset to its name with the hash."""
    hashed = sorted(Path(name).name for name in outputs)
    return {f"{name.rpartition('-')[0]}{Path(name).suffix}": name for name in hashed}


def _licences(root: Path, outputs: dict[str, Any]) -> str:
    """Return the licence texts of the packages that are inside the bundles, one after the other."""
    packages = set()
    for output in outputs.values():
        for name in output["inputs"]:
            parts = Path(name).parts
            if "node_modules" in parts:
                start = parts.index("node_modules") + 1
                packages.add("/".join(parts[start : start + (2 if parts[start].startswith("@") else 1)]))
    texts = []
    for package in sorted(packages):
        folder = root / "node_modules" / package
        about = json.loads((folder / "package.json").read_text(encoding="utf-8"))
        found = sorted(path for path in folder.iterdir() if path.name.lower().startswith(("licen", "copying")))
        if not found:
            raise SystemExit(f"The package {package} carries no licence text; it cannot be bundled.")
        texts.append(
            f"{package} {about['version']} ({about['license']})\n\n{found[0].read_text(encoding='utf-8').strip()}\n"
        )
    return "\n\n".join(texts)


if __name__ == "__main__":
    print("built" if build_assets(Path(__file__).parent) else "up to date")
