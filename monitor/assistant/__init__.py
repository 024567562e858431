"""The store for assistants, by the Model Context Protocol: tools that answer with citations. Needs the extra `mcp`."""

from monitor.assistant.server import create_server

__all__ = ["create_server"]
