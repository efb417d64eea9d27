"""What can go wrong, each with a hint and the exit code a shell script sees.

GmsError                    1  the input or the data is at fault
├── InputError              1  a file cannot be opened or read
├── HeaderError             1  the VCF header cannot be understood
├── RecordError             1  a VCF record breaks the format; names file and line
├── TruncatedError          1  a cut block, a wrong checksum or a missing end; names the byte offset
├── IndexFileError          1  the .tbi or .csi is missing, stale or damaged
├── MismatchError           1  build, contig names or samples of two inputs disagree
├── PanelError              1  a gene panel, BED or managed list cannot be used
├── PedigreeError           1  a pedigree cannot be used (family/pedigree.py)
├── RulesError              1  a rule set cannot be used (rules/model.py)
├── CaseError               1  a case file cannot be used (classify/case.py)
├── StoreError              1  the knowledge base cannot be used (knowledge/)
├── SnapshotError           1  a snapshot of it cannot be trusted or read (knowledge/)
├── MissingExtraError       1  a part of gmstool is not installed (report/formats.py)
├── CodeError               1  a criterion's code cannot be read (criteria/codes.py)
├── PresetError             1  a preset or filter YAML cannot be used
├── IdentityError           1  a personal identity number would leave (identity.py)
├── OutputError             1  the result could not be written (exists, disk full, no right)
├── UsageError              2  the command line contradicts itself or names what does not exist
│   └── ExpressionError     2  a --where expression cannot be parsed
├── EmptyResultError        4  nothing left after filtering (only with --fail-if-empty)
├── BatchError              5  some files of a batch failed
└── RemoteError             6  a remote service was unreachable
"""

from typing import ClassVar


class GmsError(Exception):
    """A mistake the user can mend: one sentence, and a hint that mends it."""

    exit_code: ClassVar[int] = 1

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class InputError(GmsError):
    """A file cannot be opened or read."""


class HeaderError(GmsError):
    """The VCF header cannot be understood."""


class RecordError(GmsError):
    """A VCF record breaks the format."""


class TruncatedError(GmsError):
    """A compressed file is cut or corrupted."""


class IndexFileError(GmsError):
    """An index is missing, stale or damaged."""


class MismatchError(GmsError):
    """Two inputs do not belong together."""


class PanelError(GmsError):
    """A gene panel, BED or managed list cannot be used."""


class PresetError(GmsError):
    """A preset or filter YAML cannot be used."""


class OutputError(GmsError):
    """The result could not be written."""


class UsageError(GmsError):
    """The command line contradicts itself or names what does not exist."""

    exit_code = 2


class ExpressionError(UsageError):
    """An expression cannot be parsed or names an unknown column."""


class EmptyResultError(GmsError):
    """Nothing is left after filtering, and the caller asked to be told by exit code."""

    exit_code = 4


class BatchError(GmsError):
    """Some files of a batch failed; the others were written."""

    exit_code = 5


class RemoteError(GmsError):
    """A remote service was unreachable, refused, or did not answer in time."""

    exit_code = 6
