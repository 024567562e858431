"""A language model as a second reader. Whatever it says counts only where the text says so, word for word. Pure."""

from monitor.llm.answer import RULE, read_answer
from monitor.llm.prompt import messages

__all__ = ["RULE", "messages", "read_answer"]
