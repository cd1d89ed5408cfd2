"""How large an article may be: far above any real one, and low enough that a hostile file costs seconds, not minutes."""

from __future__ import annotations

MAX_BYTES = 20_000_000  # of a file
MAX_LETTERS = 300_000  # code points of one article
MAX_TOTAL_LETTERS = 2_000_000  # code points of all articles of a file
MAX_LINES = 20_000  # blocks of one article
MAX_ARTICLES = 1_000  # articles of a file
MAX_TAGS = 100_000  # "<" in a page, a feed, an agency's file, or the HTML of one entry
MAX_ELEMENTS = 20_000  # of a page, which the search for its main text goes over many times
THOROUGH_ELEMENTS = 3_000  # up to which the page is also given to extractors whose time grows by its square
MAX_ATTRIBUTES = 200  # of one XML element
MAX_NAMESPACES = 2_000  # declared in one XML file
MAX_DEPTH = 400  # elements within each other
MAX_JSON = 300_000  # objects and arrays of a JSON file
MAX_MARKUP = 3_000_000  # characters of HTML that one entry of a feed, or one post, may have
MAX_SOURCES = 20  # English texts that one article brings along
MAX_UNPACKED = 100_000_000  # bytes of everything in a Word document
MAX_UNPACKED_XML = 30_000_000  # … and of what is parsed
MAX_PARTS = 5_000  # files in a Word document
MAX_RATIO = 200  # unpacked to packed; Word's own XML stays below 60
