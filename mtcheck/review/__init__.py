"""Review: the reports of a folder served to several editors, whose decisions are kept in a database.

`stored` reads JSON reports, `catalogue` lists the articles of a folder of them, `store` keeps decisions, `app` answers requests that
`guard` lets through, `server` runs it, `annotate` makes annotated articles of decisions. Only `store` needs SQLAlchemy, only `app` and
`guard` need Flask, only `server` needs waitress.
"""
