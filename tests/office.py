"""Accept or reject all changes of Word files in LibreOffice; run by a Python that has UNO.

    python3 office.py NAME PROFILE FILE...

prints one JSON object a file: {"accept": [lines], "reject": [lines], "changes": count,
"accept notes": [footnotes], "reject notes": [footnotes]}; a tab is a blank.
"""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
import time
from pathlib import Path


def start(name: str, profile: str):
    """Start LibreOffice without a window, with a profile of its own."""
    options = ["--headless", "--norestore", "--nologo", f"-env:UserInstallation={uri(profile)}"]
    return subprocess.Popen(
        ["soffice", *options, f"--accept=pipe,name={name};urp;"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def uri(path: str) -> str:
    return Path(path).resolve().as_uri()


def connect(name: str, patience: float = 90):
    """Wait until LibreOffice answers, and return its context."""
    import uno
    from com.sun.star.connection import NoConnectException

    local = uno.getComponentContext()
    make = local.ServiceManager.createInstanceWithContext
    resolver = make("com.sun.star.bridge.UnoUrlResolver", local)
    end = time.monotonic() + patience
    while True:
        try:
            return resolver.resolve(f"uno:pipe,name={name};urp;StarOffice.ComponentContext")
        except NoConnectException:
            if time.monotonic() > end:
                raise
            time.sleep(0.3)


def read(context, path: str) -> dict:
    """Open a file twice: all changes accepted, and all rejected."""
    from com.sun.star.beans import PropertyValue

    make = context.ServiceManager.createInstanceWithContext
    desktop = make("com.sun.star.frame.Desktop", context)
    dispatcher = make("com.sun.star.frame.DispatchHelper", context)
    hidden = PropertyValue()
    hidden.Name, hidden.Value = "Hidden", True
    found: dict = {}
    for what in ("Accept", "Reject"):
        document = desktop.loadComponentFromURL(uri(path), "_blank", 0, (hidden,))
        listed = document.Redlines.createEnumeration()
        found["changes"] = 0
        while listed.hasMoreElements():
            listed.nextElement()
            found["changes"] += 1
        frame = document.CurrentController.Frame
        dispatcher.executeDispatch(frame, f".uno:{what}AllTrackedChanges", "", 0, ())
        found[what.lower()] = document.Text.String.replace("\t", " ").split("\n")
        notes = document.Footnotes
        found[f"{what.lower()} notes"] = [notes.getByIndex(k).String for k in range(notes.Count)]
        document.close(True)
    return found


def stop(context, process) -> None:
    """Ask LibreOffice to end: the process that was started is a launcher of another one."""
    if context is None:
        process.terminate()
        return
    make = context.ServiceManager.createInstanceWithContext
    with contextlib.suppress(Exception):  # the connection breaks when it obeys
        make("com.sun.star.frame.Desktop", context).terminate()
    process.wait(30)


def main(name: str, profile: str, *paths: str) -> None:
    process, context = start(name, profile), None
    try:
        context = connect(name)
        for path in paths:
            print(json.dumps(read(context, path)), flush=True)
    finally:
        stop(context, process)


if __name__ == "__main__":
    main(*sys.argv[1:])
