"""Every error a person can meet, each saying what is wrong and what to do next.

CounterpointError
├── SettingsError     a setting in the environment can't be used
├── CorpusError       a corpus file is wrong: names file, field and mend
├── UnusableIndex      nothing can be answered from this index
│   ├── NoIndex       no generation has been built yet
│   └── WrongModel    the index was built with another embedding model
├── ModelFileError    the embedding model's files are missing or altered
├── EmbeddingError    the endpoint that embeds texts gives no vectors
├── StoreError        a folder or server can't be read or written
├── QuestionError     a question or a line of a batch can't be read (app/asking.py)
└── SharedAnswerError  a shared answer can't be kept or isn't there (app/sharing.py)
"""

import traceback


class CounterpointError(Exception):
    """Base of all errors that a door prints as one sentence before it exits with 1."""


class SettingsError(CounterpointError):
    """A setting in the environment has a value that can't be used."""


class CorpusError(CounterpointError):
    """A corpus file is wrong; the message names file, field and mend."""


class UnusableIndex(CounterpointError):
    """Nothing can be answered from this index."""


class NoIndex(UnusableIndex):
    """No generation has been built in this place yet."""


class WrongModel(UnusableIndex):
    """The index was built with another embedding model than the one at hand."""


class ModelFileError(CounterpointError):
    """The embedding model's files are missing, or their hash isn't the expected one."""


class EmbeddingError(CounterpointError):
    """The endpoint that should embed texts gives no vectors, or unusable ones."""


class StoreError(CounterpointError):
    """A folder or server that should hold the index can't be read or written."""


class QuestionError(CounterpointError):
    """A question, or a line of a batch, can't be read."""


def kind_and_frames(failure: BaseException) -> str:
    """An error for the log, without its message: that can hold a reader's words."""
    frames = "".join(traceback.format_tb(failure.__traceback__))
    return f"{type(failure).__name__}\n{frames}"
