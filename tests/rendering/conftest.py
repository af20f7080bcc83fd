"""The sample disclosure, rendered once for all tests that only read it."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from types import ModuleType

    from huilin.rendering import Document


def load_sample() -> ModuleType:
    """Load sample.py by its path, under one name for both test folders."""
    name = "huilin_test_sample"
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(name, Path(__file__).parent / "sample.py")
        assert spec is not None
        assert spec.loader is not None
        sys.modules[name] = module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
    return sys.modules[name]


@pytest.fixture(scope="session")
def sample() -> ModuleType:
    return load_sample()


@pytest.fixture(scope="session")
def document(sample: ModuleType) -> Document:
    made: Document = sample.document(gifts=40)
    return made


@pytest.fixture(scope="session")
def printed(document: Document) -> bytes:
    from huilin.rendering import pdf

    return pdf.render(document)
