"""Reads the screen as a screen reader does: over the accessibility bus (AT-SPI).

For each line on standard input it prints one line of JSON: everything that the windows of one
program show, in reading order. The first argument is the program's name on the accessibility bus.
"""

import json
import sys

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402


def described(node):
    """One element on the screen; position and size are in pixels of the screen."""
    place = node.get_extents(Atspi.CoordType.SCREEN)
    states = node.get_state_set()
    return {
        "role": node.get_role_name(),
        "name": node.get_name() or "",
        "x": place.x,
        "y": place.y,
        "width": place.width,
        "height": place.height,
        "showing": states.contains(Atspi.StateType.SHOWING),
        "focused": states.contains(Atspi.StateType.FOCUSED),
        "text": text_of(node),
    }


def text_of(node):
    """The text of a node; passwords appear as dots."""
    text = node.get_text_iface()
    if text is None:
        return ""
    return Atspi.Text.get_text(text, 0, Atspi.Text.get_character_count(text))


def everything(node, found):
    try:
        # Without this, the answer to an earlier request comes back.
        node.clear_cache()
        found.append(described(node))
        for index in range(node.get_child_count()):
            child = node.get_child_at_index(index)
            if child is not None:
                everything(child, found)
    except GLib.Error:
        # The node disappeared while it was read.
        pass
    return found


def main(program):
    Atspi.init()
    desktop = Atspi.get_desktop(0)
    for _line in sys.stdin:
        desktop.clear_cache()
        found = []
        for index in range(desktop.get_child_count()):
            application = desktop.get_child_at_index(index)
            if application is not None and application.get_name() == program:
                everything(application, found)
        print(json.dumps(found), flush=True)


main(sys.argv[1])
