"""Who may look and change: users with their passwords' hashes, sessions of browsers, tokens of programs."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import Connection, delete, func, insert, select, update

from monitor.errors import MonitorError
from monitor.store.tables import sessions, tokens, users

Role = Literal["reader", "editor", "admin"]
ROLES: tuple[Role, ...] = ("reader", "editor", "admin")
"""From the least to the most: an editor may say what is right and silence, an admin may do everything."""

SESSION = timedelta(days=14)
"""How long a browser stays logged in."""
_NOTED = timedelta(minutes=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A user, or a program with a token."""

    name: str
    role: Role

    def may(self, role: Role) -> bool:
        """Whether this role is theirs, or a greater one."""
        return ROLES.index(self.role) >= ROLES.index(role)


def digest_of(secret: str) -> str:
    """What is stored of a secret that is random in itself: whoever reads the database learns nothing to log in with."""
    return hashlib.sha256(secret.encode()).hexdigest()


def count_users(connection: Connection) -> int:
    """How many users may log in."""
    return connection.execute(select(func.count()).where(users.c.disabled.is_(False))).scalar_one()


def put_user(connection: Connection, name: str, password_hash: str, role: Role, *, now: datetime) -> None:
    """Make a user, or give one another password and role; what the old password opened is closed."""
    known = connection.execute(select(users.c.id).where(users.c.name == name)).scalar()
    values = {"password": password_hash, "role": role, "disabled": False}
    if known is None:
        connection.execute(insert(users).values(name=name, created=now, **values))
        return
    connection.execute(update(users).where(users.c.id == known).values(**values))
    connection.execute(delete(sessions).where(sessions.c.user_id == known))


def remove_user(connection: Connection, name: str) -> None:
    """Take a user away, with their sessions. Raises MonitorError for one that there is not."""
    if not connection.execute(delete(users).where(users.c.name == name)).rowcount:
        raise MonitorError(f"There is no user {name!r}; `monitor users` lists them.")


def list_users(connection: Connection) -> list[dict[str, object]]:
    """Users by name, without their hashes."""
    query = select(users.c.name, users.c.role, users.c.created).order_by(users.c.name)
    return [dict(row) for row in connection.execute(query).mappings()]


def password_of(connection: Connection, name: str) -> tuple[int, str] | None:
    """A user's id and hash; None for an unknown or disabled one."""
    row = connection.execute(
        select(users.c.id, users.c.password).where(users.c.name == name, users.c.disabled.is_(False))
    ).first()
    return (row.id, row.password) if row else None


def set_password_hash(connection: Connection, user_id: int, password_hash: str) -> None:
    """Keep a newer hash of the same password."""
    connection.execute(update(users).where(users.c.id == user_id).values(password=password_hash))


def open_session(connection: Connection, user_id: int, *, now: datetime) -> str:
    """Log a browser in; what it is to hold. Sessions that are over go."""
    secret = secrets.token_urlsafe(32)
    connection.execute(delete(sessions).where(sessions.c.expires <= now))
    connection.execute(
        insert(sessions).values(digest=digest_of(secret), user_id=user_id, created=now, expires=now + SESSION)
    )
    return secret


def close_session(connection: Connection, secret: str) -> None:
    """Log a browser out."""
    connection.execute(delete(sessions).where(sessions.c.digest == digest_of(secret)))


def session_person(connection: Connection, secret: str, *, now: datetime) -> Person | None:
    """Who a browser's secret stands for."""
    row = connection.execute(
        select(users.c.name, users.c.role)
        .join(sessions, sessions.c.user_id == users.c.id)
        .where(sessions.c.digest == digest_of(secret), sessions.c.expires > now, users.c.disabled.is_(False))
    ).first()
    return Person(name=row.name, role=row.role) if row else None


def add_token(connection: Connection, name: str, role: Role, *, now: datetime) -> str:
    """A token for a program; it is shown once and never again. Raises MonitorError where the name is taken."""
    if connection.execute(select(tokens.c.name).where(tokens.c.name == name)).first():
        raise MonitorError(f"There is a token {name!r} already; remove it first.")
    secret = "mon_" + secrets.token_urlsafe(32)
    connection.execute(insert(tokens).values(digest=digest_of(secret), name=name, role=role, created=now))
    return secret


def remove_token(connection: Connection, name: str) -> None:
    """Take a token away. Raises MonitorError for one that there is not."""
    if not connection.execute(delete(tokens).where(tokens.c.name == name)).rowcount:
        raise MonitorError(f"There is no token {name!r}; `monitor tokens` lists them.")


def list_tokens(connection: Connection) -> list[dict[str, object]]:
    """Tokens by name, with when they were last used."""
    query = select(tokens.c.name, tokens.c.role, tokens.c.created, tokens.c.used).order_by(tokens.c.name)
    return [dict(row) for row in connection.execute(query).mappings()]


def token_person(connection: Connection, secret: str) -> Person | None:
    """Who a program's token stands for."""
    row = connection.execute(select(tokens.c.name, tokens.c.role).where(tokens.c.digest == digest_of(secret))).first()
    return Person(name=row.name, role=row.role) if row else None


def use_is_noted(connection: Connection, secret: str, *, now: datetime) -> bool:
    """Whether it is on record that a token was used within the last minute: reading is not to wait for a writer."""
    used = connection.execute(select(tokens.c.used).where(tokens.c.digest == digest_of(secret))).scalar()
    return used is not None and timedelta(0) <= now - used < _NOTED


def note_use(connection: Connection, secret: str, *, now: datetime) -> None:
    """Remember that a token was used."""
    connection.execute(update(tokens).where(tokens.c.digest == digest_of(secret)).values(used=now))
