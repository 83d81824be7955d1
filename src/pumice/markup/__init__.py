"""HTML pages read as plain text, with what the markup says about each line."""

from pumice.markup.page import RENDERER, Frame, Line, Meta, Page
from pumice.markup.render import render

__all__ = ["RENDERER", "Frame", "Line", "Meta", "Page", "render"]
