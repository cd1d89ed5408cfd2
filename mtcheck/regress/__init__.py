"""The regression test on translation fixes: known mistranslations that must stay found, and mended, and away.

`read` brings files of cases, `run` judges them (and a translator's output of today), `results`, `text` and `junit` tell what came
out, `compare` sets two runs side by side, `add` makes cases of editors' decisions. Only `run` and what it needs loads the rules.
"""
