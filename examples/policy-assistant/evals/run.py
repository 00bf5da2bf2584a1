"""Score the suite's answers, and fail below a target. Exit code 0 or 1.

The vendor is invented and nobody answers, so this scores the answers that are recorded beside the questions, for the few cases that
stand here: of 240 and 80. A real suite asks src/answer.py, and people look at a sample of what the judge says.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
TARGETS = {"hr-questions": 0.92, "hr-unanswerable": 0.95}
"""Those of readiness/contract.yaml that code can judge."""


def rate(suite: str) -> float:
    """The share of the cases whose answer says all that it must."""
    cases = [json.loads(line) for line in (HERE / f"{suite}.jsonl").read_text(encoding="utf-8").splitlines()]
    return sum(all(words in case["recorded"] for words in case["must_say"]) for case in cases) / len(cases)


def main() -> int:
    rates = {suite: rate(suite) for suite in TARGETS}
    for suite, reached in rates.items():
        print(f"{suite}: {reached:.3f}, target at least {TARGETS[suite]}")
    return 0 if all(rates[suite] >= least for suite, least in TARGETS.items()) else 1


if __name__ == "__main__":
    sys.exit(main())
