"""contract.value: what a week of waiting costs."""

from collections.abc import Iterator

from readiness_bot.convention.checks import problem, required, resolves
from readiness_bot.convention.facts import Facts
from readiness_bot.convention.item import ADVISES, Item
from readiness_bot.convention.outcome import Outcome
from readiness_bot.late import re
from readiness_bot.vocabulary import Role, Stage


def check(facts: Facts) -> Iterator[Outcome]:
    contract = facts.contract
    yield from required(contract, "value.per_week", "value.currency", "value.basis")
    worth = contract.number("value.per_week")
    if worth is not None and worth <= 0:
        yield problem(
            contract,
            "value.per_week",
            f"value.per_week is {worth}, and must be above 0",
            "write what one week of the model is worth",
        )
    yield from _currency(facts)
    yield from resolves(facts, contract, "value.basis", "The basis of the value")


_CODE = re.compile(r"[A-Z]{3}")
_CODES = {
    "€": "EUR",
    "euro": "EUR",
    "euros": "EUR",
    "$": "USD",
    "us$": "USD",
    "usd$": "USD",
    "dollar": "USD",
    "dollars": "USD",
    "£": "GBP",
    "pound": "GBP",
    "pounds": "GBP",
    "¥": "JPY",
    "yen": "JPY",
    "₹": "INR",
    "₩": "KRW",
    "₽": "RUB",
    "₴": "UAH",
    "₺": "TRY",
    "₪": "ILS",
    "r$": "BRL",
    "a$": "AUD",
    "c$": "CAD",
    "kč": "CZK",
    "zł": "PLN",
    "fr.": "CHF",
    "sfr.": "CHF",
}
"""Signs and names → ISO 4217's code; `$` and `¥` stand for most who write them."""


def _currency(facts: Facts) -> Iterator[Outcome]:
    """Figures of several models are added up by code, and a sign names several currencies."""
    currency = facts.contract.text("value.currency")
    if currency is None or _CODE.fullmatch(currency):
        return
    code = _CODES.get(currency.strip().lower()) or currency.strip().upper()
    fix = f"write {code}" if _CODE.fullmatch(code) else "write its three-letter code, such as EUR (ISO 4217)"
    yield problem(
        facts.contract,
        "value.currency",
        f"value.currency is '{currency[:20]}', which is not a currency code",
        fix,
    )


ITEM = Item(
    id="contract.value",
    title="Value per week",
    what="What the model is worth per week, in which currency, and where the estimate is documented.",
    why=(
        "It puts a price on each week of waiting, and a price makes people act. Without it, no cost is"
        " estimated."
    ),
    fix="""\
value:
  per_week: NUMBER
  currency: CURRENCY   # such as EUR
  basis: PATH          # where the estimate is documented
""",
    example="value: {per_week: 18000, currency: EUR, basis: docs/value-case.md}\n",
    due=Stage.DESIGN,
    severity=ADVISES,
    role=Role.BUSINESS_OWNER,
    fields=("value",),
    answers=("L",),
    check=check,
)
