"""What a language model answered, by question, and what it cost this month."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, func, insert, select

from monitor.store.tables import llm_answers


def known_answer(connection: Connection, question: str) -> str | None:
    """The answer to a question (its SHA-256) that was asked before."""
    return connection.execute(select(llm_answers.c.answer).where(llm_answers.c.hash == question)).scalar()


def keep_answer(connection: Connection, question: str, *, model: str, answer: str, tokens: int, now: datetime) -> None:
    """Remember an answer and its cost."""
    if known_answer(connection, question) is None:
        row = {"hash": question, "model": model, "answer": answer, "tokens": tokens, "at": now}
        connection.execute(insert(llm_answers).values(**row))


def tokens_this_month(connection: Connection, now: datetime) -> int:
    """Tokens used since the first of the month, UTC."""
    first = now.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    total = connection.execute(select(func.sum(llm_answers.c.tokens)).where(llm_answers.c.at >= first)).scalar()
    return int(total or 0)
