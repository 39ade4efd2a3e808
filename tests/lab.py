"""JupyterLab on this machine, with a home of its own, and a browser to look at it."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

SETTINGS = {
    "apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False},
    "notebook-extension/tracker": {"windowingMode": "none"},  # all cells are drawn
}
IS_DONE = """() => {
  const cells = jupyterapp.shell.currentWidget.content.widgets.filter(w => w.model.type === "code");
  const outputs = cells.flatMap(w => w.model.outputs.toJSON());
  const errors = outputs.filter(one => one.output_type === "error").map(one => one.evalue);
  if (errors.length) return errors[0];
  return cells.every(w => w.model.executionCount) && "done";
}"""
HAS_KERNEL = """() => {
  const kernel = jupyterapp.shell.currentWidget.context.sessionContext.session?.kernel;
  return kernel?.status === "idle" && kernel.connectionStatus === "connected";
}"""
TRUSTED = """() => jupyterapp.shell.currentWidget.content.widgets
  .filter(w => w.model.type === "code" && w.model.outputs.length).map(w => w.model.trusted)"""


@dataclass(frozen=True)
class Lab:
    """A running JupyterLab: the folder that it shows, its settings, its address."""

    folder: Path
    settings: Path
    url: str

    def set(self, name: str, **values: object) -> None:
        path = self.settings / "@jupyterlab" / f"{name}.jupyterlab-settings"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(values), encoding="utf-8")

    def open(self, browser, notebook: str, theme: str, width: int = 1500):
        """Open a notebook in a theme, "Light" or "Dark", and wait until it is drawn."""
        self.set("apputils-extension/themes", theme=f"JupyterLab {theme}")
        page = browser.new_page(viewport={"width": width, "height": 1000})
        page.route(lambda url: not url.startswith(self.url), lambda route: route.abort())
        page.goto(
            f"{self.url}/lab/workspaces/{theme}{width}/tree/{notebook}?reset", timeout=120_000
        )
        page.wait_for_selector(".jp-Notebook .jp-OutputArea, .jp-Notebook .jp-InputArea")
        page.wait_for_function("() => jupyterapp.shell.currentWidget.context.isReady")
        light = page.evaluate("document.body.dataset.jpThemeLight")
        assert light == ("true" if theme == "Light" else "false")
        return page


def run_all(page, seconds: int = 180) -> None:
    """Run every cell, and wait for the last."""
    page.wait_for_function(HAS_KERNEL, timeout=120_000)
    page.evaluate("() => void jupyterapp.commands.execute('notebook:run-all-cells')")
    done = page.wait_for_function(IS_DONE, timeout=1_000 * seconds)
    assert done.json_value() == "done"


@contextmanager
def running_lab(scratch: Path) -> Iterator[Lab]:
    """Start JupyterLab on a free port; nothing of the user's is read, nothing fetched."""
    jupyterlab = pytest.importorskip("jupyterlab")
    places = [p / "share" / "jupyter" / "lab" for p in Path(jupyterlab.__file__).parents]
    app = next(place for place in places if place.is_dir())
    folder, settings = scratch / "notebooks", scratch / "settings"
    for place in (folder, settings):
        place.mkdir(parents=True)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    names = ("CONFIG_DIR", "DATA_DIR", "RUNTIME_DIR", "PATH")
    own = {f"JUPYTER_{name}": str(scratch / name) for name in names}
    own |= {"JUPYTERLAB_DIR": str(app), "JUPYTERLAB_SETTINGS_DIR": str(settings)}
    own |= {"JUPYTERLAB_WORKSPACES_DIR": str(scratch / "workspaces"), "HOME": str(scratch)}
    others = {k: v for k, v in os.environ.items() if not k.startswith("JUPYTER")}
    options = f"""--no-browser --allow-root --ServerApp.ip=127.0.0.1 --ServerApp.port={port}
    --ServerApp.port_retries=0 --IdentityProvider.token= --ServerApp.disable_check_xsrf=True
    --LabApp.expose_app_in_browser=True --LabApp.extension_manager=readonly""".split()
    command = [sys.executable, "-m", "jupyterlab", *options, f"--ServerApp.root_dir={folder}"]
    with (scratch / "log").open("wb") as log:
        process = subprocess.Popen(
            command, env=others | own, stdout=log, stderr=log, cwd=folder, start_new_session=True
        )
    try:
        lab = Lab(folder, settings, f"http://127.0.0.1:{port}")
        _wait(lab.url, process, scratch / "log")
        for name, values in SETTINGS.items():
            lab.set(name, **values)
        yield lab
    finally:
        process.terminate()
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(30)


def _wait(url: str, process: subprocess.Popen, log: Path) -> None:
    for _ in range(240):
        assert process.poll() is None, log.read_text("utf-8", "replace")
        try:
            with urllib.request.urlopen(f"{url}/api/status", timeout=5):
                return
        except OSError:
            time.sleep(0.5)
    raise AssertionError(log.read_text("utf-8", "replace"))


@contextmanager
def chromium() -> Iterator:
    """Start the machine's Chromium, or the one that playwright keeps; skip without both."""
    playwright = pytest.importorskip("playwright.sync_api", reason="needs the extra `browser`")
    names = ("chromium", "chromium-browser", "google-chrome")
    path = next(filter(None, map(shutil.which, names)), None)
    with playwright.sync_playwright() as driver:
        try:
            browser = driver.chromium.launch(executable_path=path, args=["--no-sandbox"])
        except playwright.Error as error:
            if path:
                raise
            pytest.skip(f"no Chromium: {str(error).splitlines()[0]}")
        try:
            yield browser
        finally:
            browser.close()
