"""Invented sentences for the tests of wordings."""

PLAN = (
    "We keep a written plan for incidents that names owners, deadlines, vendors, regulators, insurers and the"
    " steps by which each of our sites returns to work."
)
PLAN_NAMED = PLAN.replace("We keep", "The Company keeps").replace("our sites", "the Company's sites")
PLAN_NEAR = PLAN.replace("insurers", "customers")
PLAN_DENIED = PLAN.replace("We keep", "We do not keep")
OWN = "Harbour pilots phone our night desk whenever a tide table looks odd."
SAME = "The committee hears from the security chief every quarter of the year."
