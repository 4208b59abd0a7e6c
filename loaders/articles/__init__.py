"""Articles on their way in: text, pages, PDF and Word files, and what web addresses answer, as plain text."""
