"""What if: a baseline and its variants on common random numbers.

`request` reads what is asked, `variants` and `grids` make the scenarios, `running` runs them, `paired` holds the
statistics, `tables`, `natural_frequencies` and `summary` say what came out, `folder` writes it. Pictures are made in
`ploughshare.figures`.
"""
