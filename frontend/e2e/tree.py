#!/usr/bin/python3
"""Says what the window is to a screen reader: reads a role a line, or "focused", and answers each
with the names of all that have it, as JSON; and "width" with how wide the page is laid out."""

import json
import sys

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402

roles = {
    "alertdialog": [Atspi.Role.ALERT, Atspi.Role.DIALOG],
    "button": [Atspi.Role.PUSH_BUTTON, Atspi.Role.PUSH_BUTTON_MENU],
    "dialog": [Atspi.Role.DIALOG],
    "grid": [Atspi.Role.TABLE, Atspi.Role.TREE_TABLE],
    "heading": [Atspi.Role.HEADING],
    "listbox": [Atspi.Role.LIST_BOX],
    "menu": [Atspi.Role.MENU],
    "option": [Atspi.Role.LIST_ITEM],
    "row": [Atspi.Role.TABLE_ROW],
    "tabpanel": [Atspi.Role.SCROLL_PANE],
    "textbox": [Atspi.Role.ENTRY],
}


def document(node):
    """The page: the first document below node."""
    if node is None or node.get_role() == Atspi.Role.DOCUMENT_WEB:
        return node
    for at in range(node.get_child_count()):
        if found := document(node.get_child_at_index(at)):
            return found
    return None


def asked(what):
    kinds = roles.get(what, [])
    states = Atspi.StateSet.new([] if kinds else [Atspi.StateType.FOCUSED])
    every, some = Atspi.CollectionMatchType.ALL, Atspi.CollectionMatchType.ANY
    return Atspi.MatchRule.new(states, every, {}, every, kinds, some, [], every, False)


def names(what):
    page = document(Atspi.get_desktop(0))
    if page is None:
        return []
    if what == "width":
        page.clear_cache()
        return [str(page.get_extents(Atspi.CoordType.WINDOW).width)]
    found = page.get_matches(asked(what), Atspi.CollectionSortOrder.CANONICAL, 0, True)
    for one in found:
        one.clear_cache()
    return [one.get_name() or "" for one in found]


for line in sys.stdin:
    try:
        answer = names(line.strip())
    except GLib.Error as error:  # what was there is gone meanwhile
        print(f"tree: {error.message}", file=sys.stderr)
        answer = []
    print(json.dumps(answer), flush=True)
