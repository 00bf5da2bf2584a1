"""What people may do in a repository on GitHub, and reactions to what they say."""

from __future__ import annotations

from urllib.parse import quote

from github import GithubException
from readiness_bot.forge.github.client import Client, once
from readiness_bot.forge.github.errors import told

_ROLES = frozenset({"admin", "maintain", "write", "triage", "read"})


def role(client: Client, login: str, of: str = "") -> str:
    """`of`: in another repository than the client's. By the permission endpoint; `author_association` in
    payloads is unreliable.

    `role_name` may be a role that an organisation made up; then the built-in one that it rests on counts.
    """
    with told(f"ask what {login} may do"):
        try:
            data = client.get(f"collaborators/{quote(login, safe='')}/permission", of)
        except GithubException as error:
            if error.status == 404:  # no such person
                return "none"
            raise
    name, base = str(data.get("role_name") or ""), str(data.get("permission") or "none")
    return name if name in _ROLES else base


def react(client: Client, number: int, comment_id: int, content: str) -> None:
    where = f"issues/comments/{comment_id}/reactions"

    def there() -> bool | None:
        return any(client.is_ours(row) for row in client.rows(where, content=content)) or None

    with told(f"react to a comment on #{number}"):
        if not there():
            once(lambda: bool(client.send("POST", where, {"content": content})), there)
