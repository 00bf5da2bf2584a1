"""What an item answers: the codes in its `answers`."""

from __future__ import annotations

GROUPS: dict[str, str] = {
    "Q": "one of the five questions of the last mile",
    "G": "one of the four gaps where finished models wait",
    "R": "part of what ready means",
    "H": "a habit of teams that ship",
    "L": "what the last mile costs",
}
"""A code's first letter → what it counts."""

CODES: dict[str, str] = {
    "Q1": "Who owns the production deployment?",
    "Q2": "Who handles incidents?",
    "Q3": "Who approved compliance?",
    "Q4": "What happens when the model degrades?",
    "Q5": "Who signs off before it touches live data?",
    "G1": "Compliance comes last, and then asks for documents, lineage, approved data or changes.",
    "G2": "Each layer has an owner, but the handoff has none.",
    "G3": "Compute, monitoring, interfaces and integration tests start after the model is finished.",
    "G4": "Nobody was assigned to define monitoring and fallback, and nobody's deadline depended on it.",
    "R1": "The transition has a named owner.",
    "R2": "Compliance is satisfied already.",
    "R3": "The infrastructure is provisioned and tested.",
    "R4": "Thresholds and fallback are defined.",
    "R5": "The receiving team has confirmed what it needs.",
    "H1": "Review compliance in design.",
    "H2": "Provision the infrastructure while the model is developed.",
    "H3": "Name the owner of the handoff.",
    "H4": "Design monitoring together with the model.",
    "H5": "Agree with the business on what success in production means.",
    "L": "Each week between a finished model and production costs value, and no chart or ticket shows it.",
}
"""Code → what it says, in the order in which people read them."""
