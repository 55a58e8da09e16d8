"""Why people chose as they did: one month of a scenario opened up, for the persons of a group and for its leaders.

`question.py` turns names into a question, `witness.py` lives a run up to the month asked and looks at it while it
is lived, `people.py`, `income.py`, `gates.py` and `switches.py` explain persons, `politics.py` leaders and government,
`explaining.py` asks many seeds, `wording.py` says it in sentences. Nothing here changes a run.
"""

from ploughshare.analysis.explain.explaining import Explanation, explain
from ploughshare.analysis.explain.question import Question, ask

__all__ = ["Explanation", "Question", "ask", "explain"]
