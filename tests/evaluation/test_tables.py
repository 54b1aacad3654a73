"""The cost of the tables is measured in processes of its own."""

from __future__ import annotations

import pytest
from gongwen.evaluation.__main__ import main
from gongwen.evaluation.tables import table_costs, table_of_costs


def test_every_table_is_loaded_and_small() -> None:
    costs = table_costs()
    assert all(cost.kilobytes > 0 and cost.milliseconds > 0 and cost.megabytes > 0 for cost in costs)
    assert sum(cost.megabytes for cost in costs) < 10
    assert table_of_costs(costs).count("\n") == len(costs) + 1


def test_the_command_prints_them(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["tables"]) == 0
    assert "divisions" in capsys.readouterr().out
