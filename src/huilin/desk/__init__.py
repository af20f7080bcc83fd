"""The auditor's desk: somebody's books opened safely in Fava, with the pages that an audit needs.

`opening.open_books` copies and inspects; `running.start` serves; `fava_app` is the one module that knows Fava's
insides; `pages` are what an auditor reads. `huilin books` (the treasurer's side) stands on the same server.
"""
