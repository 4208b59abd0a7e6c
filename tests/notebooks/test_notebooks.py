"""Every notebook runs from top to bottom, is committed without output, and ends with its answer."""

from __future__ import annotations

import json

import pytest

from ..conftest import needed
from ..house.conftest import ROOT

NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_it_is_committed_clean_opens_with_its_question_and_ends_with_its_answer(path):
    cells = json.loads(path.read_text("utf-8"))["cells"]
    assert "?" in "".join(cells[0]["source"])
    assert any(cell["cell_type"] == "markdown" and "**Answer.**" in "".join(cell["source"]) for cell in cells[-2:])
    assert all(not cell["outputs"] and cell["execution_count"] is None for cell in cells if cell["cell_type"] == "code")


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
@pytest.mark.filterwarnings("ignore")  # what a kernel's own packages warn of is not ours to mend
def test_it_runs_from_top_to_bottom(path, tmp_path):
    nbformat, nbclient = needed("notebook", "nbformat"), needed("notebook", "nbclient")
    needed("notebook", "ipykernel")
    notebook = nbformat.read(path, as_version=4)
    client = nbclient.NotebookClient(
        notebook, timeout=300, kernel_name="python3", resources={"metadata": {"path": str(tmp_path)}}
    )
    client.execute()
    assert any(cell.get("outputs") for cell in notebook.cells)
