"""Nested INI text as genmod's rank models are written: [sections], [[subsections]] and key = value, value, …

Indentation means nothing, # begins a comment, quotes protect commas and #, a comma makes a value a list.
"""

import re

from gmstool.errors import PresetError

Section = dict[str, "str | list[str] | Section"]
HINT = "rank models are nested INI files: [section], [[subsection]], key = value"
_HEADING = re.compile(r"(\[+)\s*([^\[\]]+?)\s*(\]+)\s*(?:#.*)?$")
_PART = re.compile(r"""\s*("[^"]*"|'[^']*'|[^'",#][^,#]*|)\s*(,|#.*$|$)""")


def parse_ini(text: str, name: str) -> Section:
    """The sections of a text, nested as their brackets say. Raises PresetError naming the line."""
    root: Section = {}
    open_sections = [root]
    for number, line in enumerate(text.removeprefix("\ufeff").splitlines(), start=1):
        stripped, where = line.strip(), f"{name}, line {number}"
        if not stripped or stripped.startswith("#"):
            continue
        if stripped.startswith("["):
            title, depth = _heading(stripped, len(open_sections), where)
            del open_sections[depth:]
            section: Section = {}
            _put(open_sections[-1], title, section, where)
            open_sections.append(section)
        else:
            key, equals, value = stripped.partition("=")
            if not equals or not key.strip():
                raise PresetError(f"{where}: expected `key = value` or a [section], found `{stripped[:60]}`", HINT)
            _put(open_sections[-1], _unquoted(key.strip()), _value(value.strip(), where), where)
    return root


def _heading(line: str, deepest: int, where: str) -> tuple[str, int]:
    found = _HEADING.fullmatch(line)
    if not found or len(found[1]) != len(found[3]) or len(found[1]) > deepest:
        raise PresetError(f"{where}: `{line[:60]}` is no section that may stand here", HINT)
    return _unquoted(found[2]), len(found[1])


def _put(section: Section, key: str, value: "str | list[str] | Section", where: str) -> None:
    if key in section:
        raise PresetError(f"{where}: `{key}` stands twice in its section", HINT)
    section[key] = value


def _value(text: str, where: str) -> str | list[str]:
    """One text, or a list where there is a comma outside quotes; a last comma ends a list of any length."""
    parts: list[str] = []
    at, listed, separator = 0, False, ""
    while at < len(text) or separator == ",":
        found = _PART.match(text, at)
        if not found:
            raise PresetError(f"{where}: the quotes of `{text[:60]}` do not fit together", HINT)
        part, separator, at = found[1].strip(), found[2], found.end()
        listed |= separator == ","
        if part or separator == ",":
            parts.append(_unquoted(part))
        if separator != ",":
            break
    return parts if listed else "".join(parts)


def _unquoted(text: str) -> str:
    is_quoted = len(text) > 1 and text[0] == text[-1] and text[0] in "\"'"
    return text[1:-1] if is_quoted else text
